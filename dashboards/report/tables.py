"""Tables that read well on paper, on a telephone and by ear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.report.markup import Markup, element, join


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table."""

    heading: str
    numeric: bool = False
    """Numbers stand to the right, in figures of equal width."""


def columns(headings: Iterable[str], *, text: int = 1) -> list[Column]:
    """Columns of which the first `text` hold words and the others numbers."""
    return [Column(heading=heading, numeric=index >= text) for index, heading in enumerate(headings)]


def table(
    caption: str,
    heads: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    stacked: bool = False,
) -> Markup:
    """One table; the first cell of each row names the row.

    Parameters
    ----------
    caption
        What the table holds.
    heads
        Its columns.
    rows
        Cells, as many as there are columns; plain strings are escaped.
    stacked
        Whether each row becomes a card on a narrow screen, for tables of many columns. The roles are spelt
        out because browsers forget them once a table is laid out as blocks.
    """
    head = element("tr", *(_head(column) for column in heads), role="row")
    body = join(_row(heads, row) for row in rows)
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", head, role="rowgroup"),
            element("tbody", body, role="rowgroup"),
            role="table",
            class_="stacked" if stacked else None,
        ),
        class_="table",
    )


def _head(column: Column) -> Markup:
    return element("th", column.heading, scope="col", role="columnheader", class_="number" if column.numeric else None)


def _row(heads: Sequence[Column], row: Sequence[str]) -> Markup:
    cells = [
        element(
            "td" if index else "th",
            _box(cell, numeric=column.numeric),
            scope=None if index else "row",
            role="cell" if index else "rowheader",
            class_="number" if column.numeric else None,
            data_label=column.heading,
        )
        for index, (column, cell) in enumerate(zip(heads, row, strict=True))
    ]
    return element("tr", *cells, role="row")


def _box(cell: str, *, numeric: bool) -> Markup:
    """One box a cell, so that a card's name and value stand side by side; a range is not broken at its dash."""
    return element("div", cell, class_="nowrap" if numeric and "\N{EN DASH}" in cell and " " not in cell else None)
