"""Reading a mapping file, and telling all its mistakes at once."""

import tomllib
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from analytics.importer.errors import MappingError
from analytics.importer.mapping import SourceMapping
from analytics.importer.mapping_sections import (
    read_activities,
    read_columns,
    read_period,
    read_values,
    require_facts,
)
from analytics.importer.problems import Problems, Table
from analytics.importer.stamps import ISO_FORMATS, carries_offset, format_fault, zone_exists

SHIPPED = Path(__file__).parent.parent / "mappings"
"""Folder of the mappings that come with the package."""

ENCODINGS = {
    "utf-8": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "big5": "big5",
    "latin-1": "latin-1",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "ascii": "ascii",
}
"""Encodings by the names people use. All hold ASCII as it is, so lines can be found before decoding."""

_GENERAL_KEYS = (
    "name",
    "layout",
    "delimiter",
    "encoding",
    "time_zone",
    "time_formats",
    "empty_words",
    "deadline_includes_its_day",
)
_KEYS = (*_GENERAL_KEYS, "columns", "activities", "values", "period")
_FORBIDDEN_DELIMITERS = frozenset('"\r\n\0')


def find_mapping(name: str) -> Path:
    """Find a mapping by its path, or one that comes with the package by its name.

    Parameters
    ----------
    name
        A path, or a shipped name without its ending.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    MappingError
        There is neither; the message lists the shipped names.

    Examples
    --------
    >>> find_mapping("permit-receipt").name
    'permit-receipt.toml'
    """
    shipped = {file.stem: file for file in sorted(SHIPPED.glob("*.toml"))}
    if Path(name).is_file():
        return Path(name)
    if name in shipped:
        return shipped[name]
    raise MappingError([f"{name}: no such mapping file, nor one that is shipped: {', '.join(shipped)}"])


def load_mapping(path: Path) -> SourceMapping:
    """Read and check a mapping file.

    Parameters
    ----------
    path
        A TOML file; its keys are described in `docs/import.md`.

    Returns
    -------
    SourceMapping
        The mapping, whole and consistent.

    Raises
    ------
    MappingError
        The file cannot be read, is not TOML, or is wrong; one line a mistake, all of them.
    """
    table = _read_toml(path)
    problems = Problems(path.name)
    problems.unknown_keys(table, _KEYS)
    layout = _layout(table, problems)
    time_zone = _time_zone(table, problems)
    columns = read_columns(table, layout, problems)
    activities = read_activities(table, layout, columns, problems)
    starts_at, ends_at = read_period(table, time_zone, problems)
    mapping = SourceMapping(
        name=problems.text(table, "name", path.stem) or path.stem,
        layout=layout or "cases",
        delimiter=_delimiter(table, problems),
        encoding=_encoding(table, problems),
        time_zone=time_zone,
        time_formats=_time_formats(table, problems),
        empty_words=frozenset(problems.texts(table, "empty_words", ())),
        deadline_includes_its_day=problems.flag(table, "deadline_includes_its_day", default=False),
        columns=columns,
        activities=activities,
        values=read_values(table, columns, problems),
        period_starts_at=starts_at,
        period_ends_at=ends_at,
    )
    require_facts(mapping, problems)
    _require_zone(table, mapping, problems)
    if problems.lines:
        problems.fail()
    return mapping


def _read_toml(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError([f"{path}: cannot be read ({error.strerror})"]) from error
    except UnicodeDecodeError as error:
        raise MappingError([f"{path.name}: not UTF-8 text (byte {error.start})"]) from error
    except tomllib.TOMLDecodeError as error:
        raise MappingError([f"{path.name}: not TOML ({error})"]) from error
    except RecursionError as error:
        raise MappingError([f"{path.name}: not TOML (nested too deep)"]) from error


def _layout(table: Table, problems: Problems) -> Literal["cases", "events"] | None:
    value = table.get("layout")
    if value in {"cases", "events"}:
        return value
    problems.add("layout", value, 'must be "cases" or "events"', nearest=("cases", "events"))
    return None


def _delimiter(table: Table, problems: Problems) -> str:
    value = table.get("delimiter", ",")
    if isinstance(value, str) and len(value) == 1 and value not in _FORBIDDEN_DELIMITERS:
        return value
    problems.add("delimiter", value, "must be one character, neither a quote nor a line end")
    return ","


def _encoding(table: Table, problems: Problems) -> str:
    value = table.get("encoding", "utf-8")
    name = value.lower().replace("_", "-") if isinstance(value, str) else ""
    if name in ENCODINGS or name.replace("utf8", "utf-8") in ENCODINGS:
        return ENCODINGS[name.replace("utf8", "utf-8")]
    problems.add("encoding", value, f"must be one of {', '.join(ENCODINGS)}", nearest=ENCODINGS)
    return "utf-8"


def _time_zone(table: Table, problems: Problems) -> str | None:
    value = problems.text(table, "time_zone", None)
    if value is None or zone_exists(value):
        return value
    problems.add(
        "time_zone",
        value,
        "must be a name of the IANA time zone database, such as Asia/Shanghai",
        nearest=available_timezones(),
    )
    return None


def _time_formats(table: Table, problems: Problems) -> tuple[str, ...]:
    formats = problems.texts(table, "time_formats", ISO_FORMATS)
    for item in formats:
        fault = format_fault(item)
        if fault:
            problems.add("time_formats", item, fault)
    return formats


def _require_zone(table: Table, mapping: SourceMapping, problems: Problems) -> None:
    """A stamp without a zone means nothing, and guessing one would shift every figure."""
    if "time_zone" in table or all(carries_offset(item) for item in mapping.time_formats):
        return
    local = next(item for item in mapping.time_formats if not carries_offset(item))
    problems.add("time_zone", None, f"must be given: stamps as {local} say no zone; for instance Asia/Shanghai")
