"""An answer about staff as lines for a person."""

from typing import TYPE_CHECKING

from cli.output import table
from cli.planner_delivery import interval, number
from sim.experiments.clock_words import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.marginal import Worth
    from sim.experiments.pooling import PoolingLevel
    from sim.experiments.staff import Need, Point, ShiftNeed
    from sim.experiments.staff_report import StaffReport

_ROWS_MAX = 20
"""Units shown, those short of most first; files hold all."""


def staff_lines(report: "StaffReport") -> str:
    """Lay the answer out: the sum, the units, and what else was asked."""
    blocks = [_headline(report), _units(report)]
    if report.shifts:
        blocks.append("shifts, those short of most\n" + _shifts(report.shifts))
    if report.frontier:
        blocks.append("efficiency frontier\n" + _points(report.frontier, report.objective.measure))
    if report.pooling:
        blocks.append("what sharing is worth\n" + _pooling(report.pooling))
    if report.marginal:
        blocks.append("one more mediator, where it saves most\n" + _marginal(report.marginal))
    return "\n\n".join(blocks)


def _headline(report: "StaffReport") -> str:
    gap = report.required - report.available
    share = f" ({gap / report.available:+.1%})" if report.available else ""
    stamp = f"{report.scenario}: {report.objective} with {report.confidence:.0%} confidence, seed {report.seed}"
    answer = f"required {report.required:,}, available {report.available:,}, gap {gap:+,}{share}"
    lines = [stamp, answer]
    if len(report.needs) > 1:
        lines.append(f"{report.short:,} of {len(report.needs):,} have less than they need")
    if report.note:
        lines.append(report.note)
    return "\n".join(lines)


def _units(report: "StaffReport") -> str:
    shown = sorted(report.needs, key=lambda need: -need.gap)[:_ROWS_MAX]
    rows = [_need_row(need) for need in shown]
    head = ["unit", "required", "available", "gap", "gap %", report.objective.measure, "interval", "note"]
    left = len(report.needs) - len(shown)
    more = f"\n... and {left:,} more; --out FILE.csv has them all" if left else ""
    return table(head, rows) + more


def _need_row(need: "Need") -> list[str]:
    return [
        need.unit,
        f"{need.required:,}",
        f"{need.available:,}",
        f"{need.gap:+,}",
        "-" if need.gap_share is None else f"{need.gap_share:+.1%}",
        "-" if need.value is None else number(need.value.mean),
        interval(need.value),
        need.note,
    ]


def _shifts(shifts: "Sequence[ShiftNeed]") -> str:
    """Show the shifts with the largest gaps, in the order of the day; files and the page hold all."""
    chosen = sorted(range(len(shifts)), key=lambda place: -(shifts[place].required - shifts[place].available))
    shown = [shifts[place] for place in sorted(chosen[:_ROWS_MAX])]
    rows = [
        [
            clock(shift.starts_hours),
            clock(shift.ends_hours),
            f"{shift.required:,}",
            f"{shift.available:,}",
            f"{shift.required - shift.available:+,}",
        ]
        for shift in shown
    ]
    left = len(shifts) - len(shown)
    more = f"\n... and {left:,} more; --out FILE.csv has them all" if left else ""
    return table(["starts", "ends", "required", "available", "gap"], rows) + more


def _points(points: "Sequence[Point]", measure: str) -> str:
    rows = [[f"{point.staff:,}", number(point.value.mean), interval(point.value)] for point in points]
    return table(["staff", measure, "interval"], rows)


def _pooling(levels: "Sequence[PoolingLevel]") -> str:
    head = ["shared within", "units", "required", "ratio", "Erlang C", "proved again", "out of reach"]
    rows = [
        [
            level.level,
            f"{level.units:,}",
            f"{level.required:,}",
            f"{level.ratio:.2f}",
            f"{level.erlang_mediators:,}",
            f"{level.proved:.1%}",
            f"{level.out_of_reach:,}",
        ]
        for level in levels
    ]
    return table(head, rows)


def _marginal(worths: "Sequence[Worth]") -> str:
    head = ["court", "mediators", "waiting", "case-days saved a year", "interval"]
    rows = [
        [
            worth.court,
            f"{worth.mediators:,}",
            number(worth.waiting),
            number(worth.case_days_saved.mean),
            interval(worth.case_days_saved),
        ]
        for worth in worths[:_ROWS_MAX]
    ]
    return table(head, rows)
