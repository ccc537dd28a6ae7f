"""The planner's charts as pure functions of plain numbers: rows with intervals, curves with bands."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from dashboards.figures.figure import Figure
from dashboards.planner.marks import (
    ROW_PIXELS,
    Dot,
    Mark,
    errors,
    frame_pixels,
    hover,
    labels,
    level,
    level_words,
    titled,
    upright,
)
from dashboards.style.palette import BLUE, BLUE_BAND

_HEIGHT = 340


def rows_figure(dots: Sequence[Dot], axis: str, mark: Mark | None = None) -> Figure:
    """One dot and its interval a row, the first on top.

    Parameters
    ----------
    dots
        What is drawn.
    axis
        Title of the axis.
    mark
        A line through all rows, such as no difference.
    """
    shown, names = [dot for dot in dots if isfinite(dot.value)], [dot.label for dot in dots]
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [dot.value for dot in shown],
                "y": [dots.index(dot) for dot in shown],
                "marker": {"color": BLUE, "size": 9},
                "error_x": errors(shown),
                "hoverinfo": "text",
                "hovertext": [hover(dot) for dot in shown],
            }
        ],
        "layout": {
            "height": frame_pixels(axis, names) + ROW_PIXELS * max(len(dots), 2),
            "margin": {"l": 8, "r": 16, "t": 28, "b": 8},
            "xaxis": {"title": titled(axis, names), "nticks": 6},
            "yaxis": labels(names),
            **upright(mark),
        },
    }


def curve_figure(
    dots: Sequence[tuple[float, Dot]], *, across: str, up: str, mark: Mark | None = None, chosen: Mark | None = None
) -> Figure:
    """A curve with an interval at each point.

    Parameters
    ----------
    dots
        Place on the axis and number, in order.
    across, up
        Titles of the axes.
    mark
        A level line, such as an objective.
    chosen
        An upright line, such as the staff required.
    """
    shown = [(place, dot) for place, dot in dots if isfinite(dot.value)]
    layout: dict[str, Any] = {
        "height": _HEIGHT,
        "margin": {"l": 8, "r": 16, "t": 28, "b": 8},
        "xaxis": {"title": titled(across), "nticks": 6},
        "yaxis": {"title": titled(up), "nticks": 6},
        "shapes": [*upright(chosen).get("shapes", []), *level(mark)],
        "annotations": [*upright(chosen).get("annotations", []), *level_words(mark, [dot.value for _, dot in shown])],
    }
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [place for place, _ in shown],
                "y": [dot.value for _, dot in shown],
                "line": {"color": BLUE, "width": 2},
                "marker": {"color": BLUE, "size": 8},
                "error_y": errors([dot for _, dot in shown]),
                "hoverinfo": "text",
                "hovertext": [hover(dot) for _, dot in shown],
            }
        ],
        "layout": layout,
    }


def band_figure(
    places: Sequence[float], dots: Sequence[Dot], *, across: str, up: str, chosen: Mark | None = None
) -> Figure:
    """A line within a band, for a number that settles.

    Parameters
    ----------
    places, dots
        Place on the axis and number with its interval, in order; a number without one has no band.
    across, up
        Titles of the axes.
    chosen
        An upright line.
    """
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    edges = [
        {**line, "x": list(places), "y": [dot.low for dot in dots]},
        {**line, "x": list(places), "y": [dot.high for dot in dots], "fill": "tonexty", "fillcolor": BLUE_BAND},
    ]
    banded = all(isfinite(dot.low) and isfinite(dot.high) for dot in dots)
    middle = {
        "type": "scatter",
        "mode": "lines",
        "x": list(places),
        "y": [dot.value for dot in dots],
        "line": {"color": BLUE, "width": 2},
        "hoverinfo": "text",
        "hovertext": [hover(dot) for dot in dots],
    }
    return {
        "data": [*(edges if banded else []), middle],
        "layout": {
            "height": _HEIGHT,
            "margin": {"l": 8, "r": 16, "t": 28, "b": 8},
            "xaxis": {"title": titled(across), "nticks": 6},
            "yaxis": {"title": titled(up), "nticks": 6},
            **upright(chosen),
        },
    }
