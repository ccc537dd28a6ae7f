"""An announced year as whole numbers: what an event can hold, so that no replay needs a file."""

from datetime import date, timedelta
from typing import NamedTuple, Self

from engine.calendar.errors import AnnouncementError
from engine.calendar.year import YearDays, open_december

MONTHS = 13
"""The December before the year, then its own twelve."""


class Announcement(NamedTuple):
    """For each day whether it is worked.

    Examples
    --------
    >>> from engine.calendar.year import china_years
    >>> announced = Announcement.of(china_years()[2020])
    >>> announced.year, f"{announced.worked[4]:b}"[::-1]  # April: off from the 4th to the 6th, worked on the 26th
    (2020, '111000111100111110011111011111')
    >>> Announcement.of(announced.days()) == announced
    True

    """

    year: int
    worked: tuple[int, ...]
    """Thirteen masks: bit d - 1 is set if day d of the month is worked. Of the December before, only its last days."""

    @classmethod
    def of(cls, year: YearDays) -> Self:
        """Return the announcement of a year, the last days of the December before included."""
        masks = [0] * MONTHS
        for day in days_of(year.year):
            if year.is_workday(day):
                masks[day.month if day.year == year.year else 0] |= 1 << (day.day - 1)
        return cls(year.year, tuple(masks))

    def days(self) -> YearDays:
        """Return how the year departs from Monday to Friday.

        Raises
        ------
        AnnouncementError
            If a mask is missing, or names a day that is not there.
        """
        self._check()
        holidays: set[date] = set()
        workdays: set[date] = set()
        for day in days_of(self.year):
            is_worked = self.worked[day.month if day.year == self.year else 0] >> (day.day - 1) & 1
            if is_worked and day.weekday() >= 5:
                workdays.add(day)
            elif not is_worked and day.weekday() < 5:
                holidays.add(day)
        return YearDays(year=self.year, holidays=frozenset(holidays), workdays=frozenset(workdays))

    def _check(self) -> None:
        if not date.min.year < self.year < date.max.year:
            raise AnnouncementError(f"year = {self.year}; must be within {date.min.year + 1}..{date.max.year - 1}")
        if len(self.worked) != MONTHS:
            raise AnnouncementError(f"worked has {len(self.worked)} months; must have {MONTHS}")
        known = [0] * MONTHS
        for day in days_of(self.year):
            known[day.month if day.year == self.year else 0] |= 1 << (day.day - 1)
        for month, (mask, days) in enumerate(zip(self.worked, known, strict=True)):
            if mask & ~days:
                raise AnnouncementError(f"worked[{month}] = {mask:#x}; must have no bit beside {days:#x}")


def days_of(year: int) -> list[date]:
    """Return every day that the announcement of a year decides on, in order."""
    first = open_december(year)
    return [first + timedelta(days=ordinal) for ordinal in range((date(year + 1, 1, 1) - first).days)]
