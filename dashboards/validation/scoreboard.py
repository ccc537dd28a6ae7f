"""The page of the validation: verdicts on top, every comparison, coverage of intervals, changes without effect."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Final

from dashboards.planner.page import planner_page, write_page
from dashboards.planner.texts import PageTexts, page_texts
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

_HERE: Final = Path(__file__).parent


def scoreboard_page(board: Scoreboard, *, language: str = "en") -> str:
    """Make the page.

    Parameters
    ----------
    board
        What was found.
    language
        `en` or `zh`.

    Returns
    -------
    str
        HTML, complete in itself; the same findings give the same page.

    Raises
    ------
    CatalogueError
        If there is no such language.
    """
    texts = page_texts(language, _HERE)
    sections = [_overview(board.scores, texts), families_section(board.scores, texts)]
    sections += [] if board.coverage is None else [_coverage(board.coverage, texts)]
    sections += [_checks(board.checks, texts)] if board.checks else []
    facts = {
        texts("planner_fact.seed"): str(board.seed),
        texts("validation.backends"): texts.listed(list(dict.fromkeys(score.backend for score in board.scores))),
        texts("validation.scenarios"): _scenarios(board.scores),
        texts("validation.measures"): _measures(board.scores),
    }
    title = texts("validation.title")
    return planner_page(texts("validation.kicker"), title, _answer(board, texts), facts, sections, texts)


def write_scoreboard(board: Scoreboard, path: Path, *, language: str = "en") -> None:
    """Write the page; see `scoreboard_page`.

    Raises
    ------
    ReportError
        If the file cannot be written.
    """
    write_page(scoreboard_page(board, language=language), path)


def _scenarios(scores: Sequence[Score]) -> str:
    return str(len({score.name for score in scores}))


def _measures(scores: Sequence[Score]) -> str:
    return str(len({(score.name, score.measure) for score in scores}))


def _answer(board: Scoreboard, texts: PageTexts) -> str:
    differing = sum(score.verdict == "differs" for score in board.scores)
    key = {0: "none_differ", 1: "one_differs"}.get(differing, "some_differ")
    words = [
        texts(
            "validation.comparisons",
            count=f"{len(board.scores):,}",
            measures=_measures(board.scores),
            scenarios=_scenarios(board.scores),
            verdict=texts(f"validation.{key}", count=str(differing)),
        )
    ]
    if (found := board.coverage) is not None:
        words.append(texts("validation.hold_truth", share=f"{found.share:.1%}", level=f"{found.level:.0%}"))
    if board.checks:
        holding = sum(check.holds for check in board.checks)
        words.append(texts("validation.checks_hold", holding=str(holding), count=str(len(board.checks))))
    return texts("planner.next").join(words)


def _overview(scores: Sequence[Score], texts: PageTexts) -> Section:
    rows = list(dict.fromkeys(score.name for score in scores))
    placed = [(rows.index(score.name), score) for score in scores]
    largest = z_words(_largest_z(scores)).lstrip("+")
    chart = Chart(
        identity="overview",
        title=texts("validation.every_comparison"),
        summary=texts("validation.overview", scores=str(len(scores)), cases=str(len(rows)), largest=largest),
        figure=z_figure(rows, placed, texts),
        table=_family_table(scores, texts),
        definition=texts("validation.rule", z=f"{Z_MAX:g}", error=f"{RELATIVE_ERROR_MAX:.0%}", small=f"{NEAR_ZERO:g}"),
    )
    return charts_section("overview-part", texts("validation.glance"), texts("validation.glance_lead"), [chart])


def _family_table(scores: Sequence[Score], texts: PageTexts) -> Markup:
    cells: list[list[str]] = []
    for name in families_of(scores):
        own = [score for score in scores if score.family == name]
        errors = [abs(score.relative_error or 0.0) for score in own if _sized(score)]
        good = all(score.verdict == "agrees" for score in own)
        cells.append(
            [
                texts.said(name),
                str(len(own)),
                z_words(_largest_z(own)).lstrip("+"),
                f"{max(errors):.2%}" if errors else "\N{EN DASH}",
                verdict_badge(texts("validation.agrees" if good else "validation.differs"), good=good),
            ]
        )
    keys = ("family", "comparisons", "largest_z", "largest_error", "verdict")
    heads = [
        Column(heading=texts(f"validation_column.{key}"), numeric=key not in ("family", "verdict")) for key in keys
    ]
    return table(texts("validation.by_family"), heads, cells)


def _sized(score: Score) -> bool:
    return score.backend == "fast" and abs(score.exact) >= NEAR_ZERO


def _largest_z(scores: Sequence[Score]) -> float:
    return max((abs(score.z) for score in scores if isfinite(score.z)), default=0.0)


def _coverage(found: Coverage, texts: PageTexts) -> Section:
    ends = texts("coverage.bounds_of", low=f"{found.low:.1%}", high=f"{found.high:.1%}")
    share, repeats = f"{found.share:.1%}", f"{found.repeats:,}"
    numbers = {
        "scenario": found.case,
        "measure": texts.measured(found.measure),
        "exact": value(found.exact),
        "repeats": repeats,
        "runs": str(found.runs),
        "covered": f"{found.covered:,}",
        "share": share,
        "bounds": ends,
        "half_width": percent(found.mean_half_width / found.exact).lstrip("+"),
    }
    cells = [[texts(f"coverage.{key}"), number] for key, number in numbers.items()]
    head = columns([texts("coverage.what"), texts("coverage.value")])
    chart = Chart(
        identity="coverage",
        title=texts("coverage.chart"),
        summary=texts("coverage.inside" if found.inside else "coverage.outside", share=share, repeats=repeats),
        figure=coverage_figure(found, texts),
        table=table(texts("coverage.table"), head, cells),
        definition=texts("coverage.definition"),
    )
    return charts_section("coverage-part", texts("coverage.title"), texts("coverage.lead"), [chart])


def _checks(checks: Sequence[Check], texts: PageTexts) -> Section:
    heads = [Column(heading=texts(f"validation_column.{key}")) for key in ("change", "rule", "found", "verdict")]
    cells = [
        [
            *map(texts.said, (check.change, check.rule, check.found)),
            verdict_badge(texts("validation.holds" if check.holds else "validation.fails"), good=check.holds),
        ]
        for check in checks
    ]
    return Section(
        identity="metamorphic",
        title=texts("metamorphic.title"),
        lead=texts("metamorphic.lead"),
        body=table(texts("metamorphic.table"), heads, cells, stacked=True),
    )
