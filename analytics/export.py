"""Measures out to files: JSON for programs, CSV for people."""

import csv
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from analytics.comparison.records import Change, Comparison, GroupChanges, GroupComparison
from analytics.errors import FileError
from analytics.flat_table import FlatRow, flat_rows
from analytics.groups import GroupMeasures
from analytics.records import Measures
from engine.replacing import replacing


def write_json(measures: Measures, path: Path) -> None:
    """Write measures as indented JSON, whole or not at all.

    Parameters
    ----------
    measures
        What was measured.
    path
        File to write; its folder must exist.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    text = msgspec.json.format(msgspec.json.encode(measures), indent=2)
    with _whole(path) as temporary:
        temporary.write_bytes(text + b"\n")


def read_json(path: Path) -> Measures:
    """Read what `write_json` wrote.

    Parameters
    ----------
    path
        File to read.

    Returns
    -------
    Measures
        Equal to what was written.

    Raises
    ------
    FileError
        If the file cannot be read or holds something else.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Measures)
    except OSError as reason:
        raise FileError(f"{path}: cannot be read ({reason.strerror})") from reason
    except msgspec.DecodeError as reason:
        raise FileError(f"{path}: holds no measures ({reason})") from reason


def write_csv(measures: Measures, path: Path) -> None:
    """Write measures as a flat table, whole or not at all: UTF-8, a header, an empty field for None.

    Parameters
    ----------
    measures
        What was measured.
    path
        File to write; its folder must exist.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    _write_table(path, FlatRow.__struct_fields__, map(msgspec.structs.asdict, flat_rows(measures)))


def write_groups_csv(groups: Iterable[GroupMeasures], path: Path) -> None:
    """Write measured groups as a table of one row a group, whole or not at all; as `write_csv` otherwise.

    Parameters
    ----------
    groups
        What was measured.
    path
        File to write; its folder must exist.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    rows = [group_row(group) for group in groups]
    _write_table(path, tuple(rows[0]), rows)


def write_changes_csv(compared: Comparison | GroupComparison, path: Path) -> None:
    """Write what changed as a table of one row a measure of each group, whole or not at all; as `write_csv` otherwise.

    Parameters
    ----------
    compared
        Two periods, as a whole or group by group.
    path
        File to write; its folder must exist.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    whole = isinstance(compared, Comparison)
    groups = [GroupChanges(label="all", changes=compared.changes)] if whole else compared.groups
    rows = ({"group": group.label} | msgspec.structs.asdict(change) for group in groups for change in group.changes)
    _write_table(path, ("group", *Change.__struct_fields__), rows)


def group_row(group: GroupMeasures) -> dict[str, str | int | float | None]:
    """Lay out a group as one flat row: the success share becomes its parts."""
    success = group.success
    flat = {name: getattr(group, name) for name in GroupMeasures.__struct_fields__ if name != "success"}
    parts = {"settled": success.numerator, "concluded": success.denominator, "success_rate": success.rate}
    return flat | parts | {"success_low": success.low, "success_high": success.high}


def _write_table(path: Path, names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    with _whole(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, fieldnames=names)
        table.writeheader()
        table.writerows(rows)


@contextmanager
def _whole(path: Path) -> Generator[Path]:
    """Write a file whole or not at all, and say which could not be written."""
    try:
        with replacing(path) as temporary:
            yield temporary
    except OSError as reason:
        raise FileError(f"{path}: cannot be written ({reason.strerror})") from reason
