"""A file of open cases, line by line: NDJSON, one object a line, or CSV with the same names as columns."""

import csv
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import msgspec

from engine.service.caseload.case import OpenCase
from engine.service.caseload.mistakes import Mistakes
from engine.service.errors import OpenCasesError

CSV_SUFFIX: Final = ".csv"
_DISPUTE: Final = "dispute"
_CASE: Final = msgspec.json.Decoder(OpenCase)
_LINE_CHARACTERS_MAX: Final = 1_000_000
_CHUNK: Final = 1 << 20
_DIGEST_BYTES: Final = 32

Line: TypeAlias = tuple[int, OpenCase]
"""Number of the line, from 1, and what it says."""


def read_cases(path: Path, mistakes: Mistakes) -> Iterator[Line]:
    """Yield the cases of a file; lines that are none are noted and passed over.

    Parameters
    ----------
    path
        UTF-8, with or without a byte-order mark; CSV if its name ends with `.csv`, else NDJSON. Empty lines, and empty
        cells of a CSV file, say nothing.
    mistakes
        Takes every line that is no case.

    Raises
    ------
    OpenCasesError
        If the file cannot be read as text at all.
    """
    is_csv = path.suffix.lower() == CSV_SUFFIX
    try:
        with path.open(encoding="utf-8-sig", newline="" if is_csv else None) as file:
            rows = _csv_rows(csv.DictReader(file, strict=True), mistakes) if is_csv else _json_rows(file, mistakes)
            yield from rows
    except UnicodeDecodeError as error:
        raise OpenCasesError(f"{path}: must be UTF-8 text (byte 0x{error.object[error.start]:02x} is not)") from error
    except OSError as error:
        raise OpenCasesError(f"{path}: must be readable ({error.strerror})") from error


def digest_of(path: Path) -> str:
    """Return the BLAKE2b of a file, 64 hex characters: what is imported is what was checked.

    Raises
    ------
    OpenCasesError
        If it cannot be read.
    """
    digest = blake2b(digest_size=_DIGEST_BYTES)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise OpenCasesError(f"{path}: must be readable ({error.strerror})") from error
    return digest.hexdigest()


def _json_rows(file: Iterator[str], mistakes: Mistakes) -> Iterator[Line]:
    for number, text in enumerate(file, start=1):
        if text.isspace():
            continue
        if len(text) > _LINE_CHARACTERS_MAX:
            mistakes.add(number, "", None, f"have at most {_LINE_CHARACTERS_MAX:,} characters")
            continue
        try:
            yield number, _CASE.decode(text)
        except msgspec.ValidationError as error:
            mistakes.add_unreadable(number, _said(text), error)
        except (msgspec.DecodeError, RecursionError) as error:
            mistakes.add(number, "", None, f"be one JSON object ({error})")


def _said(text: str) -> dict[str, Any]:
    """Return what a line that is no case says, as far as it can be read: it tells which case it would have been."""
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}


def _csv_rows(reader: "csv.DictReader[str]", mistakes: Mistakes) -> Iterator[Line]:
    try:
        for row in reader:
            raw: dict[str, Any] = {name: cell.strip() for name, cell in row.items() if cell and isinstance(cell, str)}
            if None in row or None in row.values():
                mistakes.add(reader.line_num, "", None, f"have {len(reader.fieldnames or ())} cells, one a column")
                continue
            case = _converted(reader.line_num, {name: cell for name, cell in raw.items() if cell}, mistakes)
            if case is not None:
                yield reader.line_num, case
    except csv.Error as error:
        mistakes.add(reader.line_num, "", None, f"be valid CSV ({error})")


def _converted(line: int, raw: dict[str, Any], mistakes: Mistakes) -> OpenCase | None:
    try:
        if _DISPUTE in raw:
            raw[_DISPUTE] = msgspec.json.decode(raw[_DISPUTE])
        return msgspec.convert(raw, OpenCase, strict=False)
    except msgspec.ValidationError as error:
        mistakes.add_unreadable(line, raw, error)
    except (msgspec.DecodeError, RecursionError) as error:
        mistakes.add(line, _DISPUTE, raw[_DISPUTE], f"be JSON ({error})")
    return None
