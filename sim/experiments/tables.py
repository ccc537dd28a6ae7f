"""Tables as files that planners open: CSV, a workbook, or JSON."""

import csv
import json
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Final, TypeAlias

from engine.replacing import replacing
from sim.experiments.errors import ExperimentError

Cell: TypeAlias = str | int | float | bool | None
"""What a table may hold; what is not a finite number is left empty."""
Table: TypeAlias = Sequence[Mapping[str, Cell]]
"""Rows, each with the same columns in the same order."""

SUFFIXES: Final = (".csv", ".xlsx", ".json")
"""Kinds of files that can be written."""
_SHEET_CHARACTERS: Final = 31
"""Longest name of a sheet, as spreadsheets have it."""
_COLUMN_WIDTH_MAX: Final = 60
_EXACT_MAX: Final = 2**53
"""Largest whole number that a spreadsheet, whose numbers are floats, holds exactly; a seed may be larger."""


def write_tables(tables: Mapping[str, Table], path: Path) -> list[Path]:
    """Write tables; a file under its name is always a whole one.

    Parameters
    ----------
    tables
        By name, at least one.
    path
        Ends in one of `SUFFIXES`. A workbook and JSON hold all tables; of CSV there is a file a table, the first under
        `path` itself, the others with their name before the ending.

    Returns
    -------
    list[Path]
        The files written.

    Raises
    ------
    ExperimentError
        If the ending is another, or a file cannot be written.
    """
    if path.suffix not in SUFFIXES:
        raise ExperimentError(f"out = {path}: must end in one of {', '.join(SUFFIXES)}, .html")
    try:
        return _write(tables, path)
    except OSError as error:
        raise ExperimentError(f"out = {path}: must be a file that can be written ({error.strerror})") from error


def _write(tables: Mapping[str, Table], path: Path) -> list[Path]:
    if path.suffix == ".csv":
        paths = [path if number == 0 else path.with_stem(f"{path.stem}-{name}") for number, name in enumerate(tables)]
        for table, file in zip(tables.values(), paths, strict=True):
            with replacing(file) as temporary:
                _write_csv(table, temporary)
        return paths
    with replacing(path) as temporary:
        if path.suffix == ".xlsx":
            _write_workbook(tables, temporary)
        else:
            plain = {name: [_clean(row) for row in table] for name, table in tables.items()}
            temporary.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [path]


def _write_csv(table: Table, path: Path) -> None:
    # The byte-order mark lets spreadsheets see that Chinese names are UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_columns(table))
        writer.writerows(["" if value is None else value for value in _clean(row).values()] for row in table)


def _write_workbook(tables: Mapping[str, Table], path: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415 - only this kind of file needs it

    # Text stays text: a name that begins with an equals sign is no formula, whoever wrote it.
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:_SHEET_CHARACTERS])
            columns = _columns(table)
            sheet.write_row(0, 0, columns, bold)
            for number, row in enumerate(table, start=1):
                sheet.write_row(number, 0, [_exact(value) for value in _clean(row).values()])
            sheet.freeze_panes(1, 1)
            for place, column in enumerate(columns):
                longest = max([len(column), *(len(str(row[column])) for row in table)])
                sheet.set_column(place, place, min(_COLUMN_WIDTH_MAX, longest + 1))


def _columns(table: Table) -> list[str]:
    return list(table[0]) if table else []


def _exact(value: Cell) -> Cell:
    return str(value) if isinstance(value, int) and abs(value) > _EXACT_MAX else value


def _clean(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: None if isinstance(value, float) and not isfinite(value) else value for name, value in row.items()}
