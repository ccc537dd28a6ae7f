"""Rows of a CSV file with their line numbers, and the mistakes found in them."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from sim.errors import MISTAKES_SHOWN_MAX, Mistake, PopulationError

CELL_CHARACTERS_MAX: Final = 200
"""Longest id, name or list in a cell: all 14 dispute types together take 160."""
_DIGITS: Final = re.compile(r"([0-9]+)")


Finding: TypeAlias = tuple[str, str, str]
"""Column, offending cell, and the bound as it follows the word "must"."""


class _Reader(Protocol):
    """What `csv.reader` gives; its class has no public name."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


class Mistakes:
    """Collects mistakes: keeps the first few, counts them all."""

    def __init__(self) -> None:
        self._kept: list[Mistake] = []
        self.count = 0

    def add(self, file: Path, key: str, value: object, must: str, *, line: int | None = None) -> None:
        """Note one mistake; the parameters are the fields of `sim.errors.Mistake`."""
        self.count += 1
        if len(self._kept) < MISTAKES_SHOWN_MAX:
            self._kept.append(Mistake(file=str(file), line=line, key=key, value=value, must=must))

    def add_row(self, file: Path, line: int, found: Iterable[Finding]) -> None:
        """Note the mistakes of one row."""
        for column, value, must in found:
            self.add(file, column, value, must, line=line)

    def raise_if_any(self) -> None:
        """Refuse the files.

        Raises
        ------
        PopulationError
            If there is any mistake.

        """
        if self.count:
            raise PopulationError(self._kept, self.count)


def read_rows(path: Path, columns: Sequence[str], mistakes: Mistakes, rows_max: int) -> Iterator[tuple[int, list[str]]]:
    """Read the named columns of a CSV file.

    Parameters
    ----------
    path
        UTF-8 with or without a byte-order mark; first line the column names, in any order; other columns are ignored.
    columns
        The columns wanted.
    mistakes
        Takes what is wrong with the file as a whole and with rows of the wrong width.
    rows_max
        Rows after which reading stops with a mistake.

    Yields
    ------
    tuple[int, list[str]]
        Line number, from 1, and the cells in the order of `columns`, without surrounding blanks. Empty lines and rows
        with too few or too many cells are passed over, the latter with a mistake.

    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(path, csv.reader(file, strict=True), columns, mistakes, rows_max)
    except UnicodeDecodeError as error:
        mistakes.add(path, "", None, f"be UTF-8 text (byte 0x{error.object[error.start]:02x} is not)")
    except OSError as error:
        mistakes.add(path, "", None, f"be readable ({error.strerror})")


def _rows(
    path: Path, reader: "_Reader", columns: Sequence[str], mistakes: Mistakes, rows_max: int
) -> Iterator[tuple[int, list[str]]]:
    try:
        nothing: list[str] = []
        header = [name.strip() for name in next(reader, nothing)]
        places = _places(path, header, columns, mistakes)
        rows = 0
        for cells in reader if places else ():
            if not any(cells):
                continue
            rows += 1
            if rows > rows_max:
                mistakes.add(path, "", None, f"have at most {rows_max:,} rows", line=reader.line_num)
                return
            if len(cells) != len(header):
                must = f"have {len(header)} cells, one a column (has {len(cells)})"
                mistakes.add(path, "", None, must, line=reader.line_num)
                continue
            yield reader.line_num, [cells[place].strip() for place in places]
        if places and not rows:
            mistakes.add(path, "", None, "have at least one row below the column names")
    except csv.Error as error:
        mistakes.add(path, "", None, f"be valid CSV ({error})", line=reader.line_num)


def _places(path: Path, header: Sequence[str], columns: Sequence[str], mistakes: Mistakes) -> list[int]:
    """Find the columns in the header; empty if any is missing or there twice."""
    for name in columns:
        if header.count(name) != 1:
            must = f"be there once among the column names (found {header.count(name)} times)"
            mistakes.add(path, f"column {name}", None, must, line=1)
    return [header.index(name) for name in columns] if all(header.count(name) == 1 for name in columns) else []


def text_findings(columns: Sequence[str], cells: Sequence[str]) -> Iterator[Finding]:
    """Find cells that are empty or too long to be an id or a name."""
    for column, cell in zip(columns, cells, strict=True):
        if not 0 < len(cell) <= CELL_CHARACTERS_MAX:
            yield column, cell, f"have 1 to {CELL_CHARACTERS_MAX} characters"


def natural(text: str) -> tuple[tuple[str | int, ...], str]:
    """Sort key under which `C2` comes before `C10`, whatever the width of the numbers.

    Examples
    --------
    >>> sorted(["C10", "C2", "B"], key=natural)
    ['B', 'C2', 'C10']

    """
    parts = _DIGITS.split(text)
    # Text and numbers alternate, so keys always compare like with like; the text itself settles C2 against C02.
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts)), text
