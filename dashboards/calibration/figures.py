"""Observed beside simulated, as pure functions of plain numbers."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from dashboards.figures.figure import Figure, plain
from dashboards.planner.marks import titled
from dashboards.style.palette import BLUE, BLUE_BAND, OCHRE

_HEIGHT = 340
_MARGIN = {"l": 8, "r": 16, "t": 40, "b": 8}
_LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}


def band_figure(
    places: Sequence[float],
    observed: Sequence[float],
    simulated: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    *,
    across: str,
    up: str,
    names: tuple[str, str],
    share: bool = False,
) -> Figure:
    """Observed dots over the band in which one more simulated run lies.

    Parameters
    ----------
    places
        Hours of the day.
    observed, simulated, low, high
        One each a place; what is not finite is not drawn.
    across, up
        Titles of the axes.
    names
        What is observed and what is simulated are called.
    share
        Whether the numbers are shares.
    """
    kept = [place for place, value in enumerate(low) if isfinite(value)]
    seen = [place for place, value in enumerate(observed) if isfinite(value)]
    edge = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False, "line": {"width": 0}}
    x = [places[place] for place in kept]
    return {
        "data": [
            {**edge, "x": x, "y": [low[place] for place in kept]},
            {**edge, "x": x, "y": [high[place] for place in kept], "fill": "tonexty", "fillcolor": BLUE_BAND},
            _line(names[1], x, [simulated[place] for place in kept], BLUE),
            {
                "type": "scatter",
                "mode": "markers",
                "name": plain(names[0]),
                "x": [places[place] for place in seen],
                "y": [observed[place] for place in seen],
                "marker": {"color": OCHRE, "size": 8, "symbol": "diamond"},
            },
        ],
        "layout": _layout(across, up, share=share),
    }


def lines_figure(
    lines: Sequence[tuple[str, Sequence[float], Sequence[float]]],
    *,
    across: str,
    up: str,
    steps: bool = False,
    share: bool = True,
) -> Figure:
    """Two or three curves; the first is what was observed.

    Parameters
    ----------
    lines
        Name, places and heights of each.
    across, up
        Titles of the axes.
    steps
        Whether the curves are constant between their places.
    share
        Whether the heights are shares.
    """
    dashes = ("solid", "solid", "dot")
    colours = (OCHRE, BLUE, BLUE)
    return {
        "data": [
            {
                **_line(name, x, y, colour),
                "line": {"color": colour, "width": 2, "dash": dash, "shape": "hv" if steps else "linear"},
            }
            for (name, x, y), dash, colour in zip(lines, dashes, colours, strict=False)
        ],
        "layout": _layout(across, up, share=share),
    }


def _line(name: str, x: Sequence[float], y: Sequence[float], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plain(name),
        "x": list(x),
        "y": list(y),
        "line": {"color": colour, "width": 2},
    }


def _layout(across: str, up: str, *, share: bool) -> dict[str, Any]:
    return {
        "height": _HEIGHT,
        "margin": _MARGIN,
        "showlegend": True,
        "legend": _LEGEND,
        "xaxis": {"title": titled(across), "nticks": 8},
        "yaxis": {
            "title": titled(up),
            "rangemode": "tozero",
            "nticks": 6,
            **({"tickformat": ".0%"} if share else {}),
        },
    }
