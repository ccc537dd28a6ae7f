"""Statutory periods count whole workdays after the day they begin on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us as at
from engine.calendar.errors import CalendarRangeError
from tests.engine.calendar.worlds import World, instants, worlds


@given(st.data(), worlds(), st.integers(1, 40) | st.integers(200, 500))
def test_the_end_of_a_working_day(data: st.DataObject, world: World, days: int) -> None:
    """The end is 24:00 of the day a walk over the workdays reaches, or is refused past the years."""
    at_us = data.draw(instants(world.calendar))
    expected = world.plain.end_of_working_day(at_us, days)
    try:
        answer = world.calendar.end_of_working_day(at_us, days)
    except CalendarRangeError:
        answer = None
    assert answer == expected


@given(st.data(), worlds())
def test_workdays_that_begin_in_a_period(data: st.DataObject, world: World) -> None:
    """A period holds the workdays whose local midnight it holds, its end excluded."""
    one, other = sorted([data.draw(instants(world.calendar)), data.draw(instants(world.calendar))])
    assert world.calendar.workdays(one, other) == world.plain.workdays(one, other)
    assert world.calendar.workdays(other, one) == -world.calendar.workdays(one, other)


@given(st.data(), worlds(), st.integers(1, 30))
def test_a_deadline_holds_its_number_of_workdays(data: st.DataObject, world: World, days: int) -> None:
    """From the instant to the deadline exactly so many workdays begin, and later instants end no earlier."""
    calendar = world.calendar
    at_us, later = sorted([data.draw(instants(calendar)), data.draw(instants(calendar))])
    try:
        end, later_end = calendar.end_of_working_day(at_us, days), calendar.end_of_working_day(later, days)
    except CalendarRangeError:
        return
    assert calendar.workdays(at_us + 1, end) == days
    assert end <= later_end


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        (at(2020, 8, 24, 10), 3, at(2020, 8, 28)),  # Monday: Tuesday, Wednesday, Thursday
        (at(2020, 8, 27, 23, 59), 3, at(2020, 9, 2)),  # over an ordinary weekend
        (
            at(2020, 1, 22, 10),
            3,
            at(2020, 2, 5),
        ),  # Thursday, then Monday after the long festival
        (
            at(2020, 1, 23, 10),
            1,
            at(2020, 2, 4),
        ),  # the eve: the first workday is 3 February
        (at(2020, 1, 25, 10), 1, at(2020, 2, 4)),  # begun on a holiday
        (at(2020, 4, 24, 10), 3, at(2020, 4, 29)),  # the Sunday after is a make-up workday
        (
            at(2020, 9, 30, 18, 30),
            2,
            at(2020, 10, 11),
        ),  # Friday 9th and Saturday 10th October
        (at(2020, 12, 31, 10), 1, at(2021, 1, 5)),  # over the turn of the year
    ],
)
def test_periods_over_weekends_and_holidays(begins: int, days: int, ends: int) -> None:
    """Weekends and holidays are stepped over, make-up weekends counted, the day it begins on never."""
    assert WorkCalendar.china().end_of_working_day(begins, days) == ends
