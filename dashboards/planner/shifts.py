"""The part of a page on the shifts of a pool: how many each needs, beside how many it has."""

from collections.abc import Callable, Sequence
from typing import Any

from dashboards.figures.figure import Figure, plain
from dashboards.planner.marks import titled
from dashboards.planner.texts import PageTexts
from dashboards.planner.words import signed
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from dashboards.style.palette import BLUE, OCHRE
from sim.experiments.clock_words import clock
from sim.experiments.staff import ShiftNeed

_ROWS_MAX = 40
"""Shifts in the table; a file of tables holds all."""
_HEIGHT = 340


def shifts_section(shifts: Sequence[ShiftNeed], texts: PageTexts) -> Section:
    """Show what each shift needs, over the cycle and in a table.

    Parameters
    ----------
    shifts
        As `sim.experiments.staff.staff_needed` gives them.
    texts
        Words of the page.
    """
    by_gap = sorted(range(len(shifts)), key=lambda place: shifts[place].available - shifts[place].required)
    shown = [shifts[place] for place in sorted(by_gap[:_ROWS_MAX])]
    keys = ("starts", "ends", "required", "available", "gap")
    head = columns([texts(f"planner_column.{key}") for key in keys], text=2)
    cells = [
        [
            _said(shift.starts_hours, texts),
            _said(shift.ends_hours, texts),
            f"{shift.required:,}",
            f"{shift.available:,}",
            signed(shift.required - shift.available),
        ]
        for shift in shown
    ]
    shortest = shifts[by_gap[0]]
    left = len(shifts) - len(shown)
    more = [texts("staffing.more_shifts", count=f"{left:,}")] if left else []
    chart = Chart(
        identity="shifts",
        title=texts("staffing.shifts"),
        summary=texts(
            "staffing.shifts_summary",
            starts=_said(shortest.starts_hours, texts),
            gap=signed(shortest.required - shortest.available),
        ),
        figure=_figure(shifts, texts),
        table=table(texts("staffing.shifts"), head, cells, stacked=True),
        definition=texts("planner.next").join([texts("staffing.shifts_definition"), *more]),
        wide=True,
    )
    return charts_section("shifts", texts("staffing.shifts"), "", [chart])


def _said(hours: float, texts: PageTexts) -> str:
    day, _, time = clock(hours).partition(" ")
    return texts("staffing.day_and_time", day=day, time=time)


def _figure(shifts: Sequence[ShiftNeed], texts: PageTexts) -> Figure:
    required = _stairs(shifts, texts("planner_column.required"), BLUE, lambda shift: shift.required)
    available = _stairs(shifts, texts("planner_column.available"), OCHRE, lambda shift: shift.available)
    return {
        "data": [available, required],
        "layout": {
            "height": _HEIGHT,
            "margin": {"l": 8, "r": 16, "t": 36, "b": 8},
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "reversed"},
            "xaxis": {"title": titled(texts("staffing.cycle_axis")), **_days(shifts)},
            "yaxis": {"title": titled(texts("staffing.servers_axis")), "nticks": 6, "rangemode": "tozero"},
        },
    }


def _days(shifts: Sequence[ShiftNeed]) -> dict[str, int]:
    """Mark whole days where there are some, else hours."""
    days = (max(shift.ends_hours for shift in shifts) - min(shift.starts_hours for shift in shifts)) / 24
    return {"dtick": 24} if 2 <= days <= 14 else {"nticks": 8}


def _stairs(shifts: Sequence[ShiftNeed], name: str, colour: str, count: Callable[[ShiftNeed], int]) -> dict[str, Any]:
    """How many are there from when, those of shifts that overlap together."""
    edges = sorted({edge for shift in shifts for edge in (shift.starts_hours, shift.ends_hours)})
    there = [sum(count(each) for each in shifts if each.starts_hours <= edge < each.ends_hours) for edge in edges]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plain(name),
        "x": edges,
        "y": there,
        "line": {"color": colour, "width": 2, "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [f"{clock(edge)}: {number:,}" for edge, number in zip(edges, there, strict=True)],
    }
