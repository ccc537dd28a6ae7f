"""The planner's bars: side by side, or to both sides of a base."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.figure import Figure, plain
from dashboards.planner.marks import ROW_PIXELS, Dot, Mark, errors, frame_pixels, hover, labels, titled, upright
from dashboards.style.palette import BLUE, BLUE_PALE, OCHRE


def bars_figure(rows: Sequence[str], series: Sequence[tuple[str, Sequence[Dot]]], axis: str) -> Figure:
    """Bars side by side, the first row on top; the first series in blue, the second in ochre.

    Parameters
    ----------
    rows
        Names of the rows.
    series
        Name and one number a row.
    axis
        Title of the axis.
    """
    colours = (BLUE, OCHRE, BLUE_PALE)
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": plain(name),
            "x": [dot.value for dot in dots],
            "y": list(range(len(rows))),
            "marker": {"color": colour},
            "error_x": errors(dots),
            "hoverinfo": "text",
            "hovertext": [hover(dot) for dot in dots],
        }
        for (name, dots), colour in zip(series, colours, strict=False)
    ]
    return {
        "data": data,
        "layout": {
            "height": frame_pixels(axis, rows, len(series)) + (ROW_PIXELS + 8 * len(series)) * max(len(rows), 2),
            "margin": {"l": 8, "r": 16, "t": 36, "b": 8},
            "barmode": "group",
            "showlegend": len(series) > 1,
            "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
            "xaxis": {"title": titled(axis, rows), "nticks": 6},
            "yaxis": labels(rows),
        },
    }


def tornado_figure(rows: Sequence[str], series: Sequence[tuple[str, Sequence[Dot]]], axis: str) -> Figure:
    """Bars to both sides of the base: what the least value of each key does, and the largest."""
    figure = bars_figure(rows, series, axis)
    figure["layout"]["barmode"] = "overlay"
    figure["layout"]["height"] = frame_pixels(axis, rows, len(series)) + ROW_PIXELS * max(len(rows), 2)
    figure["layout"] |= upright(Mark(at=0.0, words=""))
    return figure
