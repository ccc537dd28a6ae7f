"""The page of an answer about staff: required against available, the curve, the frontier, sharing, one more."""

from collections.abc import Sequence
from pathlib import Path

from dashboards.planner.figures import curve_figure, rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.sharing import marginal_section, pooling_section
from dashboards.planner.stress import stress_section
from dashboards.planner.words import interval, percent, signed, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from sim.experiments.job import AnyScenario
from sim.experiments.measures import meaning
from sim.experiments.staff import Need, Point
from sim.experiments.staff_report import StaffReport
from sim.experiments.stress import Experiment, stress_items

_ROWS_MAX = 40
"""Units on the page; a file of tables holds all."""


def staffing_page(report: StaffReport, scenario: AnyScenario) -> str:
    """Make the page of an answer about staff.

    Parameters
    ----------
    report
        The answer.
    scenario
        What was staffed.

    Returns
    -------
    str
        HTML, complete in itself.
    """
    experiment = Experiment(
        purpose=f"To find the smallest staff of {report.scenario} that keeps {report.objective}.",
        outputs=[f"{report.objective.measure}: {meaning(report.objective.measure).title}"],
        aims="How the measure depends on the staff, and where it crosses the bound.",
        scenarios="The base scenario with other numbers of staff, everything else as it is.",
        estimation=(
            "Halving under common random numbers finds the staff; runs that were not used to find it prove it by the "
            f"one-sided Student bound, with {report.confidence:.0%} confidence over all attempts."
        ),
        seeds=f"Seed {report.seed}; replications from 0 while searching, later numbers for the proof.",
    )
    facts = {
        "Objective": str(report.objective),
        "Confidence": f"{report.confidence:.0%}",
        "Seed": str(report.seed),
        "Whose staff": report.needs[0].unit if len(report.needs) == 1 else f"each {report.by}'s",
    }
    sections = [_needs(report)]
    if report.curve:
        sections.append(_curve(report))
    sections += [pooling_section(report.pooling)] if report.pooling else []
    sections += [marginal_section(report.marginal)] if report.marginal else []
    sections.append(stress_section(stress_items(scenario, experiment)))
    return planner_page("Staff", f"How many are needed: {report.scenario}", answer(report), facts, sections)


def write_staffing(report: StaffReport, scenario: AnyScenario, path: Path) -> None:
    """Write the page of an answer about staff; see `staffing_page`."""
    write_page(staffing_page(report, scenario), path)


def answer(report: StaffReport) -> str:
    """Say in a sentence how many are needed."""
    gap = report.required - report.available
    share = percent(gap / report.available) if report.available else ""
    words = (
        f"{report.required:,} are needed so that {report.objective} holds with {report.confidence:.0%} confidence; "
        f"{report.available:,} are available: a gap of {signed(gap)} ({share})."
    )
    if len(report.needs) > 1:
        words += f" {report.short:,} of {len(report.needs):,} have less than they need."
    return words


def _needs(report: StaffReport) -> Section:
    shown = sorted(report.needs, key=lambda need: -need.gap)[:_ROWS_MAX]
    measure = report.objective.measure
    left = len(report.needs) - len(shown)
    head = columns(["Unit", "Required", "Available", "Gap", "Gap %", measure, "Interval"])
    charts: list[Chart] = []
    needs = table("Required against available", head, [_row(need) for need in shown], stacked=True)
    if len(shown) > 1:
        gaps = [Dot(label=need.unit, value=float(need.gap), low=need.gap, high=need.gap) for need in shown]
        charts.append(
            Chart(
                identity="gaps",
                title="Gap by unit, the shortest of staff first",
                summary=f"{shown[0].unit} lacks {signed(shown[0].gap)}.",
                figure=rows_figure(gaps, "Staff missing", Mark(at=0.0, words="enough")),
                table=needs,
                definition=_definition(left),
                wide=True,
            )
        )
    more = [] if charts else [needs]
    return charts_section("needs", "Required against available", report.note, charts, *more)


def _definition(left: int) -> str:
    words = "Required less available. Required is the smallest staff that keeps the objective, unit by unit."
    return f"{words} {left:,} more units are in the tables that --out writes." if left else words


def _row(need: Need) -> list[str]:
    return [
        need.unit,
        f"{need.required:,}",
        f"{need.available:,}",
        signed(need.gap),
        percent(need.gap_share),
        "–" if need.value is None else value(need.value.mean),
        interval(need.value),
    ]


def _curve(report: StaffReport) -> Section:
    charts = [
        _points(
            report,
            report.curve,
            identity="search",
            title="Every staff simulated on the way",
            definition="Mean over the runs of the search, with Student's interval; these runs found the staff.",
        )
    ]
    if report.frontier:
        charts.append(
            _points(
                report,
                report.frontier,
                identity="frontier",
                title="Efficiency frontier",
                definition="What a staff serves like: the least staff for each level of service, with its interval.",
            )
        )
    return charts_section("curve", "Staff against service", "", charts)


def _points(report: StaffReport, points: Sequence[Point], *, identity: str, title: str, definition: str) -> Chart:
    measure = report.objective.measure
    dots = [
        (
            float(point.staff),
            Dot(label=f"{point.staff:,}", value=point.value.mean, low=point.value.low, high=point.value.high),
        )
        for point in points
    ]
    cells = [[f"{point.staff:,}", value(point.value.mean), interval(point.value)] for point in points]
    return Chart(
        identity=identity,
        title=title,
        summary=f"{report.required:,} are the fewest that keep {report.objective}.",
        figure=curve_figure(
            dots,
            across=report.needs[0].unit.capitalize(),
            up=meaning(measure).title,
            mark=Mark(at=report.objective.bound, words=str(report.objective)),
            chosen=Mark(at=float(report.required), words=f"{report.required:,}"),
        ),
        table=table(title, columns(["Staff", measure, "Interval"], text=0), cells),
        definition=definition,
    )
