"""The course of the period: what came in and went out, unit by unit, above what was pending at each unit's end."""

from datetime import date
from typing import Any, Final, Literal, TypeAlias

from analytics.records import Course, CourseUnit, Stock
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, note, plain
from dashboards.style.palette import BLUE, BLUE_BAND, MUTED, OCHRE, RULE, SLATE

Base: TypeAlias = Literal["per_workday", "per_calendar_day", "per_day"]
"""What the flows of a unit are divided by; days are not divided."""

_COLOURS = {"filed": BLUE, "accepted": SLATE, "closed": OCHRE}
_LABELS_MOST = 8
"""As many fit beside each other on a telephone."""
_EDGES_MOST = 32
"""More hairlines would be a grey ground."""
_DAYS_LEAST = 1
"""Of a unit that lies in the period for less, such as the last instant of a log, no rate is drawn."""


def course_figure(course: Course, stock: Stock, texts: Texts) -> Figure:
    """Bars for the flows of each unit over its own workdays or days, and a line through the stock at its ends.

    Parameters
    ----------
    course
        What is drawn; units that lie in the period only in part are hatched.
    stock
        Its `pending_at_start` is where the line begins.
    texts
        Words of the chart.
    """
    pending = has_pending(course, stock)
    bars = [_bars(course, flow, texts) for flow in flows(course)]
    lines = [_line(course, stock, texts)] if pending else []
    head = panel_title(texts(f"course.{course_base(course)}"), 1.0)
    foot = panel_title(texts(f"course.pending.{course.unit}"), 0.38)
    return {
        "data": [*bars, *lines, *(_key(flow, texts) for flow in flows(course))],
        "layout": {
            "height": 480 if pending else 320,
            "barmode": "group",
            "margin": {"l": 8, "r": 8, "t": 52, "b": 8},
            "showlegend": True,
            "legend": LEGEND,
            "xaxis": unit_axis(course, texts) | ({"anchor": "y2"} if pending else {}),
            "yaxis": RATES | {"domain": [0.52 if pending else 0, 1]},
            "yaxis2": RATES | {"domain": [0, 0.38]},
            "shapes": unit_edges(len(course.units)),
            "annotations": [head, foot] if pending else [head],
        },
    }


RATES: Final[dict[str, Any]] = {"rangemode": "tozero", "nticks": 5, "tickformat": ",~f"}
LEGEND: Final[dict[str, Any]] = {
    "orientation": "h",
    "x": 0,
    "y": 1,
    "yref": "container",
    "yanchor": "top",
    "itemclick": False,
    "itemdoubleclick": False,
}


def flows(course: Course) -> list[str]:
    """The flows that are shown: acceptances only where there are any."""
    return [flow for flow in _COLOURS if flow != "accepted" or any(unit.accepted for unit in course.units)]


def has_pending(course: Course, stock: Stock) -> bool:
    """Whether anything was ever pending."""
    return bool(stock.pending_at_start) or any(unit.accepted for unit in course.units)


def course_base(course: Course) -> Base:
    """What the flows are divided by: months by workdays where those are known, weeks by calendar days.

    A week of holidays has no workday and filings all the same.
    """
    if course.unit == "day":
        return "per_day"
    known = all(unit.workdays is not None for unit in course.units)
    return "per_workday" if course.unit == "month" and known else "per_calendar_day"


def unit_rate(unit: CourseUnit, flow: str, base: Base) -> float | None:
    """A flow over the unit's own base; None where that is nothing or less than a day of the unit was observed."""
    count: int = getattr(unit, flow)
    if base == "per_day":
        return count
    days = unit.workdays if base == "per_workday" else unit.calendar_days
    return count / days if days and unit.calendar_days >= _DAYS_LEAST else None


def unit_label(unit: str, starts_on: date, texts: Texts) -> str:
    """Name of a month, or the date a day or a week begins with."""
    year, month = str(starts_on.year), texts(f"month.{starts_on.month}")
    if unit == "month":
        return texts("course.month", year=year, month=month)
    return texts("date", year=year, month=month, day=str(starts_on.day))


def unit_phrase(unit: str, starts_on: date, texts: Texts) -> str:
    """The same in the middle of a sentence."""
    label = unit_label(unit, starts_on, texts)
    return texts("course.week", date=label) if unit == "week" else label


def _bars(course: Course, flow: str, texts: Texts) -> dict[str, Any]:
    base, name = course_base(course), texts(f"volume.{flow}")
    rates = [unit_rate(unit, flow, base) for unit in course.units]
    return {
        "type": "bar",
        "showlegend": False,
        "x": [index + 0.5 for index in range(len(rates))],
        "y": rates,
        "marker": {
            "color": _COLOURS[flow],
            "pattern": {"shape": ["" if unit.is_whole else "/" for unit in course.units], "size": 5},
        },
        "hoverinfo": "text",
        "hovertext": [
            plain(
                texts(
                    f"course.hover.{base}",
                    when=unit_phrase(course.unit, unit.starts_on, texts),
                    flow=name,
                    rate="" if rate is None else f"{rate:,.{0 if base == 'per_day' or rate >= 1000 else 1}f}",
                )
            )
            for unit, rate in zip(course.units, rates, strict=True)
        ],
    }


def _key(flow: str, texts: Texts) -> dict[str, Any]:
    """A line of the legend; the bars' own would be hatched where the first unit is."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(texts(f"volume.{flow}")),
        "x": [None],
        "y": [None],
        "marker": {"color": _COLOURS[flow], "symbol": "square", "size": 10},
        "hoverinfo": "skip",
    }


def _line(course: Course, stock: Stock, texts: Texts) -> dict[str, Any]:
    """The stock stands on the edges of the units, the first at the start of the period."""
    ends = [unit.pending_at_end for unit in course.units]
    start = texts("course.hover_start", count=f"{stock.pending_at_start:,}")
    words = [
        texts(
            "course.hover_pending",
            when=unit_phrase(course.unit, unit.starts_on, texts),
            count=f"{unit.pending_at_end:,}",
        )
        for unit in course.units
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "yaxis": "y2",
        "x": list(range(len(ends) + 1)),
        "y": [stock.pending_at_start, *ends],
        "line": {"color": BLUE, "width": 2},
        "marker": {"color": BLUE, "size": 6},
        "fill": "tozeroy",
        "fillcolor": BLUE_BAND,
        "cliponaxis": False,
        "showlegend": False,
        "hoverinfo": "text",
        "hovertext": [plain(word) for word in (start, *words)],
    }


def unit_axis(course: Course, texts: Texts) -> dict[str, Any]:
    """Give the axis of a course's units, one wide each, with as many names as fit on a telephone."""
    step = -(-len(course.units) // _LABELS_MOST)
    places = range(0, len(course.units), step)
    return {
        "range": [0, len(course.units)],
        "tickvals": [place + 0.5 for place in places],
        "ticktext": [_tick(course, place, texts) for place in places],
        "tickangle": 0,
        "showgrid": False,
    }


def _tick(course: Course, place: int, texts: Texts) -> str:
    starts_on = course.units[place].starts_on
    month = texts(f"month.short.{starts_on.month}")
    if course.unit != "month":
        return texts("course.tick_day", month=month, day=str(starts_on.day))
    return texts("course.tick_month", month=month, year=str(starts_on.year))


def unit_edges(units: int) -> list[dict[str, Any]]:
    """Give hairlines between the units."""
    edge = {"type": "line", "layer": "below", "xref": "x", "yref": "paper", "line": {"color": RULE, "width": 1}}
    inner = range(1, units) if units <= _EDGES_MOST else range(0)
    return [edge | {"x0": place, "x1": place, "y0": 0, "y1": 1} for place in inner]


def panel_title(text: str, top: float) -> dict[str, Any]:
    """Give the words above a panel whose upper edge is at `top` of the plot's height."""
    return note(
        f"<b>{plain(text)}</b>",
        x=0,
        y=top,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        font={"color": MUTED, "size": 12},
    )
