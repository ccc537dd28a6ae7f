"""Public holidays and make-up workdays of China, year by year.

The State Council publishes each year's arrangement in the autumn before: days off beyond the weekends, and
the weekend days worked in exchange. The open package `chinesecalendar` keeps that table; it is read here,
once, and no other module knows the package.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

DECEMBER_OPEN_FROM: Final = 25
"""From this day on, a December waits for the next year's announcement: the one for 2019 had people work on Saturday, 29
December 2018, and stay away on Monday the 31st. The 29th is the earliest of all since 2004; the margin is assumed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearDays:
    """How one year departs from the week of five workdays, Monday to Friday.

    Examples
    --------
    >>> year = china_years()[2020]
    >>> year.is_workday(date(2020, 4, 26)), date(2020, 4, 26).strftime("%A")
    (True, 'Sunday')

    """

    year: int
    """The calendar year."""
    holidays: frozenset[date]
    """Days off; weekend days may be among them and change nothing. The last days of the December before may be, too."""
    workdays: frozenset[date]
    """Make-up workdays: Saturdays and Sundays that are worked."""

    def is_workday(self, day: date) -> bool:
        """Tell whether courts work on a day of this year."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)


@cache
def china_years() -> Mapping[int, YearDays]:
    """Read the table of the `chinesecalendar` package, on the first call of the process only.

    Returns
    -------
    Mapping[int, YearDays]
        One entry a year, in order of years, without holes in the releases known so far.

    Examples
    --------
    >>> min(china_years())
    2004

    """
    import chinese_calendar  # noqa: PLC0415 - 50 ms that a process with no question about China's days never pays

    holidays = _by_year(chinese_calendar.holidays)
    workdays = _by_year(chinese_calendar.workdays)
    years = {
        year: YearDays(
            year=year,
            holidays=frozenset(days + _december_before(year, holidays)),
            workdays=frozenset(workdays[year] + _december_before(year, workdays)),
        )
        for year, days in sorted(holidays.items())
    }
    return MappingProxyType(years)


def open_december(year: int) -> date:
    """Return the first day that the announcement of a year may change: one late in the December before.

    Examples
    --------
    >>> open_december(2019)
    datetime.date(2018, 12, 25)

    """
    return date(year - 1, 12, DECEMBER_OPEN_FROM)


def unbroken_run(years: Mapping[int, YearDays], year: int) -> list[YearDays]:
    """Give the known years around a known one, in order, as far as none is missing."""
    first = last = year
    while first - 1 in years:
        first -= 1
    while last + 1 in years:
        last += 1
    return [years[known] for known in range(first, last + 1)]


def name_years(years: Collection[int]) -> str:
    """Write years as runs.

    Examples
    --------
    >>> name_years([2024, 2025, 2026, 2030])
    '2024-2026, 2030'

    """
    starts = sorted(year for year in years if year - 1 not in years)
    ends = sorted(year for year in years if year + 1 not in years)
    runs = zip(starts, ends, strict=True)
    return ", ".join(f"{start}" if start == end else f"{start}-{end}" for start, end in runs)


def _december_before(year: int, days: Mapping[int, list[date]]) -> list[date]:
    return [day for day in days.get(year - 1, ()) if day >= open_december(year)]


def _by_year(days: Iterable[date]) -> defaultdict[int, list[date]]:
    years: defaultdict[int, list[date]] = defaultdict(list)
    for day in days:
        years[day.year].append(day)
    return years
