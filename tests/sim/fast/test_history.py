"""Beginnings are drawn once and used again, and nothing can tell."""

from engine.calendar.calendar import WorkCalendar
from sim.fast import history
from sim.fast.measures import run_measures
from sim.fast.simulate import run_fast
from sim.population.build import build_population
from sim.scenario.load import with_changes
from tests.sim.fast.worlds import random_world


def _rows(world, seed: int) -> list[bytes]:
    parts: list[bytes] = []
    people = build_population(world, seed=seed)
    run_fast(world, people, WorkCalendar.china(), lambda rows: parts.append(rows.tobytes()), seed=seed)
    return parts


def test_a_kept_beginning_gives_the_same_events():
    """A second run, whose history is not drawn again, gives the same rows to the last bit."""
    world = random_world(6)
    history._KEPT.clear()
    first = _rows(world, 6)
    assert len(history._KEPT) == 1
    assert _rows(world, 6) == first


def test_only_the_same_demand_shares_a_beginning():
    """Another staff or policy uses the beginning that is kept; other arrivals, answers or seeds draw their own."""
    world = random_world(6)
    history._KEPT.clear()
    for changes in ({}, {"policy.name": "random"}, {"ladder.step_working_days": (2, 2, 2)}):
        run_measures(with_changes(world, changes), seed=1)
    assert len(history._KEPT) == 1
    run_measures(with_changes(world, {"arrivals.cases_per_year": 90_000}), seed=1)
    run_measures(with_changes(world, {"offers.response_mean_working_hours": 9.5}), seed=1)
    run_measures(world, seed=2)
    assert len(history._KEPT) == 4


def test_few_beginnings_are_kept():
    """However many replications run, memory does not grow with them."""
    world = random_world(6)
    for replication in range(history._KEPT_MAX + 2):
        run_measures(world, seed=1, replication=replication)
    assert len(history._KEPT) == history._KEPT_MAX
