"""Deadlines that end soon: by kind, within an hour, a day and three working days."""

from typing import Any, Final

from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure, note, plain
from dashboards.live.panel import Panel, bar_axes
from dashboards.live.view import DeadlinesAtRisk, LiveView
from dashboards.report import numbers
from dashboards.style.palette import BLUE, BLUE_PALE, MUTED, OCHRE

IDENTITY: Final = "deadlines"
HORIZONS: Final = ("hour", "day", "three_working_days")
ROW_PIXELS: Final = 30
FRAME_PIXELS: Final = 96


def deadlines_panel(view: LiveView, texts: Texts) -> Panel:
    """Draw the chart and write its table."""
    rows = [
        [
            texts.label("deadline", risk.kind),
            numbers.count(risk.within_hour),
            numbers.count(risk.within_day),
            numbers.count(risk.within_three_working_days),
        ]
        for risk in view.deadlines
    ]
    return Panel(identity=IDENTITY, figures={IDENTITY: deadlines_figure(view, texts)}, rows=rows)


def deadlines_by_span(risk: DeadlinesAtRisk) -> tuple[int, int, int]:
    """Count the deadlines of one kind in spans that do not overlap: an hour, the rest of a day, of three working days.

    Examples
    --------
    >>> deadlines_by_span(DeadlinesAtRisk(kind="offer", within_hour=1, within_day=3, within_three_working_days=7))
    (1, 2, 4)
    """
    return risk.within_hour, risk.within_day - risk.within_hour, risk.within_three_working_days - risk.within_day


def deadlines_figure(view: LiveView, texts: Texts) -> Figure:
    """One bar a kind, in three parts; kinds stand in the order of the view."""
    names = [plain(texts.label("deadline", risk.kind)) for risk in view.deadlines]
    spans = [deadlines_by_span(risk) for risk in view.deadlines]
    most = max((risk.within_three_working_days for risk in view.deadlines), default=0)
    horizons = zip(HORIZONS, (OCHRE, BLUE, BLUE_PALE), strict=True)
    return {
        "data": [
            _part(names, [span[place] for span in spans], texts(f"deadlines.{horizon}"), colour, texts)
            for place, (horizon, colour) in enumerate(horizons)
        ],
        "layout": {
            "height": FRAME_PIXELS + ROW_PIXELS * max(2, len(names)),
            "margin": {"l": 8, "r": 12, "t": 36, "b": 8},
            "barmode": "stack",
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
            "annotations": [] if names else [_nothing(texts)],
            **bar_axes(names, plain(texts("deadlines.axis")), most),
        },
    }


def _part(names: list[str], counts: list[int], horizon: str, colour: str, texts: Texts) -> dict[str, Any]:
    name = texts("live.within", first="%{y}", second=horizon)
    return {
        "type": "bar",
        "orientation": "h",
        "name": plain(horizon),
        "x": counts,
        "y": names,
        "marker": {"color": colour},
        "hovertemplate": plain(texts("live.count", name=name, count="%{x:,d}")) + "<extra></extra>",
    }


def _nothing(texts: Texts) -> dict[str, Any]:
    words = plain(texts("deadlines.none"))
    return note(words, x=0, y=0.5, xref="paper", yref="paper", xanchor="left", font={"color": MUTED, "size": 12})
