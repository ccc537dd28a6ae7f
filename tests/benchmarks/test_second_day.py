"""The day that is timed is the second day of an ordinary simulation."""

from dataclasses import replace

import pytest

from benchmarks.second_day import DAYS, Kept, SecondDay, World, checksum, filings
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US
from engine.calendar.errors import CalendarRangeError
from engine.events.records import Filed
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation


@pytest.fixture(scope="module")
def small_world():
    """A two-hundredth of the nation."""
    scenario = fraction_of_the_nation(0.005, **{"window.days": DAYS})
    population = build_population(scenario, seed=3)
    return World(scenario=scenario, population=population, calendar=WorkCalendar.china(), seed=3)


def test_it_is_the_second_day_of_a_simulation(small_world):
    """Event for event it is what an uninterrupted simulation records from its second midnight on."""
    sink = Kept()
    summary = simulate(small_world.scenario, small_world.population, small_world.calendar, sink, seed=3)
    day = SecondDay(small_world)

    assert day.finish() == summary
    expected = sink.since(summary.starts_at + DAY_US)
    assert day.events == expected
    assert checksum(day.events) == checksum(expected)
    assert 0 < filings(day.events) == sum(isinstance(event, Filed) for event in expected) < summary.filed


def test_it_waits_before_the_second_day(small_world):
    """Before it is told to finish, nothing of the second day has happened."""
    day = SecondDay(small_world)

    assert day.events == []
    day.finish()
    assert day.events != []


def test_an_error_reaches_whoever_waits(small_world):
    """A simulation that is refused raises where its result is asked for, and keeps nobody waiting."""
    world = replace(small_world, calendar=WorkCalendar.china(first_year=2004, last_year=2010))

    with pytest.raises(CalendarRangeError):
        SecondDay(world).finish()
