"""Beginnings are drawn once and used again, and nothing can tell."""

from typing import Any

import pytest

from engine.calendar.calendar import WorkCalendar
from sim.fast import history
from sim.fast.measures import run_measures
from sim.fast.simulate import run_fast
from sim.population.build import build_population
from sim.scenario.load import load_scenario, with_changes
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


@pytest.mark.parametrize(
    "changes",
    [
        {"cases.settled_share": 0.5, "closing.code_shares": (0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05)},
        {"cases.minority_language_share": 0.3, "population.minority_language_share": 0.3},
        {"cases.weight_milli": 1500},
        {"cases.weight_spread": 0.5},
        {"offers.accept_share": 0.5},
        {"durations.mean_days": 11.5},
        {"withdrawal.share": 0.9, "withdrawal.patience_mean_days": 1.0},
        {"arrivals.off_hours_share": 0.5},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_ran_before_changes_nothing(changes: dict[str, Any]):
    """A run after one of the scenario it is compared with comes to the same as by itself, whatever is different."""
    world = load_scenario("one-court")
    other = with_changes(world, changes)
    history._KEPT.clear()
    alone = run_measures(other, seed=1).measures
    history._KEPT.clear()
    assert run_measures(world, seed=1).measures != alone
    assert run_measures(other, seed=1).measures == alone


def test_few_beginnings_are_kept():
    """However many replications run, memory does not grow with them."""
    world = random_world(6)
    for replication in range(history._KEPT_MAX + 2):
        run_measures(world, seed=1, replication=replication)
    assert len(history._KEPT) == history._KEPT_MAX
