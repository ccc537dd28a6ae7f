"""The smallest staff, against the formulas of Erlang, and against noise."""

import numpy as np
import pytest

from sim.experiments.errors import ExperimentError
from sim.experiments.job import load_any
from sim.experiments.levers import lever_of
from sim.experiments.objective import default_objective, read_objective
from sim.experiments.pooling import erlang_slots
from sim.experiments.runner import Runner
from sim.experiments.staff import staff_needed
from sim.experiments.staff_search import Bounds, smallest_staff
from sim.theory.erlang_a import erlang_a
from sim.theory.erlang_c import erlang_c
from tests.sim.experiments.queues import mmc

RISING = read_objective("level >= 0")


def first(holds):
    """The smallest staff for which a formula holds."""
    return next(staff for staff in range(9, 100) if holds(staff))


def test_the_staff_is_that_of_erlang_c():
    """The fewest servers that let at most one in five wait are as many as Erlang's formula says."""
    with Runner() as runner:
        found = staff_needed(mmc(16), read_objective("wait_probability <= 0.2"), seed=1, runner=runner)

    assert found.need.required == first(lambda servers: erlang_c(servers, 8.4) <= 0.2)
    assert found.need.gap == found.need.required - 16
    assert found.need.value is not None
    assert found.need.value.high <= 0.2


def test_the_staff_is_that_of_erlang_a():
    """With customers who give up, the fewest servers that keep abandonment to 4 % are as many as Erlang A says."""
    with Runner() as runner:
        scenario = mmc(9, patience=1.0)
        found = staff_needed(scenario, read_objective("abandonment_share <= 0.04"), seed=1, runner=runner)

    def holds(servers):
        exact = erlang_a(arrival_rate=4.2, service_rate=0.5, servers=servers, mean_patience=1.0)
        return exact.abandonment <= 0.04

    assert found.need.required == first(holds)


def test_the_frontier_rises():
    """On the frontier more staff serves better, and the required staff is among the points."""
    with Runner() as runner:
        objective = read_objective("wait_probability <= 0.2")
        found = staff_needed(mmc(16), objective, seed=1, frontier=True, runner=runner)
    means = [point.value.mean for point in found.frontier]

    assert means == sorted(means, reverse=True)
    assert found.need.required in [point.staff for point in found.frontier]


@pytest.mark.parametrize("start", [1, 40, 1_000])
def test_noise_does_not_find_too_few(start):
    """Of forty noisy searches at most a few find a staff that does not keep the objective, wherever they begin."""
    too_few = 0
    for seed in range(40):

        def noisy(staff, replications, seed=seed):
            numbers = [np.random.Generator(np.random.Philox(key=[seed, number])) for number in replications]
            return [(staff - 50) / 50 + 0.02 * (draw.normal() + 0.3 * draw.normal() * staff / 50) for draw in numbers]

        found = smallest_staff(noisy, RISING, Bounds(low=1, high=1_000, start=start))
        too_few += found.staff < 50
        assert found.staff < 56
        assert RISING.sure_margin(found.confirmed.values, 0.95) >= 0.0

    assert too_few <= 6  # binomial(40, 0.05): more than six has probability 0.003


def test_the_proof_uses_runs_of_its_own():
    """No replication that was used to find the staff is used to prove it."""
    asked = []

    def evaluate(staff, replications):
        asked.append((staff, replications))
        return [float(staff - 50) + 0.1 * (number % 2) for number in replications]

    found = smallest_staff(evaluate, RISING, Bounds(low=1, high=1_000, start=60), search_replications=4)
    searched = {number for _, numbers in asked[:-1] for number in numbers}

    assert found.staff == 50
    assert searched == set(range(4))
    assert searched.isdisjoint(asked[-1][1])


def test_the_least_possible_staff_is_enough():
    """Where even the fewest keep the objective, they are the answer, and nothing smaller is claimed to fail."""
    found = smallest_staff(lambda _, numbers: [1.0] * len(numbers), RISING, Bounds(low=7, high=99, start=50))

    assert (found.staff, found.below) == (7, None)


def test_an_objective_out_of_reach_is_refused():
    """Where no staff keeps the objective, the error says how far the most gets."""
    bounds = Bounds(low=1, high=500, start=10)
    with pytest.raises(ExperimentError, match=r"level >= 0: must be within reach; a staff of 500 only gets to -1"):
        smallest_staff(lambda _, numbers: [-1.0] * len(numbers), RISING, bounds)


def test_what_to_hold_by_default():
    """The platform's default is an hour without a mediator who has room, a call centre's 80 % in time."""
    assert str(default_objective(load_any("one-court"))) == "room_wait_mean_hours <= 1"
    assert str(default_objective(mmc(12))) == "service_level_offered >= 0.8"


@pytest.mark.parametrize("text", ["", "wait", "wait = 3", "wait >= much", "wait >= nan", ">= 3"])
def test_an_objective_that_says_nothing_is_refused(text):
    """What is not a measure, a sign and a number is refused as it was written."""
    with pytest.raises(ExperimentError, match=r"must be a measure, >= or <=, and a number"):
        read_objective(text)


@pytest.mark.parametrize("pool", ["nobody", "agent"])
def test_an_unknown_pool_is_refused(pool):
    """A pool that is not there is refused with those that are."""
    with pytest.raises(ExperimentError, match=f"pool = {pool}: must be of agents"):
        lever_of(mmc(12), pool)


def test_slots_are_those_of_erlang_c():
    """The slots found are enough by Erlang's formula, and one fewer is not, also for a nation's load."""
    for load in (0.3, 8.4, 509_500.0):
        (slots,) = erlang_slots(np.array([load]), 0.05).tolist()
        assert erlang_c(slots, load) <= 0.05
        assert slots - 1 <= load or erlang_c(slots - 1, load) > 0.05
