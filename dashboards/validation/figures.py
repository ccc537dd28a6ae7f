"""The scoreboard's charts: z-scores as dots on bands, and the share of intervals that cover."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from dashboards.figures.figure import Figure, note, plain
from dashboards.planner.marks import FRAME_PIXELS, labels, titled
from dashboards.planner.texts import PageTexts
from dashboards.style.palette import BLUE, BLUE_BAND, MUTED, OCHRE, SHADE, SLATE
from sim.validation.coverage import Coverage
from sim.validation.score import Z_MAX, Score

_ROW_PIXELS = 24
_EDGE = 5.5
"""Dots farther out stand at the edge, with their number under the pointer."""
_BACKENDS = (("fast", BLUE, "circle", -0.16), ("simpy", OCHRE, "diamond", 0.16))


def z_figure(rows: Sequence[str], placed: Sequence[tuple[int, Score]], texts: PageTexts) -> Figure:
    """Dots of z-scores, one or more a row; within the bands theory and simulation agree.

    Parameters
    ----------
    rows
        Names, the first on top.
    placed
        Row and score of each dot.
    texts
        Words of the page.
    """
    traces: list[dict[str, Any]] = []
    for backend, colour, symbol, shift in _BACKENDS:
        own = [(row + shift, score) for row, score in placed if score.backend == backend]
        name = texts(f"validation_backend.{backend}")
        traces += [_dots(name, colour, symbol, own, texts)] if own else []
    return {
        "data": traces,
        "layout": {
            "height": FRAME_PIXELS + 24 + _ROW_PIXELS * max(len(rows), 3),
            "margin": {"l": 8, "r": 12, "t": 52, "b": 8},
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
            "xaxis": {
                "title": titled(texts("validation.z_axis"), rows),
                "range": [-_EDGE - 0.3, _EDGE + 0.3],
                "tickvals": [-4, -2, 0, 2, 4],
            },
            "yaxis": labels(rows),
            "shapes": [_band(-Z_MAX, Z_MAX, SHADE), _band(-2, 2, BLUE_BAND), _line(-Z_MAX), _line(Z_MAX)],
        },
    }


def coverage_figure(found: Coverage, texts: PageTexts) -> Figure:
    """The share that covered, on the band in which it should lie.

    Parameters
    ----------
    found
        What the coverage test found.
    texts
        Words of the page.
    """
    counts = {"covered": f"{found.covered:,}", "repeats": f"{found.repeats:,}", "share": f"{found.share:.1%}"}
    reach = max(3 * (found.high - found.level), abs(found.share - found.level) * 1.3)
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [found.share],
                "y": [0],
                "marker": {"color": BLUE, "size": 13},
                "hoverinfo": "text",
                "hovertext": [plain(texts("coverage.hover", **counts))],
            }
        ],
        "layout": {
            "height": 170,
            "margin": {"l": 8, "r": 12, "t": 32, "b": 8},
            "xaxis": {
                "title": titled(texts("coverage.axis")),
                "range": [found.level - reach, min(1.0, found.level + reach)],
                "tickformat": ".1%",
                "nticks": 5,
            },
            "yaxis": {"range": [-1, 1], "tickvals": []},
            "shapes": [_band(found.low, found.high, BLUE_BAND), _line(found.level)],
            "annotations": [
                note(
                    texts("coverage.promised", level=f"{found.level:.0%}"),
                    x=found.level,
                    y=1,
                    yref="paper",
                    yanchor="bottom",
                    font={"color": MUTED, "size": 12},
                )
            ],
        },
    }


def _dots(
    name: str, colour: str, symbol: str, placed: Sequence[tuple[float, Score]], texts: PageTexts
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [_inside(score.z) for _, score in placed],
        "y": [row for row, _ in placed],
        "marker": {"color": colour, "size": 8, "symbol": symbol, "opacity": 0.85},
        "hoverinfo": "text",
        "hovertext": [_hover(score, texts) for _, score in placed],
    }


def _hover(score: Score, texts: PageTexts) -> str:
    words = texts(
        "validation.hover",
        case=score.name,
        measure=score.measure,
        backend=score.backend,
        exact=f"{score.exact:.6g}",
        estimate=f"{score.estimate:.6g}",
        z=f"{score.z:+.2f}",
    )
    return plain(words)


def _inside(z: float) -> float:
    return max(-_EDGE, min(_EDGE, z)) if isfinite(z) else _EDGE


def _band(low: float, high: float, colour: str) -> dict[str, Any]:
    place = {"xref": "x", "yref": "paper", "x0": low, "x1": high, "y0": 0, "y1": 1}
    return {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": colour, **place}


def _line(at: float) -> dict[str, Any]:
    place = {"xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1}
    return {"type": "line", "layer": "below", "line": {"color": SLATE, "width": 1.5, "dash": "dot"}, **place}
