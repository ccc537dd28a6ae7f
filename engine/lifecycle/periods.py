"""When a clock ends that begins at an instant."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from engine.calendar.day import DAY_US, local_date, local_day, local_midnight_us
from engine.calendar.in_force import AnyCalendar, CalendarInForce
from engine.lifecycle.counted import MONTHS, STOOD_STILL, WORKING_DAYS, Counted
from engine.lifecycle.machine import Length

_HOUR_US: Final = 3_600_000_000
_MONTHS_A_YEAR: Final = 12


class Periods:
    """Ends of periods; computed once a day and length, since thousands begin on the same day.

    Periods of days and months do not count the day they begin on, end at midnight, local time, after their last day,
    and reach to the next workday if that day is off, unless their length says otherwise. Periods of hours do not count
    the hour they begin in (CPL 85).

    Parameters
    ----------
    calendar
        The courts' working calendar, or the holder of the one in force.

    Examples
    --------
    >>> from engine.calendar.calendar import WorkCalendar
    >>> from engine.calendar.day import local_datetime, local_instant_us
    >>> from engine.events.lifecycle_words import Article
    >>> periods = Periods(WorkCalendar.china(2020, 2021))
    >>> month = Length(rule=Article.ASSUMED, months=1)
    >>> local_datetime(periods.end(month, local_instant_us(2020, 1, 31, 16))).isoformat()
    '2020-03-03T00:00:00+08:00'
    """

    def __init__(self, calendar: AnyCalendar) -> None:
        self._in_force: Final = CalendarInForce.of(calendar)
        self._calendar = self._in_force.calendar
        self._known: Final[dict[tuple[int, str, int], int]] = {}

    def end(self, length: Length, at: int) -> int:
        """Return the end of a period that begins at `at`, microseconds since the epoch.

        Raises
        ------
        CalendarRangeError
            If it lies beyond the calendar.
        """
        if length.hours is not None:
            return (at // _HOUR_US + 1 + length.hours) * _HOUR_US
        if not length.rolls:
            return _fixed_end(length, at)
        if self._calendar is not self._in_force.calendar:
            self._renew()
        day = local_day(at)
        if length.months is not None:
            key = (day, MONTHS, length.months)
        else:
            assert length.days is not None, "a length has exactly one of days, months and hours"
            key = (day, length.unit, length.days)
        end = self._known.get(key)
        if end is None:
            end = self._known[key] = self._end(key[1], key[2], at)
        return end

    def shifted(self, end: int, by: int) -> int:
        """Return the end of a period that stood still for `by` microseconds."""
        if self._calendar is not self._in_force.calendar:
            self._renew()
        return self._calendar.end_of_working_day(end + by - 1 - DAY_US, 1)

    def again(self, counted: Counted) -> int:
        """Return the end that a clock would have if it had been counted by the calendar in force."""
        if self._calendar is not self._in_force.calendar:
            self._renew()
        end = counted.since
        for ordinal, step in enumerate(counted.steps):
            if step.unit == STOOD_STILL:
                end = self.shifted(end, step.length)
            else:
                # An extension goes on from the last instant of the last day: the next day is the first that counts.
                end = self._end(step.unit, step.length, end if ordinal == 0 else end - 1)
        return end

    def _renew(self) -> None:
        """Forget what was computed by a calendar that is no longer in force."""
        self._calendar = self._in_force.calendar
        self._known.clear()

    def _end(self, unit: str, count: int, at: int) -> int:
        if unit == WORKING_DAYS:
            return self._calendar.end_of_working_day(at, count)
        if unit == MONTHS:
            last = _months_later(local_date(at), count)
            return self._calendar.end_of_working_day(local_midnight_us(last - timedelta(days=1)), 1)
        return self._calendar.end_of_working_day(at + (count - 1) * DAY_US, 1)


def _fixed_end(length: Length, at: int) -> int:
    """Return the midnight after the last day, whatever day that is."""
    day = local_date(at)
    last = day + timedelta(days=length.days) if length.days is not None else _months_later(day, length.months or 0)
    return local_midnight_us(last + timedelta(days=1))


def _months_later(day: date, months: int) -> date:
    """Return the day of the same number so many months later, or that month's last day (Civil Code 202)."""
    month = day.month - 1 + months
    year, month = day.year + month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
