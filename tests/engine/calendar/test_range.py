"""Outside its years the calendar refuses, with the date and the years in the message."""

from collections.abc import Callable
from datetime import date

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_instant_us, local_midnight_us
from engine.calendar.errors import CalendarError, CalendarRangeError
from engine.calendar.year import YearDays, china_years
from engine.errors import EngineError

CALENDAR = WorkCalendar.china(2018, 2020)
INSIDE = local_instant_us(2020, 8, 24, 10)
QUESTIONS: dict[str, Callable[[int], object]] = {
    "is_workday": CALENDAR.is_workday,
    "is_working": CALENDAR.is_working,
    "working_us from": lambda at_us: CALENDAR.working_us(at_us, INSIDE),
    "working_us to": lambda at_us: CALENDAR.working_us(INSIDE, at_us),
    "workdays from": lambda at_us: CALENDAR.workdays(at_us, INSIDE),
    "workdays to": lambda at_us: CALENDAR.workdays(INSIDE, at_us),
    "add_working_us": lambda at_us: CALENDAR.add_working_us(at_us, 1),
    "end_of_working_day": lambda at_us: CALENDAR.end_of_working_day(at_us, 1),
    "levelled": CALENDAR.levelled,
    "unlevelled": CALENDAR.unlevelled,
    "check_period": lambda at_us: CALENDAR.check_period(INSIDE, at_us),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
@pytest.mark.parametrize("day", [date(2017, 12, 30), date(2021, 1, 5), date(2500, 1, 1), date(1969, 12, 31)])
def test_a_date_outside_the_years_is_named(question: Callable[[int], object], day: date) -> None:
    """Every question about another year names the date asked for and the years known."""
    with pytest.raises(CalendarRangeError, match=f"{day} lies outside .* 2018-2020"):
        question(local_midnight_us(day) + HOUR_US)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
@pytest.mark.parametrize("at_us", [2**62, -(2**62), 10**30])
def test_an_instant_beyond_all_dates_is_named_as_a_number(question: Callable[[int], object], at_us: int) -> None:
    """An instant no date can name is refused like any other."""
    with pytest.raises(CalendarRangeError, match=f"instant {at_us} us lies outside"):
        question(at_us)


def test_the_end_of_the_years_is_an_instant_but_not_a_day() -> None:
    """Midnight after the last day ends periods; whether the day it begins is worked nobody knows."""
    end = CALENDAR.ends_at
    assert CALENDAR.workdays(end - DAY_US, end) == 1
    assert CALENDAR.working_us(end - DAY_US, end) == 8 * HOUR_US
    assert CALENDAR.levelled(end) > CALENDAR.levelled(end - DAY_US)
    assert CALENDAR.end_of_working_day(end - 2 * DAY_US, 1) == end
    assert CALENDAR.add_working_us(end - DAY_US, 8 * HOUR_US) == end - 6 * HOUR_US
    for ask in (CALENDAR.is_workday, CALENDAR.is_working):
        with pytest.raises(CalendarRangeError, match="2021-01-01"):
            ask(end)


def test_answers_past_the_years_are_refused() -> None:
    """No deadline is given on a day nobody knows, however far past the years it would lie."""
    last_morning = local_instant_us(2020, 12, 31, 10)
    for working_us in (7 * HOUR_US + 1, 10**15, 2**63 - 1, 10**30):
        with pytest.raises(CalendarRangeError, match=f"{working_us} working microseconds after 2020-12-31"):
            CALENDAR.add_working_us(last_morning, working_us)
    for days in (1, 5, 10_000, 2**63 - 1, 10**30):
        with pytest.raises(CalendarRangeError, match=f"{days} workdays after 2020-12-31 .* 2018-2020"):
            CALENDAR.end_of_working_day(last_morning, days)


@pytest.mark.parametrize("count", [0, -1])
def test_nothing_to_wait_for_is_a_mistake(count: int) -> None:
    """A period of no working time or no days is refused, with its value and the bound."""
    with pytest.raises(CalendarError, match=f"working_us = {count}; must be at least 1"):
        CALENDAR.add_working_us(INSIDE, count)
    with pytest.raises(CalendarError, match=f"days = {count}; must be at least 1"):
        CALENDAR.end_of_working_day(INSIDE, count)


def test_unknown_years_are_refused_when_the_calendar_is_made() -> None:
    """A calendar of years the package does not know is not made; the message says which it knows."""
    with pytest.raises(CalendarRangeError, match="2001-2003 lies outside the known years, 2004-2026"):
        WorkCalendar.china(2001, 2010)
    with pytest.raises(CalendarRangeError, match="2027-2030 lies outside the known years, 2004-2026"):
        WorkCalendar.china(last_year=2030)
    with pytest.raises(CalendarError, match="first_year = 2021; must not be after last_year = 2020"):
        WorkCalendar.china(2021, 2020)


def test_a_hole_between_years_is_refused() -> None:
    """Years must follow each other; a hole is named, unless the years asked for do not need it."""
    known = {year: china_years()[year] for year in (2018, 2019, 2022)}
    with pytest.raises(CalendarRangeError, match="2020-2021 lies outside the known years, 2018-2019, 2022"):
        WorkCalendar.of_years(known)
    assert WorkCalendar.of_years(known, last_year=2019).last_year == 2019


def test_years_without_a_workday_are_refused() -> None:
    """A calendar on which no deadline would ever come is not made."""
    every_day = frozenset(date.fromordinal(date(2021, 1, 1).toordinal() + i) for i in range(365))
    free = YearDays(year=2021, holidays=every_day, workdays=frozenset())
    with pytest.raises(CalendarError, match="2021-2021 have 0 workdays"):
        WorkCalendar.of_years({2021: free})


def test_the_errors_are_the_engines() -> None:
    """Whoever catches the engine's errors catches the calendar's."""
    assert issubclass(CalendarRangeError, CalendarError)
    assert issubclass(CalendarError, EngineError)
