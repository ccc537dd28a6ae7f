"""What every chart is: a plain dict of data and layout, as the browser takes it."""

import html
from typing import Any, TypedDict

from dashboards.style.palette import MUTED, PAPER


class Figure(TypedDict):
    """A chart without its house style, which the page adds once for all."""

    data: list[dict[str, Any]]
    """The traces."""
    layout: dict[str, Any]
    """What is this chart's own; always has a `height` in pixels."""


def plain(text: str) -> str:
    """Keep text from being read as the small HTML dialect that charts understand.

    Examples
    --------
    >>> plain("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return html.escape(text, quote=False)


def whole_numbers(largest: float, ticks: int) -> dict[str, Any]:
    """Mark an axis of counts with whole numbers, none of them twice.

    Parameters
    ----------
    largest
        What the axis reaches to.
    ticks
        About how many marks.

    Examples
    --------
    >>> whole_numbers(1, 3), whole_numbers(400, 3)
    ({'tickformat': ',d', 'nticks': 3, 'dtick': 1}, {'tickformat': ',d', 'nticks': 3})
    """
    return {"tickformat": ",d", "nticks": ticks} | ({"dtick": 1} if largest < ticks else {})


def withheld(row: int, words: str) -> dict[str, Any]:
    """Stand in the place of a bar or dot that is not shown; lines do not run through the words."""
    return note(
        plain(words),
        x=0.01,
        xref="paper",
        y=row,
        xanchor="left",
        bgcolor=PAPER,
        font={"color": MUTED, "size": 12},
    )


def note(text: str, *, x: float, y: float, **placing: object) -> dict[str, Any]:
    """A word on the chart; `placing` overrides where it is anchored and what it looks like."""
    return {"text": text, "x": x, "y": y, "showarrow": False, **placing}
