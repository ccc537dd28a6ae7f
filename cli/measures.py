"""Find and measure the cases of a run or an import, and gather what their report is made of."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from analytics.errors import CaseTableError
from analytics.groups import Grouping, GroupMeasures, groups_in, measure_groups
from analytics.measure import measure
from analytics.records import Measures
from engine.calendar.calendar import WorkCalendar

CASES_FILE = "cases.parquet"
EVENTS_FILE = "events.parquet"
MEDIATORS_FILE = "mediators.parquet"
NAMES_FILE = "names.csv"
COURTS_SHOWN = 60
"""Most courts of a report's table."""
_PARTS = {
    "run": "run.json",
    "published": "published.json",
    "assumptions": "assumptions.json",
    "imported": "import.json",
}


def measures_of(place: Path, year_files: Sequence[Path] = ()) -> Measures:
    """Measure the cases of a folder or of one case table.

    Parameters
    ----------
    place
        Folder of a run or an import, or a case table.
    year_files
        Days off of years that the working calendar does not know, or knows otherwise.

    Raises
    ------
    CaseTableError
        If there is no case table.
    CalendarError
        If a year file has mistakes, or leaves a year out that lies between two.
    """
    cases = _case_table(place)
    mediators = cases.with_name(MEDIATORS_FILE)
    roster = mediators if mediators.is_file() else None
    return measure(cases, calendar=WorkCalendar.china(year_files=year_files), mediators=roster)


def _case_table(place: Path) -> Path:
    cases = place / CASES_FILE if place.is_dir() else place
    if not cases.is_file():
        broken_off = "; what was broken off or had no events has none: export or run it again"
        why = broken_off if cases.with_name(EVENTS_FILE).is_file() else ""
        raise CaseTableError(f"cases = {place}: must be a folder with {CASES_FILE}, or such a file{why}")
    if cases.suffix == ".csv":
        raise CaseTableError(
            f"cases = {place}: must be a case table (Parquet); onestop analytics import makes one of it"
        )
    return cases


def groups_of(place: Path, by: Grouping) -> list[GroupMeasures]:
    """Measure the cases of a folder or of one case table, group by group; an import's names are those of its source.

    Raises
    ------
    CaseTableError
        If there is no case table, or the names beside it are not what an import writes.
    """
    cases = _case_table(place)
    return measure_groups(cases, by, names=_names(cases.with_name(NAMES_FILE), by))


def _names(path: Path, by: Grouping) -> dict[int, str]:
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {int(row["id"]): row["name"] for row in csv.DictReader(file) if row["kind"] == by}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, ValueError) as error:
        raise CaseTableError(f"{path}: must hold kind, id and name as an import writes them ({error!r})") from error


def court_material(place: Path) -> dict[str, Any]:
    """Return what each court did, for a report; nothing where there is one court, or more than can be read."""
    if not 1 < groups_in(_case_table(place), "court") <= COURTS_SHOWN:
        return {}
    return {"courts": msgspec.to_builtins(groups_of(place, "court"))}


def report_material(place: Path, year_files: Sequence[Path] = ()) -> dict[str, Any]:
    """Return the measures of a place and, if it is the folder of a run or an import, what that says of itself."""
    folder = place if place.is_dir() else place.parent
    material: dict[str, Any] = {"measures": msgspec.to_builtins(measures_of(place, year_files))}
    material |= court_material(place)
    for part, name in _PARTS.items():
        path = folder / name
        if path.is_file():
            material[part] = _decoded(path)
    return material


def _decoded(path: Path) -> Any:
    try:
        return msgspec.json.decode(path.read_bytes())
    except msgspec.MsgspecError as error:
        raise CaseTableError(f"{path}: must be JSON as a run leaves it ({error})") from error
