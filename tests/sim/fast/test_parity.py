"""The fast loop tells the story of the SimPy model, event for event."""

import msgspec
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.core.example import filed
from sim.fast.parity import CONTEXT_EVENTS, Parity, compare_backends, compare_events
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario
from tests.sim.fast.worlds import random_world


def _compared(scenario: Scenario, seed: int = 1, replication: int = 0) -> Parity:
    people = build_population(scenario, seed=seed)
    return compare_backends(scenario, people, WorkCalendar.china(), seed=seed, replication=replication)


def test_one_court_is_the_same_on_both_backends():
    """A month of the smallest world: every field of every event agrees."""
    found = _compared(with_changes(load_scenario("one-court"), {"window.days": 28}))
    assert found.first_difference is None
    assert found.events_compared > 400


@pytest.mark.parametrize("number", range(8))
def test_random_worlds_are_the_same_on_both_backends(number: int):
    """Whatever the policy, the weights, the refusals and the shortage of mediators, the events agree."""
    found = _compared(random_world(number), seed=number, replication=number % 3)
    assert found.first_difference is None
    assert found.events_compared > 1_000


@pytest.mark.full
@pytest.mark.parametrize("number", range(8, 58))
def test_fifty_random_worlds_are_the_same_on_both_backends(number: int):
    """Fifty more of them."""
    found = _compared(random_world(number), seed=number, replication=number % 3)
    assert found.first_difference is None


@pytest.mark.full
@pytest.mark.national
def test_the_nation_is_the_same_on_both_backends():
    """Five national days: at least a hundred thousand events, all the same."""
    found = _compared(with_changes(load_scenario("national-2020"), {"window.days": 5}))
    assert found.first_difference is None
    assert found.events_compared >= 100_000


def test_worlds_that_climb_and_run_out_are_among_those_compared():
    """Parity is of something: the compared worlds hold every kind of event that the loop can write."""
    kinds: set[str] = set()
    for number in range(8):
        world = random_world(number)
        people = build_population(world, seed=number)
        events = RowEvents(people.mediator_organisation).events
        run_fast(
            world,
            people,
            WorkCalendar.china(),
            lambda rows: kinds.update(type(event).__name__ for event in events(rows)),  # noqa: B023 - called at once
            seed=number,
            replication=number % 3,
        )
    assert kinds == {
        "OpenedInProgress", "Filed", "Offered", "Accepted", "Declined", "Lapsed", "Escalated", "RoundOpened",
        "DeckRenewed", "Closed", "Withdrawn", "WentAbsent", "Returned", "PolicyAdopted",
    }  # fmt: skip


def test_a_difference_is_shown_with_what_came_before():
    """The first event that differs is named with its fields, both versions, and the events before it."""
    same = [filed(case_id=number) for number in range(10)]
    changed = msgspec.structs.replace(same[8], weight_milli=7)
    found = compare_events(same, [*same[:8], changed, same[9]])
    difference = found.first_difference
    assert not found.identical
    assert found.events_compared == 8
    assert difference is not None
    assert (difference.seq, difference.fields) == (9, ["weight_milli"])
    assert [event["case_id"] for event in difference.before] == list(range(8 - CONTEXT_EVENTS, 8))


@pytest.mark.parametrize("missing_from", ["simpy", "fast"])
def test_a_backend_that_ends_early_differs(missing_from: str):
    """One event too few on either side is a difference, and the side that has none says so."""
    events = [filed(case_id=number) for number in range(3)]
    found = compare_events(*((events[:2], events) if missing_from == "simpy" else (events, events[:2])))
    assert not found.identical
    assert found.first_difference is not None
    assert getattr(found.first_difference, missing_from) is None


def test_a_draw_decided_otherwise_is_found():
    """Another replication is another story: the comparison would notice."""
    world = fraction_of_the_nation(0.01, **{"window.days": 2, "window.history_days": 20})
    people, calendar = build_population(world, seed=1), WorkCalendar.china()
    stories = []
    for replication in (0, 1):
        events: list = []
        take = RowEvents(people.mediator_organisation).events
        run_fast(world, people, calendar, lambda rows: events.extend(take(rows)), seed=1, replication=replication)  # noqa: B023
        stories.append(events)
    assert not compare_events(*stories).identical
