"""Calendars and instants to try: China's, and invented ones with weeks off, worked weekends and whole free weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US
from engine.calendar.year import YearDays, china_years
from tests.engine.calendar.plain_clock import PlainClock


@dataclass(frozen=True, kw_only=True)
class World:
    """One set of years, answered by the compiled calendar and by the plain clock."""

    calendar: WorkCalendar
    plain: PlainClock

    def __repr__(self) -> str:
        years = self.plain.years.values()
        return f"World(holidays={sorted(day.isoformat() for year in years for day in year.holidays)})"


def world(*years: YearDays) -> World:
    known = {year.year: year for year in years}
    return World(calendar=WorkCalendar.of_years(known), plain=PlainClock(known))


@cache
def china(first_year: int, last_year: int) -> World:
    return world(*(china_years()[year] for year in range(first_year, last_year + 1)))


@st.composite
def invented_years(draw: st.DrawFn, year: int) -> YearDays:
    """A year with up to five stretches off, of up to four weeks, and up to ten weekend days worked."""
    first = date(year, 1, 1)
    length = date(year + 1, 1, 1).toordinal() - first.toordinal()
    stretches = draw(st.lists(st.tuples(st.integers(0, length - 1), st.integers(1, 28)), max_size=5))
    weekends = draw(st.sets(st.integers(0, length - 1), max_size=10))
    edges = draw(st.sampled_from([set[int](), set(range(9)), set(range(length - 16, length))]))
    off = {day for start, days in stretches for day in range(start, min(start + days, length))} | edges
    worked = {day for day in weekends - off if (first + timedelta(day)).weekday() >= 5}
    return YearDays(
        year=year,
        holidays=frozenset(first + timedelta(day) for day in off),
        workdays=frozenset(first + timedelta(day) for day in worked),
    )


def worlds() -> st.SearchStrategy[World]:
    """China 2019-2020, or an invented year or two; 2023 begins on a Sunday, 2021 on a Friday."""
    invented = st.one_of(
        st.builds(world, invented_years(2023)),
        st.builds(world, invented_years(2020), invented_years(2021)),
    )
    return st.one_of(st.builds(china, st.just(2019), st.just(2020)), invented)


def instants(calendar: WorkCalendar) -> st.SearchStrategy[int]:
    """Instants before the end of the calendar, half of them within a microsecond of an hour that matters."""
    days = (calendar.ends_at - calendar.starts_at) // DAY_US
    hours = st.sampled_from([0, 9, 12, 13, 18])
    edges = st.builds(
        lambda day, hour, by: calendar.starts_at + day * DAY_US + hour * HOUR_US + by,
        st.integers(0, days - 1),
        hours,
        st.sampled_from([-1, 0, 1]),
    )
    inside = edges.filter(lambda at_us: calendar.starts_at <= at_us)
    return st.one_of(st.integers(calendar.starts_at, calendar.ends_at - 1), inside)
