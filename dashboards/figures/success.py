"""Shares of success, each with its interval, beside the share of the whole."""

from collections.abc import Sequence
from typing import Any

from analytics.measures.small_cells import SMALLEST_GROUP
from analytics.records import Proportion
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, note, plain, withheld
from dashboards.style.palette import BLUE, MUTED, SLATE

_ROW_PIXELS = 26
_FRAME_PIXELS = 78


def success_figure(groups: Sequence[Proportion], overall: Proportion, group: str, texts: Texts) -> Figure:
    """One dot and its interval a group, in the order given; a group too small to show says so.

    Parameters
    ----------
    groups
        What is drawn, first on top.
    overall
        Drawn as a line through all rows.
    group
        Where the catalogue keeps the groups' names, such as `dispute_type`.
    texts
        Words of the chart.
    """
    shown = [(row, item) for row, item in enumerate(groups) if item.rate is not None]
    return {
        "data": [_dots(shown, group, texts)],
        "layout": {
            "height": _FRAME_PIXELS + _ROW_PIXELS * max(len(groups), 2),
            "margin": {"l": 8, "r": 16, "t": 26, "b": 8},
            "xaxis": {"range": _range([item for _, item in shown] + [overall]), "tickformat": ".0%", "nticks": 6},
            "yaxis": {
                "range": [len(groups) - 0.4, -0.6],
                "tickvals": list(range(len(groups))),
                "ticktext": [plain(texts.label(group, item.label)) for item in groups],
            },
            "shapes": _overall_line(overall),
            "annotations": _overall_note(overall, texts)
            + [withheld(row, texts(why_withheld(item))) for row, item in enumerate(groups) if item.rate is None],
        },
    }


def why_withheld(item: Proportion) -> str:
    """Key of the words for a group that is not shown: small itself, or hidden to protect a small one."""
    return "suppressed.small" if item.denominator < SMALLEST_GROUP else "suppressed.withheld"


def _dots(shown: Sequence[tuple[int, Proportion]], group: str, texts: Texts) -> dict[str, Any]:
    rates = [item.rate or 0.0 for _, item in shown]
    highs = [rate if item.high is None else item.high for rate, (_, item) in zip(rates, shown, strict=True)]
    lows = [rate if item.low is None else item.low for rate, (_, item) in zip(rates, shown, strict=True)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rates,
        "y": [row for row, _ in shown],
        "marker": {"color": BLUE, "size": 9},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - rate for high, rate in zip(highs, rates, strict=True)],
            "arrayminus": [rate - low for low, rate in zip(lows, rates, strict=True)],
            "color": BLUE,
            "thickness": 1.5,
            "width": 4,
        },
        "hoverinfo": "text",
        "hovertext": [_hover(item, group, texts) for _, item in shown],
    }


def _hover(item: Proportion, group: str, texts: Texts) -> str:
    words = texts(
        "success.hover",
        label=texts.label(group, item.label),
        rate=f"{item.rate:.1%}",
        low=f"{item.low:.1%}",
        high=f"{item.high:.1%}",
        denominator=f"{item.denominator:,}",
    )
    return plain(words)


def _range(items: Sequence[Proportion]) -> list[float]:
    lows = [item.low for item in items if item.low is not None]
    highs = [item.high for item in items if item.high is not None]
    if not lows or not highs:
        return [0, 1]
    space = max(0.03, 0.08 * (max(highs) - min(lows)))
    return [max(-0.02, min(lows) - space), min(1.02, max(highs) + space)]


def _overall_line(overall: Proportion) -> list[dict[str, Any]]:
    if overall.rate is None:
        return []
    line = {"color": SLATE, "width": 1.5, "dash": "dot"}
    place = {"x0": overall.rate, "x1": overall.rate, "y0": 0, "y1": 1}
    return [{"type": "line", "layer": "below", "xref": "x", "yref": "paper", "line": line} | place]


def _overall_note(overall: Proportion, texts: Texts) -> list[dict[str, Any]]:
    if overall.rate is None:
        return []
    text = plain(texts("success.overall", rate=f"{overall.rate:.1%}"))
    font = {"color": MUTED, "size": 12}
    return [note(text, x=overall.rate, y=1, yref="paper", yanchor="bottom", font=font)]
