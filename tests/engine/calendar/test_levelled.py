"""Levelled time is a calendar made even: same weeks, no nights, no way back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US, local_instant_us, local_midnight_us
from tests.engine.calendar.plain_clock import local, midnight
from tests.engine.calendar.worlds import World, china, instants, worlds

ORDINARY_MONDAY = local_midnight_us(date(2020, 8, 24))  # four ordinary weeks from here, and one before


@given(st.data(), worlds())
def test_levelled_equals_the_plain_clock(data: st.DataObject, world: World) -> None:
    """Levelled time is the exact share of the block's working time, rounded down once."""
    at_us = data.draw(instants(world.calendar))
    assert world.calendar.levelled(at_us) == world.plain.levelled(at_us)


@given(st.data(), worlds())
def test_unlevelled_is_the_earliest_instant_that_has_come_so_far(data: st.DataObject, world: World) -> None:
    """The inverse is what bisection over the plain clock finds, and never before the first opening."""
    levelled_us = data.draw(instants(world.calendar))
    expected = world.plain.unlevelled(levelled_us)
    assert world.calendar.unlevelled(levelled_us) == max(expected, world.calendar.span.opens_at)


@given(st.data(), worlds())
def test_there_and_back(data: st.DataObject, world: World) -> None:
    """Back and there is exact in office hours; there and back is exact to one step of the working clock."""
    at_us = data.draw(instants(world.calendar))
    calendar = world.calendar
    if calendar.is_working(at_us) and at_us > calendar.span.opens_at and calendar.is_working(at_us - 1):
        assert calendar.unlevelled(calendar.levelled(at_us)) == at_us
    slope = world.plain.slope(local(at_us).date())
    assert 0 <= calendar.levelled(calendar.unlevelled(at_us)) - at_us < slope


@given(st.data(), worlds())
def test_unlevelled_is_in_office_hours_or_at_their_edge(data: st.DataObject, world: World) -> None:
    """Whatever levelled time is asked for, a court is open at the answer or closes at it."""
    instant = world.calendar.unlevelled(data.draw(instants(world.calendar)))
    assert world.calendar.is_working(instant) or world.calendar.is_working(instant - 1)


@given(st.data(), worlds())
def test_levelled_never_runs_backwards_nor_jumps(data: st.DataObject, world: World) -> None:
    """Levelled time stands still outside office hours and moves by one slope inside, at most."""
    calendar = world.calendar
    one, other = sorted([data.draw(instants(calendar)), data.draw(instants(calendar))])
    assert calendar.levelled(one) <= calendar.levelled(other)
    slope = world.plain.slope(local(one).date())
    step = calendar.levelled(one + 1) - calendar.levelled(one)
    assert 0 <= step <= slope + 1
    assert calendar.is_working(one) or step == 0


@given(st.data(), worlds())
def test_blocks_begin_and_end_on_the_calendar(data: st.DataObject, world: World) -> None:
    """At both ends of any block levelled time and calendar time are the same."""
    days = world.plain.block(local(data.draw(instants(world.calendar))).date())
    for edge in (midnight(days[0]), midnight(days[-1]) + DAY_US):
        assert world.calendar.levelled(edge) == edge


def test_every_monday_of_the_years_is_level_or_follows_a_free_week() -> None:
    """China's Mondays are block boundaries unless the week before had no workday."""
    world = china(2018, 2022)
    monday = local_midnight_us(date(2018, 1, 1))
    moved: list[date] = []
    while monday < world.calendar.ends_at:
        if world.calendar.levelled(monday) != monday:
            moved.append(local(monday).date())
        monday += 7 * DAY_US
    # After the National Day week of 2018 and the Spring Festival weeks of 2019, 2020 (extended) and 2022.
    assert moved == [date(2018, 10, 8), date(2019, 2, 11), date(2020, 2, 3), date(2022, 2, 7)]


@pytest.mark.parametrize("duration_us", [HOUR_US, DAY_US, 7 * DAY_US, 20 * DAY_US + 5 * HOUR_US + MINUTE_US])
def test_a_levelled_duration_keeps_its_calendar_mean(duration_us: int) -> None:
    """Begun evenly over a week's work, a duration lasts on average exactly itself in ordinary weeks."""
    calendar = WorkCalendar.china()
    begins = range(ORDINARY_MONDAY, ORDINARY_MONDAY + 7 * DAY_US, MINUTE_US)
    lasted = (calendar.unlevelled(x + duration_us) - calendar.unlevelled(x) for x in begins)
    assert sum(lasted) == len(begins) * duration_us


def test_an_hour_of_an_ordinary_week_is_4_2_levelled_hours() -> None:
    """Forty working hours fill 168: the clock runs at 4.2 in office hours and rests at lunch."""
    calendar = WorkCalendar.china()
    expected = {9: 0.0, 10: 4.2, 12: 12.6, 13: 12.6, 18: 33.6, 23: 33.6}
    levelled = {hour: calendar.levelled(ORDINARY_MONDAY + hour * HOUR_US) for hour in expected}
    assert {hour: (at - ORDINARY_MONDAY) / HOUR_US for hour, at in levelled.items()} == expected


def test_levelled_time_is_the_same_whichever_years_are_asked_for() -> None:
    """A calendar of one year levels the weeks at its edges with the neighbouring years it knows of."""
    narrow, wide = WorkCalendar.china(2020, 2020), WorkCalendar.china()
    for at_us in (
        local_instant_us(2020, 1, 2, 15),
        local_instant_us(2020, 1, 5, 23),
        local_instant_us(2020, 12, 31, 11),
    ):
        assert narrow.levelled(at_us) == wide.levelled(at_us)
        assert narrow.unlevelled(at_us) == wide.unlevelled(at_us)


def test_the_first_answer_of_a_calendar_lies_in_its_years() -> None:
    """New Year 2020 has one levelled time with the evening before; the answer is the first opening after."""
    calendar = WorkCalendar.china(2020, 2020)
    start = calendar.levelled(calendar.starts_at)
    assert start > calendar.starts_at
    assert calendar.unlevelled(start) == local_instant_us(2020, 1, 2, 9)
    assert calendar.span.levelled_starts_at == start
    assert calendar.span.levelled_ends_at == calendar.levelled(calendar.ends_at)
