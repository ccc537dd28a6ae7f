"""How the command line prints: one JSON object, or lines and tables for people."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def print_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def say(text: str) -> None:
    """Print lines for a person on standard output."""
    sys.stdout.write(text + "\n")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table in columns.

    Parameters
    ----------
    head
        Titles of the columns.
    rows
        Cells as text; columns whose cells all look like numbers are set flush right.

    Examples
    --------
    >>> print(table(["id", "value"], [["a", "10"], ["b", "9"]]))
    id  value
    a      10
    b       9
    """
    columns = list(zip(head, *rows, strict=True))
    widths = [max(_width(cell) for cell in column) for column in columns]
    right = [bool(rows) and all(_is_number(cell) for cell in column[1:]) for column in columns]
    lines = [
        "  ".join(_pad(cell, width, flush_right=flush) for cell, width, flush in zip(row, widths, right, strict=True))
        for row in (head, *rows)
    ]
    return "\n".join(line.rstrip() for line in lines)


def _pad(cell: str, width: int, *, flush_right: bool) -> str:
    filler = " " * (width - _width(cell))
    return filler + cell if flush_right else cell + filler


def _width(text: str) -> int:
    """Terminal cells: a Chinese character takes two."""
    return sum(2 if ord(character) >= 0x1100 else 1 for character in text)


def _is_number(cell: str) -> bool:
    return cell in {"", "-"} or cell.lstrip("+-").replace(",", "").replace(".", "").rstrip("%").isdigit()
