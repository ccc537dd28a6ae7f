"""The first line of a CSV file: which column is which."""

import csv
from collections import Counter
from difflib import get_close_matches

from analytics.importer.errors import SourceFileError
from analytics.importer.lines import Block
from analytics.importer.mapping import SourceMapping
from analytics.importer.records import Shape

_SHOWN_COLUMNS = 40  # of a header: an error stays readable


def read_header(block: Block, mapping: SourceMapping) -> Shape:
    """Find the mapped columns in the first line of a file.

    Parameters
    ----------
    block
        The first of the file.
    mapping
        Names the columns.

    Returns
    -------
    Shape
        Of all records of the file.

    Raises
    ------
    SourceFileError
        The line is no header, or columns are missing or there twice: all of them, with what the file has.
    """
    if block.bad.get(1):
        hint = " (Chinese spreadsheets often write 'gb18030')" if mapping.encoding == "utf-8" else ""
        told = f"{block.bad[1].reason}; the mapping says encoding = {mapping.encoding!r}{hint}"
        raise SourceFileError(f"line 1: {told}")
    if "\r" in block.lines[0]:
        raise SourceFileError("line 1: lines end with CR alone; save the file with LF or CR LF")
    header = _fields(block.lines[0], mapping.delimiter)
    wanted = {column: fact for fact, column in mapping.columns.items()}
    seen = Counter(header)
    missing = [column for column in wanted if column not in seen]
    twice = [column for column in wanted if seen[column] > 1]
    if missing or twice:
        told = [f"no column {column!r} (columns.{wanted[column]}){_near(column, header)}" for column in missing]
        told += [f"column {column!r} (columns.{wanted[column]}) is there {seen[column]} times" for column in twice]
        raise SourceFileError(f"line 1: {'; '.join(told)}; the file has {_listed(header, mapping.delimiter)}")
    places = {fact: header.index(column) for fact, column in mapping.columns.items()}
    return Shape(delimiter=mapping.delimiter, header=tuple(header), wanted=places)


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        header = [name.strip() for row in csv.reader([line], delimiter=delimiter, strict=True) for name in row]
    except csv.Error as error:
        raise SourceFileError(f"line 1: not a header of CSV ({error})") from error
    if not any(header):
        raise SourceFileError("line 1: empty, where the names of the columns must be")
    return header


def _near(column: str, header: list[str]) -> str:
    close = get_close_matches(column, header, n=1)
    return f", nearest {close[0]!r}" if close else ""


def _listed(header: list[str], delimiter: str) -> str:
    shown = ", ".join(name[:60] for name in header[:_SHOWN_COLUMNS])
    more = f" and {len(header) - _SHOWN_COLUMNS} more" if len(header) > _SHOWN_COLUMNS else ""
    other = next((mark for mark in ",;\t|" if mark != delimiter and mark in header[0]), None)
    hint = f" (is the delimiter {other!r}?)" if len(header) == 1 and other else ""
    return f"{shown}{more}{hint}"
