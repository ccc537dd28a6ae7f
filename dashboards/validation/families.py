"""The part of the page with every measure, family by family, and the buttons that show one family alone."""

import re
from collections.abc import Sequence
from math import isfinite

from dashboards.planner.words import percent, value
from dashboards.report.blocks import Chart, Section, badge, chart_block
from dashboards.report.markup import Markup, element, join
from dashboards.report.numbers import MISSING
from dashboards.report.tables import Column, table
from dashboards.validation.figures import z_figure
from sim.validation.score import Score

_HEADS = (
    Column(heading="Measure"),
    Column(heading="Backend"),
    Column(heading="Exact", numeric=True),
    Column(heading="Estimate", numeric=True),
    Column(heading="Interval", numeric=True),
    Column(heading="z", numeric=True),
    Column(heading="Error", numeric=True),
    Column(heading="Verdict"),
)
_FILTER_STYLE = """
.choice { display: flex; flex-wrap: wrap; gap: .4rem .6rem; margin: 0 0 1rem; padding: 0; border: 0;
  font-size: .9rem; }
.choice legend { padding: 0 0 .4rem; color: var(--muted); font-size: .85rem; }
.choice label { padding: .2rem .7rem; border: 1px solid var(--rule); border-radius: 3px; cursor: pointer; }
.choice label:has(:checked) { background: var(--navy); border-color: var(--navy); color: var(--paper); }
.choice label:has(:focus-visible) { outline: 2px solid var(--blue); outline-offset: 2px; }
.choice input { position: absolute; opacity: 0; width: 1px; height: 1px; }
@media print { .choice { display: none; } }
"""


def families_of(scores: Sequence[Score]) -> list[str]:
    """Return the families in the order in which they first come."""
    return list(dict.fromkeys(score.family for score in scores))


def families_section(scores: Sequence[Score]) -> Section:
    """Make the part with every measure.

    Parameters
    ----------
    scores
        What was found.

    Returns
    -------
    Section
        One block a family, with a chart and a table, and buttons that need no script.
    """
    names = families_of(scores)
    charts = [_family(name, [score for score in scores if score.family == name]) for name in names]
    blocks = [
        element("div", chart_block(chart), class_="family", id=f"block-{_slug(name)}")
        for name, chart in zip(names, charts, strict=True)
    ]
    return Section(
        identity="families",
        title="Every measure",
        lead="Exact value, estimate and 95% interval of every measure on both backends.",
        body=join([_style(names), _choice(names), *blocks]),
        charts=charts,
    )


def verdict_badge(verdict: str, *, words: tuple[str, str] = ("agrees", "differs")) -> Markup:
    """A verdict as a small word with a symbol; `words` are what stands for a good one and a bad one."""
    if verdict == "agrees":
        return badge("good", "\N{CHECK MARK}", words[0])
    return badge("bad", "\N{MULTIPLICATION SIGN}", words[1])


def z_words(z: float) -> str:
    """Write a z-score with its sign.

    Examples
    --------
    >>> z_words(1.234), z_words(float("inf"))
    ('+1.23', '–')
    """
    return f"{z:+.2f}".replace("-", "\N{MINUS SIGN}") if isfinite(z) else MISSING


def _family(name: str, scores: Sequence[Score]) -> Chart:
    rows = list(dict.fromkeys(f"{score.name}: {score.measure}" for score in scores))
    placed = [(rows.index(f"{score.name}: {score.measure}"), score) for score in scores]
    cells = [
        [
            f"{score.name}: {score.measure}",
            score.backend,
            value(score.exact),
            value(score.estimate),
            f"{value(score.low)} to {value(score.high)}",
            z_words(score.z),
            percent(score.relative_error),
            verdict_badge(score.verdict),
        ]
        for score in scores
    ]
    differing = sum(score.verdict == "differs" for score in scores)
    theories = dict.fromkeys(f"{score.name}: {score.theory}" for score in scores)
    return Chart(
        identity=f"family-{_slug(name)}",
        title=name,
        summary=f"{len(scores)} comparisons, {differing} differ.",
        figure=z_figure(rows, placed),
        table=table(f"{name}: exact and estimated", _HEADS, cells, stacked=True),
        definition="Where the exact values come from. " + "; ".join(theories) + ".",
        wide=True,
    )


def _choice(names: Sequence[str]) -> Markup:
    every = [("all", "All families"), *((_slug(name), name) for name in names)]
    buttons = [element("label", _button(slug, on=slug == "all"), text) for slug, text in every]
    return element("fieldset", element("legend", "Show"), *buttons, class_="choice")


def _button(slug: str, *, on: bool) -> Markup:
    checked = " checked" if on else ""
    return Markup(f'<input type="radio" name="family" id="only-{slug}"{checked}>')


def _style(names: Sequence[str]) -> Markup:
    """Rules that hide all families but the one whose button is on."""
    rules = [
        f"#families:has(#only-{slug}:checked) .family:not(#block-{slug}) {{ display: none; }}"
        for slug in map(_slug, names)
    ]
    return element("style", Markup(_FILTER_STYLE + "\n".join(rules) + "\n"))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
