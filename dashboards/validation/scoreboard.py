"""The page of the validation: verdicts on top, every comparison, coverage of intervals, changes without effect."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from dashboards.planner.page import planner_page, write_page
from dashboards.planner.words import percent, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.tables import Column, columns, table
from dashboards.validation.families import families_of, families_section, verdict_badge, z_words
from dashboards.validation.figures import coverage_figure, z_figure
from sim.validation.coverage import Coverage
from sim.validation.metamorphic import Check
from sim.validation.score import NEAR_ZERO, RELATIVE_ERROR_MAX, Z_MAX, Score
from sim.validation.scoreboard import Scoreboard

_RULE = (
    f"A measure agrees if it lies within {Z_MAX:g} standard errors of the exact value and, on the compiled loop, "
    f"within {RELATIVE_ERROR_MAX:.0%} of it. Exact values below {NEAR_ZERO:g} are judged by standard errors alone, and "
    "so is the SimPy model, whose runs are shorter. Where nothing is random, the numbers must be equal. The dark band "
    "holds two standard errors, which one comparison in twenty leaves by chance."
)


def scoreboard_page(board: Scoreboard) -> str:
    """Make the page.

    Parameters
    ----------
    board
        What was found.

    Returns
    -------
    str
        HTML, complete in itself; the same findings give the same page.
    """
    sections = [_overview(board.scores), families_section(board.scores)]
    sections += [] if board.coverage is None else [_coverage(board.coverage)]
    sections += [_checks(board.checks)] if board.checks else []
    facts = {
        "Seed": str(board.seed),
        "Backends": ", ".join(dict.fromkeys(score.backend for score in board.scores)),
        "Scenarios": str(len({score.name for score in board.scores})),
        "Measures": str(len({(score.name, score.measure) for score in board.scores})),
    }
    return planner_page("Validation", "Simulation against theory", _answer(board), facts, sections)


def write_scoreboard(board: Scoreboard, path: Path) -> None:
    """Write the page; see `scoreboard_page`.

    Raises
    ------
    ReportError
        If the file cannot be written.
    """
    write_page(scoreboard_page(board), path)


def _answer(board: Scoreboard) -> str:
    differing = [score for score in board.scores if score.verdict == "differs"]
    measures = len({(score.name, score.measure) for score in board.scores})
    scenarios = len({score.name for score in board.scores})
    verdict = f"{len(differing) or 'none'} differ{'s' if len(differing) == 1 else ''} from theory"
    words = [f"{len(board.scores):,} comparisons of {measures} measures of {scenarios} scenarios: {verdict}."]
    if (found := board.coverage) is not None:
        words.append(f"{found.share:.1%} of {found.level:.0%} intervals hold the truth.")
    if board.checks:
        words.append(f"{sum(check.holds for check in board.checks)} of {len(board.checks)} metamorphic checks hold.")
    return " ".join(words)


def _overview(scores: Sequence[Score]) -> Section:
    rows = list(dict.fromkeys(score.name for score in scores))
    placed = [(rows.index(score.name), score) for score in scores]
    largest = z_words(_largest_z(scores)).lstrip("+")
    chart = Chart(
        identity="overview",
        title="Every comparison",
        summary=f"{len(scores)} z-scores of {len(rows)} cases; the largest is {largest} in size.",
        figure=z_figure(rows, placed),
        table=_family_table(scores),
        definition=_RULE,
    )
    return charts_section("overview-part", "At a glance", "One row a case, one dot a measure.", [chart])


def _family_table(scores: Sequence[Score]) -> Markup:
    cells: list[list[str]] = []
    for name in families_of(scores):
        own = [score for score in scores if score.family == name]
        errors = [abs(score.relative_error or 0.0) for score in own if _sized(score)]
        differing = sum(score.verdict == "differs" for score in own)
        cells.append(
            [
                name,
                str(len(own)),
                z_words(_largest_z(own)).lstrip("+"),
                f"{max(errors):.2%}" if errors else "\N{EN DASH}",
                verdict_badge("differs" if differing else "agrees"),
            ]
        )
    heads = [
        Column(heading="Family"),
        Column(heading="Comparisons", numeric=True),
        Column(heading="Largest |z|", numeric=True),
        Column(heading="Largest error, compiled", numeric=True),
        Column(heading="Verdict"),
    ]
    return table("Family by family", heads, cells)


def _sized(score: Score) -> bool:
    return score.backend == "fast" and abs(score.exact) >= NEAR_ZERO


def _largest_z(scores: Sequence[Score]) -> float:
    return max((abs(score.z) for score in scores if isfinite(score.z)), default=0.0)


def _coverage(found: Coverage) -> Section:
    cells = [
        ["Scenario", found.case],
        ["Measure", found.measure],
        ["Exact value", value(found.exact)],
        ["Intervals made", f"{found.repeats:,}"],
        ["Runs of each", str(found.runs)],
        ["Hold the exact value", f"{found.covered:,}"],
        ["Share", f"{found.share:.1%}"],
        ["Should lie between", f"{found.low:.1%} and {found.high:.1%}"],
        ["Mean half-width", percent(found.mean_half_width / found.exact).lstrip("+")],
    ]
    chart = Chart(
        identity="coverage",
        title="Intervals that hold the truth",
        summary=f"{found.share:.1%} of {found.repeats:,} intervals cover, "
        f"{'inside' if found.inside else 'outside'} the bounds.",
        figure=coverage_figure(found),
        table=table("Coverage", columns(["What", "Value"]), cells),
        definition="The same experiment again and again with other random numbers; the band is two standard deviations "
        "of the binomial law to both sides of the promise.",
    )
    lead = "An interval of 95% should hold the exact value 95 times in 100: no more, no less."
    return charts_section("coverage-part", "Are the intervals honest?", lead, [chart])


def _checks(checks: Sequence[Check]) -> Section:
    heads = [
        Column(heading="Change"),
        Column(heading="What must come of it"),
        Column(heading="What came of it"),
        Column(heading="Verdict"),
    ]
    cells = [
        [
            check.change,
            check.rule,
            check.found,
            verdict_badge("agrees" if check.holds else "differs", words=("holds", "fails")),
        ]
        for check in checks
    ]
    return Section(
        identity="metamorphic",
        title="Changes whose effect is known",
        lead="M/M/12 with 4.2 calls a minute of two minutes each, changed in ways that need no formula to judge.",
        body=table("Metamorphic checks", heads, cells, stacked=True),
    )
