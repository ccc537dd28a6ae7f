"""Tables in which one more year is announced."""

from datetime import date

from engine.calendar.announcement import days_of
from engine.calendar.clock import ClockArrays
from engine.calendar.day import EPOCH_ORDINAL
from engine.calendar.errors import AnnouncementError, CalendarError, CalendarRangeError
from engine.calendar.span import Span
from engine.calendar.tables import clock_of, worked_days
from engine.calendar.year import YearDays, open_december


def announced(span: Span, arrays: ClockArrays, provisional_from: int | None, year: YearDays) -> ClockArrays | None:
    """Return the tables with a year as it was announced; None if they have it already.

    Parameters
    ----------
    span, arrays
        Of the calendar before.
    provisional_from
        Its first provisional year, None if it has none.
    year
        The announced year.

    Raises
    ------
    AnnouncementError
        If the year is announced already, with other days.
    CalendarError
        If an earlier year must be announced first.
    CalendarRangeError
        If the calendar does not reach so far.
    """
    worked, origin = worked_days(arrays), arrays.first_day + EPOCH_ORDINAL
    if not span.first_year <= year.year <= span.last_year:
        known = f"{span.first_year}-{span.last_year}"
        raise CalendarRangeError(f"year = {year.year} lies outside the years of the working calendar, {known}")
    if provisional_from is None or year.year < provisional_from:
        for day in _settled_days(year.year):
            if year.is_workday(day) != worked[day.toordinal() - origin]:
                raise AnnouncementError(f"year = {year.year}; is announced with another {day}")
        return None
    if year.year > provisional_from:
        raise CalendarError(f"year = {year.year}; must be {provisional_from}, the first that is not announced")
    for day in days_of(year.year):
        if day.toordinal() >= origin:
            worked[day.toordinal() - origin] = year.is_workday(day)
    return clock_of(worked, first_day=arrays.first_day)


def _settled_days(year: int) -> list[date]:
    """Return the days of a year that the announcement of the next cannot have changed."""
    return [day for day in days_of(year) if day.year == year and day < open_december(year + 1)]
