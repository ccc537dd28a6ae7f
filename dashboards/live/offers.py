"""Offers that nobody has answered yet, by the time they have left."""

from typing import Final

from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, plain
from dashboards.live.panel import Panel, bar_axes
from dashboards.live.view import LiveView, OpenOffers
from dashboards.report import numbers
from dashboards.style.palette import BLUE, BLUE_PALE, OCHRE

IDENTITY: Final = "offers"
SPANS: Final = ("quarter_hour", "hour", "day", "later")


def offers_panel(view: LiveView, texts: Texts) -> Panel:
    """Draw the chart and write its table."""
    rows = [[texts(f"offers.{span}"), numbers.count(count)] for span, count in offers_by_span(view.offers).items()]
    return Panel(
        identity=IDENTITY,
        figures={IDENTITY: offers_figure(view, texts)},
        rows=rows,
        total=[texts("live.total"), numbers.count(view.offers.open)],
    )


def offers_by_span(offers: OpenOffers) -> dict[str, int]:
    """Count the offers of each span of time left; the spans do not overlap.

    Examples
    --------
    >>> offers_by_span(OpenOffers(open=10, within_quarter_hour=1, within_hour=3, within_day=7))
    {'quarter_hour': 1, 'hour': 2, 'day': 4, 'later': 3}
    """
    edges = (0, offers.within_quarter_hour, offers.within_hour, offers.within_day, offers.open)
    return {span: edges[place + 1] - edges[place] for place, span in enumerate(SPANS)}


def offers_figure(view: LiveView, texts: Texts) -> Figure:
    """One bar a span of time, the shortest on top."""
    names = [plain(texts(f"offers.{span}")) for span in SPANS]
    counts = list(offers_by_span(view.offers).values())
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": counts,
                "y": names,
                "marker": {"color": [OCHRE, BLUE, BLUE, BLUE_PALE]},
                "hovertemplate": plain(texts("live.count", name="%{y}", count="%{x:,d}")) + "<extra></extra>",
            }
        ],
        "layout": {"height": 210, **bar_axes(names, plain(texts("offers.axis")), max(counts))},
    }
