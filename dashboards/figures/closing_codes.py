"""How the concluded cases ended: the share of each closing code."""

from collections.abc import Sequence

from analytics.records import Proportion
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, plain, withheld
from dashboards.style.palette import BLUE, SLATE

SETTLED_CODES = frozenset({"1", "2"})
"""Agreement, and settled by the parties themselves."""


def closing_codes_figure(codes: Sequence[Proportion], texts: Texts) -> Figure:
    """One bar a code, those that count as settled in the first colour, the others in grey.

    Parameters
    ----------
    codes
        Share of each code among the concluded cases.
    texts
        Words of the chart.
    """
    shares = [item.rate for item in codes]
    largest = max((value for value in shares if value is not None), default=1.0)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": shares,
                "y": list(range(len(codes))),
                "text": [None if value is None else f"{value:.1%}" for value in shares],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": [BLUE if item.label in SETTLED_CODES else SLATE for item in codes]},
                "hoverinfo": "skip",
            }
        ],
        "layout": {
            "height": 60 + 34 * max(len(codes), 2),
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "xaxis": {"range": [0, min(1.15, largest * 1.18)], "tickformat": ".0%", "nticks": 6},
            "yaxis": {
                "range": [len(codes) - 0.4, -0.6],
                "tickvals": list(range(len(codes))),
                "ticktext": [plain(texts.label("closing_code", item.label)) for item in codes],
                "showgrid": False,
            },
            "annotations": [
                withheld(row, texts("suppressed.withheld")) for row, item in enumerate(codes) if item.rate is None
            ],
        },
    }
