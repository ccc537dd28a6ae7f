"""Open cases as a file: NDJSON, or CSV with every column, whichever its name asks for."""

import csv
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from engine.replacing import replaced_file
from engine.service.caseload.case import CarriedDispute, OpenCase
from engine.service.caseload.reading import CSV_SUFFIX

_ENCODER: Final = msgspec.json.Encoder()
_DEFAULTS: Final = {field.name: field.default for field in msgspec.structs.fields(OpenCase)}


def write_cases(path: Path, cases: Iterable[OpenCase]) -> int:
    """Write cases as `read_cases` reads them, whole or not at all, and return how many they are.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write = _write_csv if path.suffix.lower() == CSV_SUFFIX else _write_json
    with replaced_file(path) as file:
        return write(file, cases)


def _write_json(file: IO[bytes], cases: Iterable[OpenCase]) -> int:
    count = 0
    for case in cases:
        count += 1
        file.write(_ENCODER.encode(case) + b"\n")
    return count


def _write_csv(file: IO[bytes], cases: Iterable[OpenCase]) -> int:
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    rows = csv.writer(text)
    rows.writerow(_DEFAULTS)
    count = 0
    for case in cases:
        count += 1
        rows.writerow(_cell(getattr(case, name), default) for name, default in _DEFAULTS.items())
    text.flush()
    text.detach()
    return count


def _cell(value: Any, default: object) -> str:
    """Return a cell; what is as it would be anyway is left empty."""
    if value is None or value == default:
        return ""
    if isinstance(value, CarriedDispute):
        return _ENCODER.encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.value) if isinstance(value, Enum) else str(value)
