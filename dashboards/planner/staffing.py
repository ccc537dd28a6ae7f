"""The page of an answer about staff: required against available, the curve, the frontier, sharing, one more."""

from collections.abc import Sequence
from pathlib import Path

from dashboards.figures.figure import whole_numbers
from dashboards.planner.figures import curve_figure, rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.sharing import marginal_section, pooling_section
from dashboards.planner.shifts import shifts_section
from dashboards.planner.stress import stress_section
from dashboards.planner.texts import PageTexts, page_texts
from dashboards.planner.words import interval, percent, signed, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.tables import Column, columns, table
from sim.experiments.job import AnyScenario
from sim.experiments.staff import Need, Point
from sim.experiments.staff_report import StaffReport
from sim.experiments.stress import Experiment

_ROWS_MAX = 40
"""Units on the page; a file of tables holds all."""


def staffing_page(report: StaffReport, scenario: AnyScenario, *, language: str = "en") -> str:
    """Make the page of an answer about staff.

    Parameters
    ----------
    report
        The answer.
    scenario
        What was staffed.
    language
        `en` or `zh`.

    Returns
    -------
    str
        HTML, complete in itself.

    Raises
    ------
    CatalogueError
        If there is no such language.
    """
    texts = page_texts(language)
    single = len(report.needs) == 1
    each = "" if single else texts("staffing.each", by=texts.label("staffing_by", report.by))
    facts = {
        texts("planner_fact.objective"): str(report.objective),
        texts("planner_fact.confidence"): f"{report.confidence:.0%}",
        texts("planner_fact.seed"): str(report.seed),
        texts("planner_fact.whose"): _unit(report, report.needs[0], texts) if single else each,
    }
    sections = [_needs(report, texts)]
    if report.curve:
        sections.append(_curve(report, texts.axis(report.objective.measure, scenario), texts))
    sections += [shifts_section(report.shifts, texts)] if report.shifts else []
    sections += [pooling_section(report.pooling, texts)] if report.pooling else []
    sections += [marginal_section(report.marginal, texts)] if report.marginal else []
    sections.append(stress_section(scenario, _experiment(report, texts), texts))
    question = texts("staffing.title", scenario=report.scenario)
    return planner_page(texts("staffing.kicker"), question, answer(report, texts), facts, sections, texts)


def write_staffing(report: StaffReport, scenario: AnyScenario, path: Path, *, language: str = "en") -> None:
    """Write the page of an answer about staff; see `staffing_page`."""
    write_page(staffing_page(report, scenario, language=language), path)


def answer(report: StaffReport, texts: PageTexts) -> str:
    """Say in a sentence how many are needed, or how many hours where there are shifts."""
    if report.shifts:
        return _answered("answer_hours", report.server_hours_required, report.server_hours_available, report, texts)
    words = _answered("answer", report.required, report.available, report, texts)
    if len(report.needs) == 1:
        return words
    short = texts("staffing.short", short=f"{report.short:,}", units=f"{len(report.needs):,}")
    return texts("planner.next").join([words, short])


def _answered(sentence: str, required: float, available: float, report: StaffReport, texts: PageTexts) -> str:
    gap = required - available
    return texts(
        f"staffing.{sentence}",
        required=_counted(required),
        objective=str(report.objective),
        confidence=f"{report.confidence:.0%}",
        available=_counted(available),
        gap=signed(gap) if isinstance(gap, int) else f"{gap:+,.1f}".replace("-", "\N{MINUS SIGN}"),
        share=percent(gap / available if available else None),
    )


def _counted(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"


def _experiment(report: StaffReport, texts: PageTexts) -> Experiment:
    objective = report.objective
    return Experiment(
        purpose=texts("staffing.purpose", scenario=report.scenario, objective=str(objective)),
        outputs=[texts("stress.output", name=objective.measure, title=texts.title(objective.measure))],
        aims=texts("staffing.aims"),
        scenarios=texts("staffing.scenarios"),
        estimation=texts("staffing.estimation", confidence=f"{report.confidence:.0%}"),
        seeds=texts("staffing.seeds", seed=str(report.seed)),
    )


def _unit(report: StaffReport, need: Need, texts: PageTexts) -> str:
    """Name what is staffed; the names of courts are the scenario's own."""
    if report.by == "type":
        return texts.label("dispute_type", need.unit)
    return need.unit if report.by == "court" else texts.said(need.unit)


def _needs(report: StaffReport, texts: PageTexts) -> Section:
    shown = sorted(report.needs, key=lambda need: -need.gap)[:_ROWS_MAX]
    keys = ("unit", "required", "available", "gap", "gap_share")
    names = [texts(f"planner_column.{key}") for key in keys]
    head = columns([*names, texts.measured(report.objective.measure), texts("planner_column.interval")])
    cells = [[_unit(report, need, texts), *_row(need, texts)] for need in shown]
    if any(need.note for need in shown):
        head.append(Column(heading=texts("planner_column.note"), numeric=False))
        cells = [[*row, _noted(need, texts)] for row, need in zip(cells, shown, strict=True)]
    needs = table(texts("staffing.needs"), head, cells, stacked=True)
    charts = [_gaps(report, shown, needs, texts)] if len(shown) > 1 else []
    more = [] if charts else [needs]
    note = texts.said(report.note)
    return charts_section("needs", texts("staffing.needs"), note[:1].upper() + note[1:], charts, *more)


def _noted(need: Need, texts: PageTexts) -> str:
    """Put each part of a note into the page's language."""
    return texts("planner.then").join(texts.said(part) for part in need.note.split("; ")) if need.note else "–"


def _gaps(report: StaffReport, shown: Sequence[Need], needs: Markup, texts: PageTexts) -> Chart:
    units = [_unit(report, need, texts) for need in shown]
    gaps = [
        Dot(label=unit, value=float(need.gap), low=need.gap, high=need.gap)
        for unit, need in zip(units, shown, strict=True)
    ]
    figure = rows_figure(gaps, texts("staffing.gaps_axis"), Mark(at=0.0, words=texts("staffing.enough")))
    spread = max(0, *(need.gap for need in shown)) - min(0, *(need.gap for need in shown))
    figure["layout"]["xaxis"] |= whole_numbers(spread, 6)
    return Chart(
        identity="gaps",
        title=texts("staffing.gaps"),
        summary=texts("staffing.gaps_summary", unit=units[0], gap=signed(shown[0].gap)),
        figure=figure,
        table=needs,
        definition=_definition(len(report.needs) - len(shown), texts),
        wide=True,
    )


def _definition(left: int, texts: PageTexts) -> str:
    words = [texts("staffing.definition"), *([texts("staffing.more_units", count=f"{left:,}")] if left else [])]
    return texts("planner.next").join(words)


def _row(need: Need, texts: PageTexts) -> list[str]:
    return [
        f"{need.required:,}",
        f"{need.available:,}",
        signed(need.gap),
        percent(need.gap_share),
        "–" if need.value is None else value(need.value.mean),
        interval(need.value, texts),
    ]


def _curve(report: StaffReport, axis: str, texts: PageTexts) -> Section:
    charts = [_points(report, report.curve, "search", axis, texts)]
    charts += [_points(report, report.frontier, "frontier", axis, texts)] if report.frontier else []
    return charts_section("curve", texts("staffing.curve"), "", charts)


def _points(report: StaffReport, points: Sequence[Point], identity: str, axis: str, texts: PageTexts) -> Chart:
    objective, required = report.objective, f"{report.required:,}"
    dots = [
        (
            float(point.staff),
            Dot(label=f"{point.staff:,}", value=point.value.mean, low=point.value.low, high=point.value.high),
        )
        for point in points
    ]
    cells = [[f"{point.staff:,}", value(point.value.mean), interval(point.value, texts)] for point in points]
    names = [texts("planner_column.staff"), texts.measured(objective.measure), texts("planner_column.interval")]
    unit, title = _unit(report, report.needs[0], texts), texts(f"staffing.{identity}")
    return Chart(
        identity=identity,
        title=title,
        summary=texts("staffing.fewest", required=required, objective=str(objective)),
        figure=curve_figure(
            dots,
            across=unit[:1].upper() + unit[1:],
            up=axis,
            mark=Mark(at=objective.bound, words=str(objective)),
            chosen=Mark(at=float(report.required), words=required),
        ),
        table=table(title, columns(names, text=0), cells),
        definition=texts(f"staffing.{identity}_definition"),
    )
