"""Years that nobody has announced: what they answer, and what an announcement changes."""

import copy
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from engine.calendar.errors import AnnouncementError, CalendarError, CalendarRangeError
from engine.calendar.in_force import CalendarInForce
from engine.calendar.provisional import as_announced
from engine.calendar.year import YearDays, china_years
from engine.calendar.year_file import read_year_files
from tests.engine.calendar.plain_clock import DAY, PlainClock, local, midnight
from tests.engine.calendar.worlds import invented_years
from tests.examples import examples

BY_LAW = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
CALENDAR = WorkCalendar.china(2020, 2024, provisional_until=2026)
FIRST_OPEN = date(2024, 12, 25)


class PlainYears(PlainClock):
    """The plain clock over 2020 to 2024 as announced, 2025 and 2026 by the law alone, and changes of single days."""

    def __init__(self, announced: YearDays | None = None) -> None:
        super().__init__({year: china_years()[year] for year in range(2020, 2025)})
        self.last = date(2026, 12, 31)
        self._announced = announced

    def is_workday(self, day: date) -> bool:
        if self._announced is not None and FIRST_OPEN <= day < date(2026, 1, 1):
            return day in self._announced.workdays or (day.weekday() < 5 and day not in self._announced.holidays)
        if day.year > 2024:
            return day.weekday() < 5 and (day.month, day.day) not in BY_LAW
        return super().is_workday(day)


@st.composite
def announced_2025(draw: st.DrawFn) -> YearDays:
    """An invented arrangement of 2025, with some of the December before."""
    year = draw(invented_years(2025))
    week = [FIRST_OPEN + timedelta(days=ordinal) for ordinal in range(7)]
    chosen = draw(st.sets(st.sampled_from(week)))
    return YearDays(
        year=2025,
        holidays=year.holidays | {day for day in chosen if day.weekday() < 5},
        workdays=year.workdays | {day for day in chosen if day.weekday() >= 5},
    )


def instants() -> st.SearchStrategy[int]:
    """Instants from late 2024 on, half of them at midnight."""
    days = st.integers(0, 500).map(lambda day: midnight(date(2024, 11, 1) + timedelta(days=day)))
    return days | st.builds(int.__add__, days, st.integers(0, DAY_US - 1))


@settings(max_examples=examples(40))
@given(instants(), st.integers(1, 90), st.none() | announced_2025())
def test_deadlines_are_those_of_a_walk_over_the_days(at_us: int, days: int, year: YearDays | None):
    """Before and after an announcement, the end of a period is where a plain walk over the workdays ends."""
    calendar = CALENDAR if year is None else CALENDAR.with_year(year)
    plain = PlainYears(year)

    assert calendar.is_workday(at_us) == plain.is_workday(local(at_us).date())
    assert calendar.end_of_working_day(at_us, days) == plain.end_of_working_day(at_us, days)
    assert calendar.add_working_us(at_us, days * 10**10) == plain.add_working_us(at_us, days * 10**10)


@settings(max_examples=examples(40))
@given(announced_2025())
def test_an_announced_calendar_is_the_one_that_always_knew(year: YearDays):
    """With a year announced later, every table is that of a calendar made with the year."""
    years = {known: days for known, days in china_years().items() if known < 2025} | {2025: year}
    announced = CALENDAR.with_year(year)
    always = WorkCalendar.of_years(years, 2020, 2025, provisional_until=2026)

    for ours, theirs in zip(announced.arrays, always.arrays, strict=True):
        assert np.array_equal(ours, theirs)
    assert announced.span == always.span
    assert announced.provisional_from == always.provisional_from == 2026
    assert announced.with_year(year) is announced


@settings(max_examples=examples(40))
@given(announced_2025())
def test_an_announcement_in_whole_numbers_is_the_same(year: YearDays):
    """Thirteen masks say of every day what the year says, and come back as they were."""
    told = Announcement.of(year)
    again = told.days()

    day = FIRST_OPEN
    while day.year < 2026:
        assert again.is_workday(day) == year.is_workday(day)
        day += DAY
    assert Announcement.of(again) == told


@pytest.mark.parametrize("year", range(2005, 2027))
def test_every_year_so_far_could_have_been_loaded_when_it_was_announced(year: int):
    """Each of China's years, loaded into a calendar that ends the year before, gives the tables that had it."""
    before = WorkCalendar.china(2004, year - 1, provisional_until=year + 1)
    loaded = before.with_year(Announcement.of(as_announced(china_years()[year])).days())
    always = WorkCalendar.china(2004, year, provisional_until=year + 1)

    for ours, theirs in zip(loaded.arrays, always.arrays, strict=True):
        assert np.array_equal(ours, theirs)
    assert before.with_year(china_years()[year - 1]) is before


def test_what_is_provisional():
    """From the last week before the first year that is not announced, and nowhere in other calendars."""
    new_year = local_midnight_us(date(2025, 1, 1))

    assert CALENDAR.provisional_from == 2025
    assert CALENDAR.is_provisional(new_year)
    assert CALENDAR.is_provisional(local_midnight_us(FIRST_OPEN))
    assert not CALENDAR.is_provisional(local_midnight_us(FIRST_OPEN) - 1)
    assert not CALENDAR.with_year(china_years()[2025]).is_provisional(new_year)
    assert not WorkCalendar.china(2020, 2025).is_provisional(new_year)
    assert copy.copy(CALENDAR).provisional_from == 2025


def test_years_are_announced_in_order_and_once():
    """A year that was announced otherwise, that comes too early, or that lies outside, is refused by name."""
    with pytest.raises(AnnouncementError, match="year = 2024; is announced with another 2024-01-01"):
        CALENDAR.with_year(YearDays(year=2024, holidays=frozenset({date(2024, 1, 2)}), workdays=frozenset()))
    with pytest.raises(CalendarError, match="year = 2026; must be 2025"):
        CALENDAR.with_year(china_years()[2026])
    with pytest.raises(CalendarRangeError, match="year = 2019 lies outside"):
        CALENDAR.with_year(china_years()[2019])
    with pytest.raises(CalendarError, match="provisional_until = 2024; must be after last_year = 2024"):
        WorkCalendar.china(2020, 2024, provisional_until=2024)


def test_without_provisional_years_the_calendar_refuses_as_before():
    """A simulation that did not ask for them is told where the announced years end."""
    with pytest.raises(CalendarRangeError, match="2020-2024"):
        WorkCalendar.china(2020, 2024).end_of_working_day(local_midnight_us(date(2024, 12, 30)), 5)


def test_a_holder_loads_a_year_once_and_tells_what_it_loaded():
    """The second load of the same year changes nothing, another one of it is refused, and a restored holder agrees."""
    told = Announcement.of(china_years()[2025])
    holder = CalendarInForce(CALENDAR)

    assert holder.check(told)
    assert holder.calendar is CALENDAR
    assert holder.load(told)
    assert not holder.load(told)
    with pytest.raises(AnnouncementError, match="loaded with other days"):
        holder.load(told._replace(worked=(*told.worked[:-1], 1)))
    with pytest.raises(AnnouncementError, match=r"worked\[2\] = 0x10000000; must have no bit"):
        holder.load(Announcement(2026, (0, 0, 1 << 28, *[0] * 10)))
    again = CalendarInForce(WorkCalendar.china(2020, 2024, provisional_until=2029))
    again.restore(holder.standing())
    assert again.loaded == holder.loaded == (told,)
    assert again.standing() == holder.standing()
    with pytest.raises(AnnouncementError, match="not a list"):
        again.restore(b"\xc1")


def test_a_year_file_may_change_the_week_before_it(tmp_path):
    """What an announcement says of the last days of December is read with its year, and counts."""
    path = tmp_path / "2025.toml"
    path.write_text("year = 2025\nholidays = [2024-12-31, 2025-01-01]\nworkdays = [2024-12-29]\n", encoding="utf-8")
    calendar = CALENDAR.with_year(read_year_files([path])[2025])

    assert not calendar.is_workday(local_midnight_us(date(2024, 12, 31)))
    assert calendar.is_workday(local_midnight_us(date(2024, 12, 29)))
    assert WorkCalendar.china(2020, 2025, [path]).is_workday(local_midnight_us(date(2024, 12, 29)))
