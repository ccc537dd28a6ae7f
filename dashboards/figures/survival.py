"""The share of cases that still wait for something, by the days since their clock started."""

from collections.abc import Sequence
from typing import Any

from analytics.records import CurvePoint, Survival
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, note, plain
from dashboards.style.palette import BLUE, BLUE_BAND, INK, MUTED, PAPER_VEIL

_TAIL = 0.002
"""Share of cases beyond which a tail of drawn days shows nothing."""


def survival_figure(survival: Survival, texts: Texts) -> Figure:
    """The curve as steps, its bands around it, and lines to its median.

    Parameters
    ----------
    survival
        A curve of at least one point.
    texts
        Words of the chart.
    """
    points = _from_the_start(survival.curve)
    last_day = _last_day(points)
    median = survival.quantile_days.get("0.5")
    lines = [] if median is None else _median_lines(median)
    notes = [] if median is None else [_median_note(median, last_day, texts)]
    return {
        "data": [*_bands(points), _curve(points, texts(f"durations.ended.{survival.ends}"), texts)],
        "layout": {
            "height": 340,
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
            "xaxis": {"range": [0, last_day], "title": {"text": _axis_title(survival, texts)}, "nticks": 8},
            "yaxis": {"range": [0, 1.02], "tickformat": ".0%", "nticks": 6},
            "hovermode": "x",
            "shapes": lines,
            "annotations": notes,
        },
    }


def _axis_title(survival: Survival, texts: Texts) -> str:
    return plain(texts("durations.axis", starts=texts(f"durations.since.{survival.starts}")))


def _from_the_start(curve: Sequence[CurvePoint]) -> list[CurvePoint]:
    if curve and curve[0].days > 0:
        whole = 1.0 if has_simultaneous_band(curve) else None
        at_risk = curve[0].at_risk
        first = CurvePoint(days=0, survival=1, low=1, high=1, at_risk=at_risk, band_low=whole, band_high=whole)
        return [first, *curve]
    return list(curve)


def _last_day(points: Sequence[CurvePoint]) -> float:
    end = points[-1].days
    bare = next((point.days for point in points if point.survival <= _TAIL), end)
    return max(min(end, bare * 1.15), 1e-6)


def has_simultaneous_band(curve: Sequence[CurvePoint]) -> bool:
    """Whether every point has bounds that hold the whole curve at once."""
    return all(point.band_low is not None and point.band_high is not None for point in curve)


def _bands(points: Sequence[CurvePoint]) -> list[dict[str, Any]]:
    """The wide and pale band first, where there is one, and the pointwise one on it."""
    days = [point.days for point in points]
    bands = _band(days, [point.low for point in points], [point.high for point in points])
    if has_simultaneous_band(points):
        bands = _band(days, [point.band_low for point in points], [point.band_high for point in points]) + bands
    return bands


def _band(days: list[float], low: Sequence[float | None], high: Sequence[float | None]) -> list[dict[str, Any]]:
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
    }
    return [edge | {"y": list(low)}, edge | {"y": list(high), "fill": "tonexty", "fillcolor": BLUE_BAND}]


def _curve(points: Sequence[CurvePoint], ended: str, texts: Texts) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [point.days for point in points],
        "y": [point.survival for point in points],
        "line": {"color": BLUE, "width": 2.5, "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [plain(_hover(point, ended, texts)) for point in points],
    }


def _hover(point: CurvePoint, ended: str, texts: Texts) -> str:
    return texts(
        "durations.hover",
        ended=ended,
        days=f"{point.days:.1f}",
        share=f"{point.survival:.1%}",
        low=f"{point.low:.1%}",
        high=f"{point.high:.1%}",
    )


def _median_lines(median: float) -> list[dict[str, Any]]:
    line = {"type": "line", "layer": "above", "line": {"color": MUTED, "width": 1, "dash": "dot"}}
    return [
        line | {"x0": 0, "x1": median, "y0": 0.5, "y1": 0.5},
        line | {"x0": median, "x1": median, "y0": 0, "y1": 0.5},
    ]


def _median_note(median: float, last_day: float, texts: Texts) -> dict[str, Any]:
    """Above and right of the curve, which leaves that free; below and left of it where the axis ends soon."""
    early = median <= 0.5 * last_day
    text = plain(texts("durations.median_note", days=f"{median:.1f}"))
    return note(
        text,
        x=median,
        y=0.5,
        xanchor="left" if early else "right",
        yanchor="bottom" if early else "top",
        xshift=10 if early else -10,
        yshift=6 if early else -6,
        bgcolor=PAPER_VEIL,
        font={"color": INK, "size": 12},
    )
