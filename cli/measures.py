"""Find and measure the cases of a run or an import, whole or group by group."""

from collections.abc import Sequence
from pathlib import Path

from analytics.errors import CaseTableError
from analytics.groups import Grouping, GroupMeasures, measure_groups
from analytics.measure import measure
from analytics.periods.stretch import Stretch
from analytics.records import Measures
from cli.group_names import names_of
from cli.periods import measured_stretch
from engine.calendar.calendar import WorkCalendar

CASES_FILE = "cases.parquet"
EVENTS_FILE = "events.parquet"
MEDIATORS_FILE = "mediators.parquet"


def measures_of(place: Path, year_files: Sequence[Path] = (), period: str | None = None) -> Measures:
    """Measure the cases of a folder or of one case table.

    Parameters
    ----------
    place
        Folder of a run or an import, or a case table.
    year_files
        Days off of years that the working calendar does not know, or knows otherwise.
    period
        As `analytics.periods.words` reads it; None for all that was observed.

    Raises
    ------
    CaseTableError
        If there is no case table.
    PeriodError
        If the period is none, or nothing of it was observed.
    CalendarError
        If a year file has mistakes, or leaves a year out that lies between two.
    """
    calendar = WorkCalendar.china(year_files=year_files)
    cases = case_table(place)
    return measured(cases, calendar, measured_stretch(cases, period, calendar))


def measured(cases: Path, calendar: WorkCalendar, stretch: Stretch) -> Measures:
    """Measure a stretch of a case table, with the roster beside it if there is one."""
    mediators = cases.with_name(MEDIATORS_FILE)
    roster = mediators if mediators.is_file() else None
    return measure(cases, calendar=calendar, mediators=roster, period=(stretch.starts_at, stretch.ends_at))


def case_table(place: Path) -> Path:
    """Find the case table of a folder; one that is named itself is found too.

    Raises
    ------
    CaseTableError
        If there is none.
    """
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


def groups_of(place: Path, by: Grouping, period: str | None = None) -> list[GroupMeasures]:
    """Measure the cases of a folder or of one case table, group by group; courts and organisations by name.

    Raises
    ------
    CaseTableError
        If there is no case table, or the names beside it are not what they should be.
    PeriodError
        If the period is none, or nothing of it was observed.
    """
    cases = case_table(place)
    return grouped(cases, by, measured_stretch(cases, period, WorkCalendar.china()))


def grouped(cases: Path, by: Grouping, stretch: Stretch) -> list[GroupMeasures]:
    """Measure a stretch of a case table group by group."""
    return measure_groups(cases, by, names=names_of(cases, by), period=(stretch.starts_at, stretch.ends_at))
