"""The calendar of China is the one the State Council published."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_midnight_us

CALENDAR = WorkCalendar.china()
WORKDAYS = {2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


@pytest.mark.parametrize(("year", "workdays"), WORKDAYS.items())
def test_a_year_has_its_published_number_of_workdays(year: int, workdays: int) -> None:
    """Each year has as many workdays as the published holidays and make-up days leave."""
    starts_at, ends_at = local_midnight_us(date(year, 1, 1)), local_midnight_us(date(year + 1, 1, 1))
    assert CALENDAR.workdays(starts_at, ends_at) == workdays
    assert CALENDAR.working_us(starts_at, ends_at) == workdays * 8 * HOUR_US


def test_the_platform_had_711_workdays_until_2020_ended() -> None:
    """From 28 February 2018 to 31 December 2020 there were 711 workdays."""
    starts_at, ends_at = local_midnight_us(date(2018, 2, 28)), local_midnight_us(date(2021, 1, 1))
    assert CALENDAR.workdays(starts_at, ends_at) == 711


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2020, 1, 19), True),  # Sunday, made up for Spring Festival
        (date(2020, 1, 31), False),  # Friday, Spring Festival as extended
        (date(2020, 2, 1), False),  # Saturday, first announced as a make-up day, then off by the extension
        (date(2020, 2, 3), True),  # Monday after the extension, which ended on 2 February
        (date(2020, 4, 26), True),  # Sunday, made up for Labour Day
        (date(2020, 5, 9), True),  # Saturday, the same
        (date(2020, 6, 28), True),  # Sunday, made up for Dragon Boat
        (date(2020, 9, 27), True),  # Sunday, made up for National Day
        (date(2020, 10, 8), False),  # Thursday, National Day and Mid-autumn
        (date(2020, 10, 10), True),  # Saturday, made up
        (date(2021, 2, 20), True),  # Saturday, made up for Spring Festival
    ],
)
def test_make_up_days_are_worked_and_extensions_are_not(day: date, *, worked: bool) -> None:
    """Weekend days declared workdays are worked; weekdays declared holidays are not."""
    noon = local_midnight_us(day) + 11 * HOUR_US
    assert CALENDAR.is_workday(noon) is worked
    assert CALENDAR.is_working(noon) is worked


def test_every_day_agrees_with_the_package() -> None:
    """No day of the package's years differs between its own answer and the calendar's."""
    day = date(CALENDAR.first_year, 1, 1)
    while day.year <= CALENDAR.last_year:
        assert CALENDAR.is_workday(local_midnight_us(day)) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_the_last_microsecond_of_a_day_belongs_to_it() -> None:
    """A workday reaches from local midnight to the microsecond before the next."""
    monday = local_midnight_us(date(2020, 8, 24))
    assert not CALENDAR.is_workday(monday - 1)
    assert CALENDAR.is_workday(monday)
    assert CALENDAR.is_workday(monday + 5 * DAY_US - 1)
    assert not CALENDAR.is_workday(monday + 5 * DAY_US)


def test_the_calendar_reaches_from_2004_to_2026() -> None:
    """The package's years are the calendar's years."""
    assert (CALENDAR.first_year, CALENDAR.last_year) == (2004, 2026)
    assert CALENDAR.starts_at == local_midnight_us(date(2004, 1, 1))
    assert CALENDAR.ends_at == local_midnight_us(date(2027, 1, 1))
