"""How evenly the cases lie: the mean load of each tenth of the mediators."""

from analytics.records import Utilisation
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, plain
from dashboards.style.palette import BLUE, INK


def load_deciles_figure(utilisation: Utilisation, texts: Texts) -> Figure:
    """Ten bars, the least loaded tenth first, and a line at the mean of all.

    Parameters
    ----------
    utilisation
        `mean_load_by_decile` is drawn.
    texts
        Words of the chart.
    """
    means = utilisation.mean_load_by_decile
    overall = sum(means) / max(len(means), 1)
    return {
        "data": [
            {
                "type": "bar",
                "x": list(range(1, len(means) + 1)),
                "y": means,
                "marker": {"color": BLUE},
                "hoverinfo": "text",
                "hovertext": [f"{value:.2f}" for value in means],
            }
        ],
        "layout": {
            "height": 300,
            "xaxis": {"title": {"text": plain(texts("load.tenths"))}, "dtick": 1, "showgrid": False},
            "yaxis": {
                "title": {"text": plain(texts("load.mean_held"))},
                "rangemode": "tozero",
                "nticks": 6,
            },
            "shapes": [
                {
                    "type": "line",
                    "layer": "above",
                    "xref": "paper",
                    "x0": 0,
                    "x1": 1,
                    "y0": overall,
                    "y1": overall,
                    "line": {"color": INK, "width": 1.5, "dash": "dot"},
                }
            ],
        },
    }
