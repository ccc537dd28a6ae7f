"""How many filings are expected on each day and in each hour.

The yearly count is split into filings on workdays and on days off, each spread evenly over such days of the reference
year but for the season's factor; within a day, into working and other hours. So an ordinary week lies a little above
the year's mean, because the year has holidays and the week has none. A surge comes on top of the yearly count.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from sim.scenario.demand import Arrivals

HOURS: Final = 24
_HALF_HOUR_US: Final = DAY_US // 48


class Intensity(NamedTuple):
    """Expected filings of the whole nation, by day and hour."""

    first_midnight: int
    """Beginning of day 0, microseconds."""
    first_day: int
    """Local day number of day 0: the name under which a day's random factors are known."""
    day_mean: NDArray[np.float64]
    """float64[days], the factors of season and surge included, random factors not."""
    hour_share: NDArray[np.float64]
    """float64[days, 24], each row summing to 1."""


def intensity(arrivals: Arrivals, calendar: WorkCalendar, *, starts_on: date, days: int) -> Intensity:
    """Return the expected filings of a span of days.

    Parameters
    ----------
    arrivals
        Section `[arrivals]` of a scenario.
    calendar
        Says which days are workdays; must know the reference year and the span.
    starts_on
        First day, local.
    days
        Length of the span.

    Raises
    ------
    CalendarRangeError
        If the span or the reference year leaves the calendar.
    """
    per_workday, per_off_day = _base_rates(arrivals, calendar)
    shares = {worked: _hour_shares(arrivals, worked=worked) for worked in (True, False)}
    dates = [starts_on + timedelta(days=offset) for offset in range(days)]
    worked = [calendar.is_workday(local_midnight_us(day)) for day in dates]
    factors = [arrivals.season[day.month - 1] * _surge(arrivals, day) for day in dates]
    first_midnight = local_midnight_us(starts_on)
    return Intensity(
        first_midnight,
        starts_on.toordinal() - date(1970, 1, 1).toordinal(),
        np.where(worked, per_workday, per_off_day) * np.array(factors),
        np.stack([shares[is_workday] for is_workday in worked]),
    )


def _surge(arrivals: Arrivals, day: date) -> float:
    """Return the factor of the surge that a day lies in, 1 if it lies in none."""
    for surge in arrivals.surge:
        if surge.starts_on <= day <= surge.ends_on:
            return surge.factor
    return 1.0


def _base_rates(arrivals: Arrivals, calendar: WorkCalendar) -> tuple[float, float]:
    """Filings a workday and a day off in a month of factor 1, such that the reference year has the yearly count."""
    first = date(arrivals.year, 1, 1)
    days = [first + timedelta(days=offset) for offset in range((date(arrivals.year + 1, 1, 1) - first).days)]
    factors = {True: 0.0, False: 0.0}
    for day in days:
        factors[calendar.is_workday(local_midnight_us(day))] += arrivals.season[day.month - 1]
    on_off_days = arrivals.cases_per_year * arrivals.off_day_share
    return (arrivals.cases_per_year - on_off_days) / factors[True], on_off_days / factors[False]


def _hour_shares(arrivals: Arrivals, *, worked: bool) -> NDArray[np.float64]:
    """float64[24]: how a day's filings fall on its hours; on a workday the off-hours get what is left for them."""
    if not worked:
        weights = np.array(arrivals.off_day_hour_weights)
        return weights / weights.sum()
    weights = np.array(arrivals.workday_hour_weights)
    working = _working_hours()
    off_hours_on_workdays = arrivals.off_hours_share - arrivals.off_day_share
    share_outside = off_hours_on_workdays / (1.0 - arrivals.off_day_share)
    inside = np.where(working, weights, 0.0)
    outside = np.where(working, 0.0, weights)
    return (1.0 - share_outside) * inside / inside.sum() + share_outside * outside / outside.sum()


def _working_hours() -> NDArray[np.bool_]:
    """bool[24]: the hours of a workday that are working hours, as the calendar of a known workday has them."""
    workday = date(2020, 8, 24)
    calendar = WorkCalendar.china(workday.year, workday.year)
    middles = local_midnight_us(workday) + _HALF_HOUR_US + 2 * _HALF_HOUR_US * np.arange(HOURS)
    return calendar.is_working_many(middles)
