"""The week in 168 hours: what was filed and what was closed."""

from typing import Any

from analytics.records import Volume
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, note, plain, whole_numbers
from dashboards.style.palette import BLUE, BLUE_PALE, MUTED, OCHRE, OCHRE_PALE, RULE, SHADE
from engine.calendar.clock import AFTERNOON_ENDS_US, AFTERNOON_STARTS_US, MORNING_ENDS_US, MORNING_STARTS_US
from engine.calendar.day import HOUR_US

WORKING_SPELLS: tuple[tuple[int, int], ...] = (
    (MORNING_STARTS_US // HOUR_US, MORNING_ENDS_US // HOUR_US),
    (AFTERNOON_STARTS_US // HOUR_US, AFTERNOON_ENDS_US // HOUR_US),
)
"""Opening hours of an ordinary working day, court local time."""
WORKING_WEEKDAYS = range(5)
"""Monday to Friday; holidays and working weekends are in the measures, not in this picture."""


def is_nominally_working(hour_of_week: int) -> bool:
    """Whether an hour of the week, 0 = Monday 00:00, lies in ordinary working hours.

    Examples
    --------
    >>> is_nominally_working(9), is_nominally_working(12), is_nominally_working(5 * 24 + 10)
    (True, False, False)
    """
    weekday, hour = divmod(hour_of_week, 24)
    return weekday in WORKING_WEEKDAYS and any(start <= hour < end for start, end in WORKING_SPELLS)


def week_figure(volume: Volume, texts: Texts) -> Figure:
    """Two rows of 168 bars, filings above closings, working hours on a darker ground.

    Parameters
    ----------
    volume
        The two hour-of-week counts are drawn.
    texts
        Words of the chart.
    """
    filed = _bars(volume.filed_by_hour_of_week, "week.hover_filed", (BLUE, BLUE_PALE), texts)
    closed = _bars(volume.closed_by_hour_of_week, "week.hover_closed", (OCHRE, OCHRE_PALE), texts)
    filed_axis = whole_numbers(max(volume.filed_by_hour_of_week), 5)
    closed_axis = whole_numbers(max(volume.closed_by_hour_of_week), 5)
    return {
        "data": [filed, closed | {"yaxis": "y2"}],
        "layout": {
            "height": 400,
            "bargap": 0.06,
            "margin": {"l": 8, "r": 8, "t": 26, "b": 8},
            "xaxis": _days(texts) | {"anchor": "y2"},
            "yaxis": {"domain": [0.56, 1], "rangemode": "tozero"} | filed_axis,
            "yaxis2": {"domain": [0, 0.43], "rangemode": "tozero"} | closed_axis,
            "shapes": [*_working_ground(), *_midnights()],
            "annotations": [_panel(texts("week.filed"), 1.0), _panel(texts("week.closed"), 0.43)],
        },
    }


def _bars(counts: list[int], hover_key: str, colours: tuple[str, str], texts: Texts) -> dict[str, Any]:
    hours = range(len(counts))
    return {
        "type": "bar",
        "x": [hour + 0.5 for hour in hours],
        "y": counts,
        "marker": {"color": [colours[0 if is_nominally_working(hour) else 1] for hour in hours]},
        "hoverinfo": "text",
        "hovertext": [
            plain(texts(hover_key, hour=hour_label(hour, texts), count=f"{count:,}"))
            for hour, count in enumerate(counts)
        ],
    }


def hour_label(hour_of_week: int, texts: Texts) -> str:
    """Name of one hour of the week, such as `Mon 09:00`."""
    weekday, hour = divmod(hour_of_week, 24)
    return texts("week.hour", weekday=texts(f"weekday.{weekday + 1}"), hour=f"{hour:02d}")


def _days(texts: Texts) -> dict[str, Any]:
    return {
        "range": [0, 168],
        "tickvals": [24 * day + 12 for day in range(7)],
        "ticktext": [texts(f"weekday.{day + 1}") for day in range(7)],
        "showgrid": False,
    }


def _working_ground() -> list[dict[str, Any]]:
    return [
        {
            "type": "rect",
            "layer": "below",
            "xref": "x",
            "yref": "paper",
            "x0": 24 * day + start,
            "x1": 24 * day + end,
            "y0": low,
            "y1": high,
            "fillcolor": SHADE,
            "line": {"width": 0},
        }
        for day in WORKING_WEEKDAYS
        for start, end in WORKING_SPELLS
        for low, high in ((0, 0.43), (0.56, 1))
    ]


def _midnights() -> list[dict[str, Any]]:
    edge = {"type": "line", "layer": "below", "xref": "x", "yref": "paper", "line": {"color": RULE, "width": 1}}
    return [edge | {"x0": 24 * day, "x1": 24 * day, "y0": 0, "y1": 1} for day in range(1, 7)]


def _panel(text: str, top: float) -> dict[str, Any]:
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
