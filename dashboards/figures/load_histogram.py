"""How many mediators hold how many cases."""

from analytics.records import Utilisation
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, plain, whole_numbers
from dashboards.style.palette import BLUE


def load_histogram_figure(utilisation: Utilisation, texts: Texts) -> Figure:
    """One bar for each number of cases held at the end of the period.

    Parameters
    ----------
    utilisation
        `mediators_by_load` is drawn.
    texts
        Words of the chart.
    """
    counts = utilisation.mediators_by_load
    return {
        "data": [
            {
                "type": "bar",
                "x": list(range(len(counts))),
                "y": counts,
                "marker": {"color": BLUE},
                "hoverinfo": "text",
                "hovertext": [
                    plain(texts("load.hover", cases=str(cases), mediators=f"{count:,}"))
                    for cases, count in enumerate(counts)
                ],
            }
        ],
        "layout": {
            "height": 300,
            "xaxis": {
                "title": {"text": plain(texts("load.cases_held"))},
                "dtick": max(1, len(counts) // 12),
                "showgrid": False,
            },
            "yaxis": {"title": {"text": plain(texts("load.mediators"))}} | whole_numbers(max(counts), 6),
        },
    }
