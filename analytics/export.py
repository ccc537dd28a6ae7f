"""Measures out to files: JSON for programs, CSV for people."""

import csv
from pathlib import Path

import msgspec

from analytics.errors import FileError
from analytics.flat_table import FlatRow, flat_rows
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
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(text + b"\n")
    except OSError as reason:
        raise FileError(f"{path}: cannot be written ({reason.strerror})") from reason


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
    try:
        with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, fieldnames=FlatRow.__struct_fields__)
            table.writeheader()
            table.writerows(msgspec.structs.asdict(row) for row in flat_rows(measures))
    except OSError as reason:
        raise FileError(f"{path}: cannot be written ({reason.strerror})") from reason
