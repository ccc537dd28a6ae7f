"""What is pushed to a browser: for each part of the page, the properties that have changed with the numbers."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import msgspec

from dashboards.catalogue import Texts
from dashboards.figures.figure import Figure
from dashboards.live import deadlines, offers, provinces, throughput
from dashboards.live.health import Tile, case_tiles, health_tiles, state_badge
from dashboards.live.panel import Panel
from dashboards.live.view import LiveView
from dashboards.report import numbers

Frame: TypeAlias = dict[str, dict[str, Any]]
"""Identity of a part to its properties by name."""

CHOICE: Final = provinces.IDENTITY
"""The panel whose chart the reader chooses; all its figures are sent, and the browser draws one."""


def frame(view: LiveView, texts: Texts) -> Frame:
    """Give every part of the page its numbers.

    Parameters
    ----------
    view
        The numbers.
    texts
        Words in the page's language.

    Returns
    -------
    Frame
        Identities are those that `dashboards.live.layout` gives to the parts.

    Examples
    --------
    >>> from dashboards.live.example import example_view
    >>> from dashboards.live.texts import live_texts
    >>> frame(example_view(), live_texts("en"))["waiting-value"]
    {'children': '3,061'}
    """
    badge = state_badge(view, texts)
    day = numbers.court_date(view.at)
    counted = texts("live.counted", date=_date(view, texts), time=f"{day:%H:%M:%S}")
    parts: Frame = {
        "state": {"children": f"{badge.sign}\N{NO-BREAK SPACE}{badge.words}", "className": f"badge {badge.kind}"},
        "counted": {"children": counted},
    }
    for tile in (*health_tiles(view, texts), *case_tiles(view, texts)):
        parts |= _tile(tile)
    for make in (
        provinces.provinces_panel,
        offers.offers_panel,
        deadlines.deadlines_panel,
        throughput.throughput_panel,
    ):
        parts |= _panel(make(view, texts))
    return parts


def encoded(parts: Frame) -> bytes:
    """Write a frame as one event of an event stream."""
    return b"data: " + msgspec.json.encode(parts) + b"\n\n"


def chart_properties(figure: Figure) -> dict[str, Any]:
    """Give a chart its figure and, since it follows the width of its place, its height as a style."""
    return {"figure": figure, "style": {"height": f"{figure['layout']['height']}px"}}


def _tile(tile: Tile) -> Frame:
    return {f"{tile.identity}-value": {"children": tile.value}, f"{tile.identity}-detail": {"children": tile.detail}}


def _panel(panel: Panel) -> Frame:
    chosen = panel.identity == CHOICE
    chart: Frame = (
        {f"{panel.identity}-figures": {"data": {name: chart_properties(each) for name, each in panel.figures.items()}}}
        if chosen
        else {f"{panel.identity}-chart": chart_properties(panel.figures[panel.identity])}
    )
    total = [_row(panel.total, className="total")] if panel.total else []
    return chart | {f"{panel.identity}-rows": {"children": [*total, *(_row(row) for row in panel.rows)]}}


def _row(cells: Sequence[str], **properties: str) -> dict[str, Any]:
    first = _component("Th", cells[0], scope="row")
    return _component("Tr", [first, *(_component("Td", cell, className="number") for cell in cells[1:])], **properties)


def _component(kind: str, children: object, **properties: str) -> dict[str, Any]:
    """Write an HTML component as the page's renderer reads it."""
    return {"type": kind, "namespace": "dash_html_components", "props": {"children": children, **properties}}


def _date(view: LiveView, texts: Texts) -> str:
    day = numbers.court_date(view.at)
    return texts("date", day=str(day.day), month=texts(f"month.{day.month}"), year=str(day.year))
