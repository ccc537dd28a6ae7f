"""Years that nobody has announced yet: what is certain about them, and what the announcement may still change.

The State Council announces a year in the November before. Until then a year is provisional: Monday to Friday are
worked, but for the holidays whose date the law itself fixes (Regulation on Holidays as revised in 2024: 1 January,
1 and 2 May, 1 to 3 October). No arrangement since has made a workday of one of those, so a deadline that ended there
would be wrong for certain. Holidays of the lunar calendar and days worked in exchange are the announcement's to name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from engine.calendar.errors import CalendarError, CalendarRangeError
from engine.calendar.year import YearDays, name_years, open_december

FIXED_HOLIDAYS: Final = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Month and day of the holidays that need no announcement."""


def provisional_year(year: int) -> YearDays:
    """Return a year of which only the law is known.

    Examples
    --------
    >>> provisional_year(2027).is_workday(date(2027, 10, 1)), date(2027, 10, 1).strftime("%A")
    (False, 'Friday')

    """
    return YearDays(
        year=year,
        holidays=frozenset(date(year, month, day) for month, day in FIXED_HOLIDAYS),
        workdays=frozenset(),
    )


def with_provisional(years: Mapping[int, YearDays], first: int, last: int, until: int) -> dict[int, YearDays]:
    """Return the announced years that end with `last`, and provisional ones after them.

    Parameters
    ----------
    years
        All that are known; what lies beyond `last` counts as not announced.
    first, last
        First and last announced year.
    until
        The last provisional year.

    Raises
    ------
    CalendarError
        If `until` does not come after `last`.
    CalendarRangeError
        If a year from first to last is unknown.
    """
    if until <= last:
        raise CalendarError(f"provisional_until = {until}; must be after last_year = {last}")
    check_known(years, first, last)
    announced = {number: year for number, year in years.items() if number <= last}
    return announced | {number: provisional_year(number) for number in range(last + 1, until + 1)}


def as_announced(year: YearDays) -> YearDays:
    """Return a year without what the announcement of the next one said of its last days.

    Whoever knows both finds that in the days of the earlier; a calendar that waits for the next year must not.
    """
    end = open_december(year.year + 1)
    holidays = frozenset(day for day in year.holidays if day < end)
    return YearDays(year=year.year, holidays=holidays, workdays=frozenset(day for day in year.workdays if day < end))


def check_known(years: Mapping[int, YearDays], first: int, last: int) -> None:
    """Raise `CalendarRangeError` unless every year from first to last is known."""
    missing = [year for year in range(first, last + 1) if year not in years]
    if missing:
        raise CalendarRangeError(
            f"{name_years(missing)} lies outside the known years, {name_years(years)}; "
            "a year file adds a year, and years must follow each other without a hole"
        )
