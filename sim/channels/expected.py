"""How many filings of a channel are expected in each hour of a span of days.

A count of the span is split into filings in working hours, outside them on workdays, and on days off; each part is
spread over its hours by the shape of the day and the season's factor. Whatever the season, the parts and their sum are
kept.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_midnight_us
from sim.channels.scenario import Hours

HOURS: Final = 24
_HALF_HOUR_US: Final = HOUR_US // 2


class Days(NamedTuple):
    """A span of days on the working calendar."""

    starts_on: date
    """First day, local."""
    workday: NDArray[np.bool_]
    """bool[days]: whether courts work on the day."""
    working: NDArray[np.bool_]
    """bool[days, 24]: whether the hour is a working hour."""

    @property
    def first_hour(self) -> int:
        """Hours from the epoch to the first midnight: the name under which its random words are known."""
        return local_midnight_us(self.starts_on) // HOUR_US


def days_of(calendar: WorkCalendar, starts_on: date, days: int) -> Days:
    """Look a span up in the calendar.

    Parameters
    ----------
    calendar
        Must know the span.
    starts_on
        First day, local.
    days
        Length of the span.

    Raises
    ------
    CalendarRangeError
        If the span leaves the calendar.

    Examples
    --------
    >>> days_of(WorkCalendar.china(2020, 2020), date(2020, 1, 1), 366).workday.sum()
    np.int64(249)

    """
    midnights = local_midnight_us(starts_on) + DAY_US * np.arange(days, dtype=np.int64)
    middles = midnights[:, None] + _HALF_HOUR_US + HOUR_US * np.arange(HOURS, dtype=np.int64)
    working = calendar.is_working_many(middles.ravel()).reshape(days, HOURS)
    return Days(starts_on, calendar.is_workday_many(midnights), working)


def expected_by_hour(
    days: Days, count: float, hours: Hours, *, off_hours_share: float, off_day_share: float
) -> NDArray[np.float64]:
    """Spread a count over the hours of a span.

    Parameters
    ----------
    days
        The span.
    count
        Expected filings of the whole span.
    hours
        Shape of the day and the year.
    off_hours_share
        Fraction outside working hours, days off included; 0 for a channel that closes with the courts.
    off_day_share
        Fraction on days off; part of `off_hours_share`.

    Returns
    -------
    NDArray[np.float64]
        float64[days, 24], summing to `count`; a part for which the span has no hours goes to the others, and where
        there are none at all, as for a closed window on days off, all is 0.

    """
    workday = days.workday[:, None]
    weights = np.where(workday, np.array(hours.workday), np.array(hours.day_off)) * _season(days, hours.season)
    shape = _part(weights, days.working, 1.0 - off_hours_share)
    shape += _part(weights, workday & ~days.working, off_hours_share - off_day_share)
    shape += _part(weights, np.broadcast_to(~workday, weights.shape), off_day_share)
    whole = shape.sum()
    return count / whole * shape if whole > 0.0 else shape


def _part(weights: NDArray[np.float64], where: NDArray[np.bool_], share: float) -> NDArray[np.float64]:
    """Spread a share over some hours; nothing where there are none."""
    inside = np.where(where, weights, 0.0)
    total = inside.sum()
    return share / total * inside if total > 0.0 else inside


def _season(days: Days, season: Sequence[float]) -> NDArray[np.float64]:
    """float64[days, 1]: the factor of each day's month."""
    dates = (days.starts_on + timedelta(days=offset) for offset in range(len(days.workday)))
    return np.array([[season[day.month - 1]] for day in dates])
