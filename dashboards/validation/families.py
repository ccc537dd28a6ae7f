"""The part of the page with every measure, family by family, and the buttons that show one family alone."""

import re
from collections.abc import Sequence
from math import isfinite

from dashboards.planner.texts import PageTexts
from dashboards.planner.words import between, percent, value
from dashboards.report.blocks import Chart, Section, badge, chart_block
from dashboards.report.markup import Markup, element, join
from dashboards.report.numbers import MISSING
from dashboards.report.tables import Column, table
from dashboards.validation.figures import z_figure
from sim.validation.score import Score

_NUMBERS = ("exact", "estimate", "interval", "z", "error")
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


def families_section(scores: Sequence[Score], texts: PageTexts) -> Section:
    """Make the part with every measure.

    Parameters
    ----------
    scores
        What was found.
    texts
        Words of the page.

    Returns
    -------
    Section
        One block a family, with a chart and a table, and buttons that need no script.
    """
    names = families_of(scores)
    charts = [_family(name, [score for score in scores if score.family == name], texts) for name in names]
    blocks = [
        element("div", chart_block(chart), class_="family", id=f"block-{_slug(name)}")
        for name, chart in zip(names, charts, strict=True)
    ]
    return Section(
        identity="families",
        title=texts("validation.every_measure"),
        lead=texts("validation.every_measure_lead"),
        body=join([_style(names), _choice(names, texts), *blocks]),
        charts=charts,
    )


def verdict_badge(word: str, *, good: bool) -> Markup:
    """A verdict as a small word with a symbol."""
    return badge("good", "\N{CHECK MARK}", word) if good else badge("bad", "\N{MULTIPLICATION SIGN}", word)


def z_words(z: float) -> str:
    """Write a z-score with its sign.

    Examples
    --------
    >>> z_words(1.234), z_words(float("inf"))
    ('+1.23', '–')
    """
    return f"{z:+.2f}".replace("-", "\N{MINUS SIGN}") if isfinite(z) else MISSING


def _family(name: str, scores: Sequence[Score], texts: PageTexts) -> Chart:
    drawn = [_row_name(score, texts("validation.drawn", name=score.measure, title=texts.title(score.measure)), texts)
             for score in scores]  # fmt: skip
    rows = list(dict.fromkeys(drawn))
    cells = [
        [
            _row_name(score, texts.measured(score.measure), texts),
            score.backend,
            value(score.exact),
            value(score.estimate),
            between(value(score.low), value(score.high), texts),
            z_words(score.z),
            percent(score.relative_error),
            verdict_badge(texts(f"validation.{score.verdict}"), good=score.verdict == "agrees"),
        ]
        for score in scores
    ]
    differing = sum(score.verdict == "differs" for score in scores)
    theories = dict.fromkeys(_row_name(score, texts.said(score.theory), texts) for score in scores)
    title = texts.said(name)
    return Chart(
        identity=f"family-{_slug(name)}",
        title=title,
        summary=texts("validation.family_summary", count=str(len(scores)), differing=str(differing)),
        figure=z_figure(rows, [(rows.index(row), score) for row, score in zip(drawn, scores, strict=True)], texts),
        table=table(texts("validation.family_table", family=title), _heads(texts), cells, stacked=True),
        definition=texts("validation.theories", theories=texts("planner.then").join(theories)),
        wide=True,
    )


def _heads(texts: PageTexts) -> list[Column]:
    keys = ("measure", "backend", *_NUMBERS, "verdict")
    return [Column(heading=texts(f"validation_column.{key}"), numeric=key in _NUMBERS) for key in keys]


def _row_name(score: Score, words: str, texts: PageTexts) -> str:
    return texts("validation.row", case=score.name, measure=words)


def _choice(names: Sequence[str], texts: PageTexts) -> Markup:
    every = [("all", texts("validation.all_families")), *((_slug(name), texts.said(name)) for name in names)]
    buttons = [element("label", _button(slug, on=slug == "all"), text) for slug, text in every]
    return element("fieldset", element("legend", texts("validation.show")), *buttons, class_="choice")


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
