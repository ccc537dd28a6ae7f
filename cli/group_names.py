"""What courts and organisations are called: as their source names them, where somebody wrote that down."""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from analytics.errors import CaseTableError
from analytics.groups import Grouping

IMPORTED_NAMES: Final = "names.csv"
"""Beside an import's cases."""
COURTS_FILE: Final = "courts.parquet"
SOURCE_IDS_FILE: Final = "source_ids.parquet"
"""Beside those of a run or an export; the second where courts and mediators are the user's own."""


def names_of(cases: Path, by: Grouping) -> dict[int, str]:
    """Return the names of courts or organisations by their numbers; none where nobody wrote them down.

    Two courts of one name have their number behind it.

    Parameters
    ----------
    cases
        A case table; names lie beside it.
    by
        What makes a group; words such as types of disputes are their own names.

    Raises
    ------
    CaseTableError
        If a file of names is not what it should be.
    """
    imported = cases.with_name(IMPORTED_NAMES)
    if imported.is_file():
        return _imported(imported, by)
    if by == "court":
        return _told_apart(_columns(cases.with_name(COURTS_FILE), "court_id", "name"))
    if by == "organisation":
        return _told_apart(_columns(cases.with_name(SOURCE_IDS_FILE), "id", "source_id", kind=by))
    return {}


def _imported(path: Path, by: Grouping) -> dict[int, str]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {int(row["id"]): row["name"] for row in csv.DictReader(file) if row["kind"] == by}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, ValueError) as error:
        raise CaseTableError(f"{path}: must hold kind, id and name as an import writes them ({error!r})") from error


def _columns(path: Path, number: str, name: str, kind: str | None = None) -> dict[int, str]:
    import polars as pl

    if not path.is_file():
        return {}
    try:
        frame = pl.read_parquet(path)
        if kind is not None:
            frame = frame.filter(pl.col("kind") == kind)
        return dict(zip(frame[number].to_list(), frame[name].to_list(), strict=True))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise CaseTableError(f"{path}: must hold {number} and {name} as a run writes them ({error!r})") from error


def _told_apart(names: Mapping[int, str]) -> dict[int, str]:
    shared = Counter(names.values())
    return {number: name if shared[name] == 1 else f"{name} ({number})" for number, name in names.items()}
