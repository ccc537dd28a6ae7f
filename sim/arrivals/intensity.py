"""How many filings are expected on each day and in each hour.

The yearly count is split into filings on workdays and on days off, each spread evenly over such days of the reference
year, or of the year that has a count of its own, but for the season's factor; within a day, over the hours of its
channels (`mixture.py`). So an ordinary week lies a little above the year's mean, because the year has holidays and the
week has none. A surge comes on top of the yearly count.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_midnight_us
from engine.events.enums import Channel
from sim.arrivals.mixture import hour_shares
from sim.scenario.demand import Arrivals


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


def intensity(
    arrivals: Arrivals, channels: Mapping[Channel, float], calendar: WorkCalendar, *, starts_on: date, days: int
) -> Intensity:
    """Return the expected filings of a span of days.

    Parameters
    ----------
    arrivals
        Section `[arrivals]` of a scenario.
    channels
        Fraction of cases by channel: the hours are a mixture of the channels' hours.
    calendar
        Says which days are workdays; must know the reference year, or the years of the span that have a count of their
        own, and the span.
    starts_on
        First day, local.
    days
        Length of the span.

    Raises
    ------
    CalendarRangeError
        If the span or a year whose count is needed leaves the calendar.
    """
    shares = {worked: hour_shares(arrivals, channels, worked=worked) for worked in (True, False)}
    dates = [starts_on + timedelta(days=offset) for offset in range(days)]
    worked = [calendar.is_workday(local_midnight_us(day)) for day in dates]
    rates = {year: _rates_of(arrivals, calendar, year) for year in {day.year for day in dates}}
    means = [
        rates[day.year].of(day, worked=is_workday) * arrivals.season[day.month - 1] * _surge(arrivals, day)
        for day, is_workday in zip(dates, worked, strict=True)
    ]
    first_midnight = local_midnight_us(starts_on)
    return Intensity(
        first_midnight,
        starts_on.toordinal() - date(1970, 1, 1).toordinal(),
        np.array(means),
        np.stack([shares[is_workday] for is_workday in worked]),
    )


def _surge(arrivals: Arrivals, day: date) -> float:
    """Return the factor of the surge that a day lies in, 1 if it lies in none."""
    for surge in arrivals.surge:
        if surge.starts_on <= day <= surge.ends_on:
            return surge.factor
    return 1.0


def _rates_of(arrivals: Arrivals, calendar: WorkCalendar, year: int) -> "_Rates":
    """Return the rates of a calendar year: its own where the scenario says how it grew, else the reference year's."""
    for growth in arrivals.growth:
        if growth.year == year:
            starts_on = growth.starts_on or date(year, 1, 1)
            return _rates(arrivals, calendar, arrivals.cases_per_year * growth.factor, starts_on)
    return _rates(arrivals, calendar, arrivals.cases_per_year, date(arrivals.year, 1, 1))


class _Rates(NamedTuple):
    """Filings of a day in a month of factor 1."""

    workday: float
    off_day: float
    starts_on: date
    """First day that has them."""

    def of(self, day: date, *, worked: bool) -> float:
        if day < self.starts_on and day.year == self.starts_on.year:
            return 0.0
        return self.workday if worked else self.off_day


def _rates(arrivals: Arrivals, calendar: WorkCalendar, cases: float, first: date) -> _Rates:
    """Return the rates at which the days from `first` to the end of its year file so many cases."""
    days = [first + timedelta(days=offset) for offset in range((date(first.year + 1, 1, 1) - first).days)]
    factors = {True: 0.0, False: 0.0}
    for day in days:
        factors[calendar.is_workday(local_midnight_us(day))] += arrivals.season[day.month - 1]
    on_off_days = cases * arrivals.off_day_share
    return _Rates((cases - on_off_days) / factors[True], on_off_days / factors[False], first)
