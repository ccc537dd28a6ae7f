"""Two periods' flows side by side: the first month beside the first, the second beside the second."""

from collections.abc import Sequence
from typing import Any, Final

from analytics.records import Course, CourseUnit
from dashboards.catalogue import Texts
from dashboards.figures.course import (
    LEGEND,
    RATES,
    course_base,
    panel_title,
    unit_axis,
    unit_edges,
    unit_phrase,
    unit_rate,
)
from dashboards.figures.figure import Figure, plain
from dashboards.style.palette import BLUE, SLATE

FLOWS: Final = ("filed", "closed")
_COLOURS: Final = {"now": BLUE, "before": SLATE}
_TOPS: Final = (1.0, 0.42)
"""Of the panels, in the plot's height."""
_PANEL: Final = 0.4


def compared_course_figure(now: Course, before: Course, texts: Texts) -> Figure:
    """Two bars for each unit, this period's and the earlier one's, over their own workdays or days; a panel a flow.

    Parameters
    ----------
    now, before
        Courses by one unit (`are_alike`); units that lie in their period only in part are hatched.
    texts
        Words of the chart.
    """
    longer = max(now, before, key=lambda course: len(course.units))
    bars = [
        _bars(course, now, name, flow, place, texts)
        for place, flow in enumerate(FLOWS)
        for name, course in (("now", now), ("before", before))
    ]
    return {
        "data": [*bars, *(_key(name, texts) for name in _COLOURS)],
        "layout": {
            "height": 440,
            "barmode": "group",
            "margin": {"l": 8, "r": 8, "t": 52, "b": 8},
            "showlegend": True,
            "legend": LEGEND,
            "xaxis": unit_axis(longer, texts) | {"anchor": "y2"},
            "yaxis": RATES | {"domain": [_TOPS[0] - _PANEL, _TOPS[0]]},
            "yaxis2": RATES | {"domain": [_TOPS[1] - _PANEL, _TOPS[1]]},
            "shapes": unit_edges(len(longer.units)),
            "annotations": [_title(now, flow, top, texts) for flow, top in zip(FLOWS, _TOPS, strict=True)],
        },
    }


def are_alike(now: Course | None, before: Course | None) -> bool:
    """Say whether two courses are by one unit and of as many, one more or less, and of more than one."""
    if now is None or before is None or now.unit != before.unit:
        return False
    sizes = len(now.units), len(before.units)
    return min(sizes) > 1 and abs(sizes[0] - sizes[1]) <= 1


def _bars(course: Course, now: Course, name: str, flow: str, place: int, texts: Texts) -> dict[str, Any]:
    base = course_base(now)
    rates = [unit_rate(unit, flow, base) for unit in course.units]
    return {
        "type": "bar",
        "showlegend": False,
        "yaxis": "y" if place == 0 else "y2",
        "x": [index + 0.5 for index in range(len(rates))],
        "y": rates,
        "marker": {
            "color": _COLOURS[name],
            "pattern": {"shape": ["" if unit.is_whole else "/" for unit in course.units], "size": 5},
        },
        "hoverinfo": "text",
        "hovertext": _hovers(course.unit, course.units, rates, flow, base, texts),
    }


def _hovers(
    unit: str, units: Sequence[CourseUnit], rates: Sequence[float | None], flow: str, base: str, texts: Texts
) -> list[str]:
    digits = 0 if base == "per_day" else 1
    return [
        plain(
            texts(
                f"course.hover.{base}",
                when=unit_phrase(unit, one.starts_on, texts),
                flow=texts(f"volume.{flow}"),
                rate="" if rate is None else f"{rate:,.{digits}f}",
            )
        )
        for one, rate in zip(units, rates, strict=True)
    ]


def _key(name: str, texts: Texts) -> dict[str, Any]:
    """A line of the legend; the bars' own would be hatched where the first unit is."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(texts(f"comparison.column.{name}")),
        "x": [None],
        "y": [None],
        "marker": {"color": _COLOURS[name], "symbol": "square", "size": 10},
        "hoverinfo": "skip",
    }


def _title(course: Course, flow: str, top: float, texts: Texts) -> dict[str, Any]:
    words = texts("comparison.panel", flow=texts(f"volume.{flow}"), base=texts(f"course.{course_base(course)}"))
    return panel_title(words, top)
