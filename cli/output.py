"""How the command line prints: one JSON object, or lines and tables for people."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final, cast

_NUMBER: Final = re.compile(r"[+-]?[\d,]+(\.\d*)?(e[+-]?\d+)?%?")
"""As tables write numbers: thousands apart, shares in per cent, the very small with an exponent."""


def print_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print one JSON document on standard output; a number that is not finite is null, for which JSON has no other."""
    sys.stdout.write(json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _finite(inner) for name, inner in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in cast("Sequence[object]", value)]
    return value


def say(text: str) -> None:
    """Print lines for a person on standard output, at once: a supervisor's pipe would keep them to the end."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


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
    >>> print(table(["key", "difference"], [["a", "-1.806e-05"], ["b", "0.068"]]))
    key  difference
    a    -1.806e-05
    b         0.068
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
    return cell in {"", "-"} or _NUMBER.fullmatch(cell) is not None
