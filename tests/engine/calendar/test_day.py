"""Days and hours of UTC+8 agree with `datetime`."""

import doctest
from datetime import UTC, date, datetime
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import day as days
from tests.engine.calendar import plain_clock

MODULES = ["calendar", "clock", "day", "errors", "span", "tables", "year", "year_file"]
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - takes none


@given(moments)
def test_an_instant_and_its_local_date_and_time(moment: datetime) -> None:
    """Date, weekday and time of an instant are those of the clock on the wall, and lead back to it."""
    at_us = days.instant_us(moment)
    wall = plain_clock.local(at_us)
    assert days.local_date(at_us) == wall.date()
    assert days.local_datetime(at_us) == wall
    assert days.local_weekday(at_us) == wall.weekday()
    assert days.local_instant_us(wall.year, wall.month, wall.day, wall.hour, wall.minute) <= at_us
    assert days.local_midnight_us(wall.date()) == plain_clock.midnight(wall.date())
    assert days.instant_us(wall) == at_us


@given(st.dates())
def test_a_local_day_lasts_from_midnight_to_midnight(day: date) -> None:
    """The first and the last microsecond of a day have its date, the one before has not its number."""
    midnight = days.local_midnight_us(day)
    assert days.local_date(midnight) == days.local_date(midnight + days.DAY_US - 1) == day
    assert days.local_day(midnight - 1) == days.local_day(midnight) - 1


def test_arrays_of_instants_get_arrays_of_days() -> None:
    """The arithmetic works on arrays as on numbers."""
    instants = np.arange(-5, 5, dtype=np.int64) * 7 * days.HOUR_US
    assert days.local_day(instants).tolist() == [days.local_day(at_us) for at_us in instants.tolist()]
    assert days.local_weekday(instants).tolist() == [days.local_weekday(at_us) for at_us in instants.tolist()]


def test_a_time_without_a_zone_is_no_instant() -> None:
    """A naive date and time is refused, because nobody knows when it was."""
    with pytest.raises(TypeError):
        days.instant_us(datetime(2020, 1, 1))  # noqa: DTZ001 - refused is the promise


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    """What a docstring shows is what happens."""
    assert doctest.testmod(import_module(f"engine.calendar.{name}")).failed == 0
