"""A chart and the same numbers as a table: what every part of the live page gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboards.figures.figure import Figure

_SHORTEST_AXIS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One chart of the page at one instant."""

    identity: str
    """Unique in the page."""
    figures: Mapping[str, Figure]
    """The chart; where the reader chooses what it shows, one for each choice."""
    rows: Sequence[Sequence[str]]
    """Cells of its table; the first names its row."""
    total: Sequence[str] = ()
    """Cells of the row of totals, which stands on top; none if empty."""


def bar_axes(names: Sequence[str], axis: str, most: int) -> dict[str, object]:
    """Give the axes of bars that lie, the first name on top; names stand once and as they are.

    Parameters
    ----------
    names
        Of the rows, fit for a chart (see `dashboards.figures.figure.plain`), all different.
    axis
        Title of the axis of numbers.
    most
        Longest bar. Where bars are short or there are none, the axis goes to 5, so that its numbers are whole.
    """
    numbers: dict[str, object] = {"title": {"text": axis}, "nticks": 5, "tickformat": ",d"}
    return {
        "xaxis": numbers | ({"rangemode": "tozero"} if most > _SHORTEST_AXIS else {"range": [0, _SHORTEST_AXIS]}),
        "yaxis": {
            "type": "category",
            "categoryarray": list(names),
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": list(names),
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
        },
    }
