"""The cases in mediation, and what Little's law says their number should be."""

from analytics.records import Stock
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, plain, whole_numbers
from dashboards.style.palette import BLUE, BLUE_PALE, OCHRE


def stock_figure(stock: Stock, texts: Texts) -> Figure:
    """Bars for the start, the mean and the end of the period and, where there is one, for Little's law.

    Parameters
    ----------
    stock
        What is drawn.
    texts
        Words of the chart.
    """
    bars: list[tuple[str, float, str]] = [
        ("stock.at_start", stock.pending_at_start, BLUE_PALE),
        ("stock.mean", stock.pending_mean, BLUE),
        ("stock.at_end", stock.pending_at_end, BLUE_PALE),
    ]
    if stock.little_pending is not None:
        bars.append(("stock.little", stock.little_pending, OCHRE))
    largest = max(value for _, value, _ in bars)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [value for _, value, _ in bars],
                "y": list(range(len(bars))),
                "text": [f"{value:,.0f}" for _, value, _ in bars],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": [colour for _, _, colour in bars]},
                "hoverinfo": "skip",
            }
        ],
        "layout": {
            "height": 60 + 42 * len(bars),
            "xaxis": {"range": [0, max(largest, 1) * 1.22]} | whole_numbers(largest, 5),
            "yaxis": {
                "range": [len(bars) - 0.4, -0.6],
                "tickvals": list(range(len(bars))),
                "ticktext": [plain(texts(key)) for key, _, _ in bars],
                "showgrid": False,
            },
        },
    }
