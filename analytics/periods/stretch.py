"""The stretch of a case table that is measured: what was asked for, as far as the cases were observed.

A table that ends on 31 December at 17:40 holds the whole year: no working day of it is missing. One that ends in
November does not, and says so, since its counts are no counts of a year.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from analytics.errors import CaseTableError, PeriodError
from analytics.measures.loading import recorded_period
from analytics.measures.units import LOCAL_OFFSET_MICROSECONDS, MICROSECONDS_A_DAY
from analytics.parquet import require_columns
from analytics.periods.words import NamedPeriod, local_day
from analytics.session import session
from engine.calendar.calendar import WorkCalendar
from engine.calendar.errors import CalendarRangeError

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Earlier(StrEnum):
    """An earlier period, said by the one that it is compared with."""

    YEAR = "year-before"
    """The same dates a year earlier, whose season is the same."""
    PERIOD = "period-before"
    """The period that ends where the other starts, of as many months, or days."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time that is measured."""

    starts_at: int
    """Microseconds since the epoch, UTC; included."""
    ends_at: int
    """Excluded."""
    is_whole: bool = True
    """Whether no workday of what was asked for lies outside."""


def observed_period(cases: Path) -> Stretch:
    """Read from a case table how long its cases were observed.

    Raises
    ------
    CaseTableError
        If the file is missing or unreadable.
    PeriodError
        If it does not say.
    """
    with session(cases) as connection:
        require_columns(connection, cases, ("filed_at",), CaseTableError)
        starts_at, ends_at = recorded_period(connection, cases)
    return Stretch(starts_at=starts_at, ends_at=ends_at)


def settle(starts_at: int, ends_at: int, *, observed: Stretch, calendar: WorkCalendar, name: str) -> Stretch:
    """Cut what was asked for down to what was observed.

    Parameters
    ----------
    starts_at, ends_at
        What was asked for, microseconds since the epoch, UTC; end excluded.
    observed
        How long the cases were.
    calendar
        Says which days are workdays; outside its years a whole day that is missing counts as one.
    name
        What the user calls it, for messages.

    Raises
    ------
    PeriodError
        If nothing of it was observed.
    """
    start, end = max(starts_at, observed.starts_at), min(ends_at, observed.ends_at)
    if start >= end:
        first, last = local_day(observed.starts_at), local_day(observed.ends_at - 1)
        raise PeriodError(f"{name}: must lie where the cases were observed, from {first} to {last}")
    missing = _has_workday(starts_at, start, calendar) or _has_workday(end, ends_at, calendar)
    return Stretch(starts_at=start, ends_at=end, is_whole=not missing)


def earlier(named: NamedPeriod | None, settled: Stretch, which: Earlier) -> tuple[int, int]:
    """Give the bounds of the earlier period that a settled one is compared with; if that is cut, so is this.

    Parameters
    ----------
    named
        What was asked for; None for all that was observed, which has no period before it.
    settled
        What of it was observed.
    which
        The earlier one.

    Returns
    -------
    tuple of int
        Start and end, microseconds since the epoch, UTC; end excluded.
    """
    if which is Earlier.YEAR or named is None:
        # On 29 February the last instant inside is moved, not the first outside: what ends with the 28th ends so in
        # every year. On any other day the first outside: what ends with February ends so.
        leaps = _is_leap_day(settled.ends_at)
        return _a_year_before(settled.starts_at), _a_year_before(settled.ends_at - leaps) + leaps
    start = _one_before(named)
    begins = start + settled.starts_at - named.starts_at
    if settled.ends_at == named.ends_at:
        return begins, named.starts_at
    return begins, min(start + settled.ends_at - named.starts_at, named.starts_at)


def _one_before(named: NamedPeriod) -> int:
    """Start of the period before, of as many months if these are whole months, else of as many days."""
    first, after = named.first, named.after
    if first.day == 1 and after.day == 1:
        months = 12 * (first.year - after.year) + first.month - after.month
        years, month = divmod(first.month - 1 + months, 12)
        first = first.replace(year=first.year + years, month=month + 1)
        return (first - _EPOCH.date()).days * MICROSECONDS_A_DAY - LOCAL_OFFSET_MICROSECONDS
    return named.starts_at - (named.ends_at - named.starts_at)


def _a_year_before(at_us: int) -> int:
    """The same local date and time a year earlier; of 29 February that of the 28th."""
    local = _EPOCH + timedelta(microseconds=at_us + LOCAL_OFFSET_MICROSECONDS)
    before = local.replace(year=local.year - 1, day=28 if _is_leap_day(at_us) else local.day)
    return (before - _EPOCH) // timedelta(microseconds=1) - LOCAL_OFFSET_MICROSECONDS


def _is_leap_day(at_us: int) -> bool:
    day = local_day(at_us)
    return (day.month, day.day) == (2, 29)


def _has_workday(starts_at: int, ends_at: int, calendar: WorkCalendar) -> bool:
    if starts_at >= ends_at:
        return False
    try:
        return calendar.workdays(starts_at, ends_at) > 0
    except CalendarRangeError:
        return ends_at - starts_at >= MICROSECONDS_A_DAY
