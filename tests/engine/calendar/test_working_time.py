"""Working time equals the plain clock's and can be added and taken back."""

from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import HOUR_US, local_instant_us
from engine.calendar.errors import CalendarRangeError
from tests.engine.calendar.worlds import World, instants, worlds


@given(st.data(), worlds())
def test_working_time_between_two_instants(data: st.DataObject, world: World) -> None:
    """The working time between two instants is the office hours a walk from day to day meets."""
    one, other = sorted([data.draw(instants(world.calendar)), data.draw(instants(world.calendar))])
    assert world.calendar.working_us(one, other) == world.plain.working_us(one, other)
    assert world.calendar.working_us(other, one) == -world.calendar.working_us(one, other)


@given(st.data(), worlds())
def test_is_working_inside_office_hours_only(data: st.DataObject, world: World) -> None:
    """An instant is working time exactly where the plain clock's office hours hold it."""
    at_us = data.draw(instants(world.calendar))
    assert world.calendar.is_working(at_us) == world.plain.is_working(at_us)


@given(st.data(), worlds(), st.integers(1, 300 * WORKING_DAY_US) | st.integers(1, 9).map(lambda d: d * 4 * HOUR_US))
def test_adding_working_time(data: st.DataObject, world: World, working_us: int) -> None:
    """Adding working time ends where the walk ends, or is refused where the walk runs out of years."""
    at_us = data.draw(instants(world.calendar))
    expected = world.plain.add_working_us(at_us, working_us)
    try:
        answer = world.calendar.add_working_us(at_us, working_us)
    except CalendarRangeError:
        answer = None
    assert answer == expected


@given(st.data(), worlds(), st.integers(1, 20 * WORKING_DAY_US))
def test_adding_is_the_inverse_of_measuring(data: st.DataObject, world: World, working_us: int) -> None:
    """As much working time lies before the answer as was asked for, and one microsecond earlier less does."""
    at_us = data.draw(instants(world.calendar))
    try:
        answer = world.calendar.add_working_us(at_us, working_us)
    except CalendarRangeError:
        assert world.calendar.working_us(at_us, world.calendar.ends_at) < working_us
        return
    assert world.calendar.working_us(at_us, answer) == working_us
    assert world.calendar.working_us(at_us, answer - 1) == working_us - 1


@given(st.data(), worlds())
def test_working_time_never_runs_backwards(data: st.DataObject, world: World) -> None:
    """Working time is additive and grows by at most the calendar time that passes."""
    calendar = world.calendar
    first, second, third = sorted(data.draw(instants(calendar)) for _ in range(3))
    assert 0 <= calendar.working_us(first, second) <= second - first
    whole = calendar.working_us(first, third)
    assert whole == calendar.working_us(first, second) + calendar.working_us(second, third)


def test_a_full_day_of_work_ends_when_the_day_ends() -> None:
    """Eight hours from 09:00 end at 18:00 the same day; one microsecond more ends the next morning."""
    calendar = WorkCalendar.china(2020, 2020)
    opening = local_instant_us(2020, 8, 24, 9)
    assert calendar.add_working_us(opening, 8 * HOUR_US) == local_instant_us(2020, 8, 24, 18)
    assert calendar.add_working_us(opening, 8 * HOUR_US + 1) == local_instant_us(2020, 8, 25, 9) + 1
    assert calendar.add_working_us(opening, 3 * HOUR_US) == local_instant_us(2020, 8, 24, 12)
    assert calendar.add_working_us(opening, 3 * HOUR_US + 1) == local_instant_us(2020, 8, 24, 13) + 1


def test_lunch_and_night_are_not_worked() -> None:
    """09:00 and 13:00 are worked, 12:00 and 18:00 no longer, a holiday not at all."""
    calendar = WorkCalendar.china(2020, 2020)
    worked = {hour: calendar.is_working(local_instant_us(2020, 8, 24, hour)) for hour in range(24)}
    assert [hour for hour, working in worked.items() if working] == [9, 10, 11, 13, 14, 15, 16, 17]
    assert not calendar.is_working(local_instant_us(2020, 10, 1, 10))
