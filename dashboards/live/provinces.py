"""Open cases of each province: one chart for each status, in the order of division codes."""

from collections.abc import Sequence
from typing import Final

from analytics.measures.small_cells import SMALLEST_GROUP, hidden_groups
from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, plain, withheld
from dashboards.live.panel import Panel, bar_axes
from dashboards.live.view import STATUSES, LiveView, ProvinceCases, Status
from dashboards.report import numbers
from dashboards.style.palette import BLUE

IDENTITY: Final = "cases"
ROW_PIXELS: Final = 24
FRAME_PIXELS: Final = 66


def provinces_panel(view: LiveView, texts: Texts) -> Panel:
    """Draw every status and write the table of all."""
    cells = {status: _cells(view.provinces, status, texts) for status in STATUSES}
    names = [_name(province, texts) for province in view.provinces]
    total = [texts("live.total"), *(numbers.count(view.cases(status)) for status in STATUSES)]
    rows = [[name, *(cells[status][place] for status in STATUSES)] for place, name in enumerate(names)]
    return Panel(
        identity=IDENTITY,
        figures={status: provinces_figure(view, status, texts) for status in STATUSES},
        rows=rows,
        total=total,
    )


def provinces_figure(view: LiveView, status: Status, texts: Texts) -> Figure:
    """One bar a province; where a province has too few cases to be shown, the word that stands in the table.

    Parameters
    ----------
    view
        Its provinces are drawn in their order.
    status
        Which of their cases.
    texts
        Words of the chart.
    """
    names = [plain(_name(province, texts)) for province in view.provinces]
    hidden = hidden_provinces(view.provinces, status)
    cells = _cells(view.provinces, status, texts)
    counts = [None if hides else province.count(status) for hides, province in zip(hidden, view.provinces, strict=True)]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": counts,
                "y": names,
                "marker": {"color": BLUE},
                "hovertemplate": plain(texts("live.count", name="%{y}", count="%{x:,d}")) + "<extra></extra>",
            }
        ],
        "layout": {
            "height": FRAME_PIXELS + ROW_PIXELS * max(2, len(names)),
            "annotations": [withheld(row, cells[row]) for row, hides in enumerate(hidden) if hides],
            **bar_axes(names, plain(texts("cases.axis")), max((count or 0 for count in counts), default=0)),
        },
    }


def hidden_provinces(provinces: Sequence[ProvinceCases], status: Status) -> list[bool]:
    """Mark the provinces whose count must not be shown; none where the total, which is shown, tells every count."""
    sizes = [province.count(status) for province in provinces]
    return hidden_groups(sizes) if len(sizes) > 1 and any(sizes) else [False] * len(sizes)


def _cells(provinces: Sequence[ProvinceCases], status: Status, texts: Texts) -> list[str]:
    hidden = hidden_provinces(provinces, status)
    return [_cell(one.count(status), texts, hides=hides) for one, hides in zip(provinces, hidden, strict=True)]


def _cell(count: int, texts: Texts, *, hides: bool) -> str:
    if not hides:
        return numbers.count(count)
    return numbers.SMALL_CELL if count < SMALLEST_GROUP else texts("live.withheld")


def _name(province: ProvinceCases, texts: Texts) -> str:
    return province.zh if texts.language == "zh" else province.en
