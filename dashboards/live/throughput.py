"""What happened in each minute of the last hour: four rows of bars under one another, on one scale."""

from typing import Any, Final

from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, note, plain, whole_numbers
from dashboards.live.panel import Panel
from dashboards.live.view import FLOWS, MINUTES, Flow, LiveView, Minute
from dashboards.report import numbers
from dashboards.style.palette import BLUE, MUTED, OCHRE

IDENTITY: Final = "throughput"
_TICK_MINUTES: Final = 10
_GAP: Final = 0.09
"""Share of the height between two rows, where the lower one's title stands."""
_COLOURS: Final[dict[Flow, str]] = {"lodged": BLUE, "offered": BLUE, "accepted": BLUE, "closed": OCHRE}


def throughput_panel(view: LiveView, texts: Texts) -> Panel:
    """Draw the chart and write its table of tens of minutes, the latest on top."""
    minutes = view.last_hour()
    tens = [minutes[start : start + _TICK_MINUTES] for start in range(0, MINUTES, _TICK_MINUTES)]
    rows = [
        [_span(ten, texts), *(numbers.count(sum(minute.count(flow) for minute in ten)) for flow in FLOWS)]
        for ten in reversed(tens)
    ]
    hour = [numbers.count(sum(minute.count(flow) for minute in minutes)) for flow in FLOWS]
    return Panel(
        identity=IDENTITY,
        figures={IDENTITY: throughput_figure(view, texts)},
        rows=rows,
        total=[texts("live.total"), *hour],
    )


def throughput_figure(view: LiveView, texts: Texts) -> Figure:
    """Four rows of 60 bars; all rows have one scale, so that what piles up between two is seen."""
    minutes = view.last_hour()
    most = max(1, *(minute.count(flow) for minute in minutes for flow in FLOWS))
    clocks = [clock(minute.begins_at) for minute in minutes]
    layout: dict[str, Any] = {
        "height": 430,
        "bargap": 0.12,
        "margin": {"l": 8, "r": 12, "t": 24, "b": 8},
        "xaxis": _times(clocks),
        "annotations": [_title(flow, place, texts) for place, flow in enumerate(FLOWS)],
    }
    for place in range(len(FLOWS)):
        layout[_axis("yaxis", place)] = {
            "domain": list(_domain(place)),
            "range": [0, 1.08 * most],
            **whole_numbers(most, 3),
        }
    return {"data": [_bars(flow, place, clocks, minutes, texts) for place, flow in enumerate(FLOWS)], "layout": layout}


def clock(at: int) -> str:
    """Write the time of day in Beijing.

    Examples
    --------
    >>> clock(1_598_257_859_000_000)
    '16:30'
    """
    return f"{numbers.court_date(at):%H:%M}"


def _bars(flow: Flow, place: int, clocks: list[str], minutes: list[Minute], texts: Texts) -> dict[str, Any]:
    name = texts("live.within", first="%{x}", second=texts(f"flow.{flow}"))
    return {
        "type": "bar",
        "x": clocks,
        "y": [minute.count(flow) for minute in minutes],
        "yaxis": _axis("y", place),
        "marker": {"color": _COLOURS[flow]},
        "hovertemplate": plain(texts("live.count", name=name, count="%{y:,d}")) + "<extra></extra>",
    }


def _times(clocks: list[str]) -> dict[str, Any]:
    ticks = [place for place, words in enumerate(clocks) if words.endswith("0")]
    return {
        "type": "category",
        "anchor": _axis("y", len(FLOWS) - 1),
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [clocks[place] for place in ticks],
        "tickangle": 0,
        "range": [-0.5, MINUTES - 0.5],
        "showgrid": False,
    }


def _title(flow: Flow, place: int, texts: Texts) -> dict[str, Any]:
    words = f"<b>{plain(texts(f'flow.{flow}'))}</b> {plain(texts('throughput.axis'))}"
    top = _domain(place)[1]
    font = {"color": MUTED, "size": 12}
    return note(words, x=0, y=top, xref="paper", yref="paper", xanchor="left", yanchor="bottom", font=font)


def _domain(place: int) -> tuple[float, float]:
    height = (1 - _GAP * (len(FLOWS) - 1)) / len(FLOWS)
    top = 1 - place * (height + _GAP)
    return max(0.0, top - height), top


def _axis(name: str, place: int) -> str:
    return name if place == 0 else f"{name}{place + 1}"


def _span(minutes: list[Minute], texts: Texts) -> str:
    return texts("throughput.span", first=clock(minutes[0].begins_at), last=clock(minutes[-1].begins_at))
