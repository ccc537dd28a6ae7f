"""The staff of a pool with shifts: spread without taking from anybody, and enough by the formulas of Erlang."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiments.errors import ExperimentError
from sim.experiments.job import change_any
from sim.experiments.levers import lever_of
from sim.experiments.objective import read_objective
from sim.experiments.rosters import Shape, by_square_root, roster_by_load, roster_today
from sim.experiments.runner import Runner
from sim.experiments.staff import staff_needed
from sim.queueing.scenario import Pool, QueueScenario, Shift
from sim.theory.erlang_c import erlang_c
from tests.sim.experiments.queues import mmc, two_halves

COUNTS = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def pool_of(counts: list[int]) -> Pool:
    """A pool whose shifts last an hour each."""
    shifts = [Shift(starts=hour, ends=hour + 1, servers=count) for hour, count in enumerate(counts)]
    return Pool(name="agents", shifts=tuple(shifts))


def fewest(load: float) -> int:
    """The fewest servers of Erlang's formula that let one in five wait."""
    return next(number for number in range(int(load) + 1, 99) if erlang_c(number, load) <= 0.2)


def found_of(scenario: QueueScenario, shape: Shape = "today"):
    """The answer for one in five waiting, and the servers of its shifts."""
    objective = read_objective("wait_probability <= 0.2")
    with Runner() as runner:
        answer = staff_needed(scenario, objective, seed=1, shape=shape, runner=runner)
    return answer, [shift.required for shift in answer.shifts]


@given(COUNTS, st.integers(0, 400))
def test_one_more_takes_from_nobody(counts: list[int], more: int):
    """All are handed out, every shift has somebody, and a larger number is nowhere a smaller one."""
    roster, total = roster_today(pool_of(counts)), len(counts) + more
    fewer, servers = roster.servers(total), roster.servers(total + 1)

    assert (fewer.sum(), servers.sum()) == (total, total + 1)
    assert fewer.min() >= 1
    assert (servers >= fewer).all()


@given(COUNTS, st.integers(1, 9))
def test_proportions_stay(counts: list[int], times: int):
    """Whole multiples of today's number are the same multiple in every shift, today's own among them."""
    servers = roster_today(pool_of(counts)).servers(times * sum(counts))

    assert servers.tolist() == [times * count for count in counts]


@given(st.lists(st.just(0.0) | st.floats(1e-6, 500.0), min_size=1, max_size=12).filter(any), st.integers(0, 3_000))
def test_the_safety_is_the_same_in_every_shift(loads: list[float], more: int):
    """By load, no shift could give one to another and both be at least as safe, in square roots of their loads."""
    load = np.array(loads)
    servers = by_square_root(roster_today(pool_of([1] * len(loads))), load).servers(len(loads) + more)
    busy = load > 0.0
    spare = (servers[busy] - load[busy]) / np.sqrt(load[busy])
    giving = (servers[busy] - 1 - load[busy]) / np.sqrt(load[busy])

    assert servers.sum() == len(loads) + more
    assert all(giving[place] <= spare.min() + 1e-9 for place in np.flatnonzero(servers[busy] > 1))


def test_shifts_alike_need_what_erlang_c_says():
    """Two halves with the same callers each get the fewest servers of Erlang's formula, or one of them one more."""
    answer, servers = found_of(two_halves(16, 16))

    assert sum(servers) in {2 * fewest(8.4), 2 * fewest(8.4) + 1}
    assert (answer.need.required, answer.need.available) == (sum(servers), 32)
    assert isinstance(answer.staffed, QueueScenario)
    assert [shift.servers for shift in answer.staffed.pools[0].shifts or ()] == servers


def test_by_load_the_servers_go_where_the_work_is():
    """Of halves staffed alike, the one with four times the work gets most, and both together fewer than in step."""
    uneven = two_halves(10, 10, rates=(2.0, 8.0))
    (_, together), (_, apart) = found_of(uneven), found_of(uneven, "load")
    enough = [fewest(4.0), fewest(16.0)]

    assert abs(together[0] - together[1]) <= 1
    assert sum(apart) < sum(together)
    assert all(abs(servers - formula) <= 1 for servers, formula in zip(apart, enough, strict=True))


def test_the_load_of_a_shift_is_arrivals_by_service():
    """What is simulated as the load of each half is its rate times the mean service, within the noise of the runs."""
    scenario = two_halves(3, 3, rates=(2.0, 8.0), length=40_000.0)
    with Runner() as runner:
        roster = roster_by_load(scenario, scenario.pools[0], seed=1, replications=8, backend="fast", runner=runner)

    # The number in service of M/M/infinity has variance R and correlation time 2 minutes: over 160 halves of 1,000
    # minutes the mean's standard error is sqrt(2 * 2 * R / 160,000); the turn of the halves shifts it by at most 0.3 %.
    errors = np.sqrt(4.0 * np.array([4.0, 16.0]) / 160_000.0)
    assert (np.abs(roster.slope**2 - [4.0, 16.0]) < 4.0 * errors + 0.003 * 16.0).all()


def test_hours_are_hours_whatever_the_unit():
    """Shifts in minutes are told in hours; those that overlap are filled each by itself."""
    scenario = change_any(
        two_halves(16, 16),
        {"pool.agents.shifts": [{"starts": 0, "ends": 2_000, "servers": 12}, {"starts": 0, "ends": 90, "servers": 3}]},
    )
    assert isinstance(scenario, QueueScenario)
    answer, _ = found_of(scenario)

    assert [(shift.starts_hours, shift.hours) for shift in answer.shifts] == [(0.0, pytest.approx(100 / 3)), (0.0, 1.5)]
    assert [shift.available for shift in answer.shifts] == [12, 3]


def test_shifts_that_overlap_have_no_load_of_their_own():
    """Asked to fill by load shifts that overlap, or a pool beside another, the answer is a refusal that says which."""
    overlapping = change_any(
        two_halves(16, 16),
        {
            "pool.agents.shifts": [
                {"starts": 0, "ends": 2_000, "servers": 9},
                {"starts": 500, "ends": 900, "servers": 9},
            ]
        },
    )
    assert isinstance(overlapping, QueueScenario)
    with pytest.raises(ExperimentError, match="one from 0 to 2000 meets one from 500"):
        found_of(overlapping, "load")
    with pytest.raises(ExperimentError, match="pool = agents: must have shifts to be filled by load"):
        found_of(mmc(12), "load")


def test_a_pool_of_shifts_is_staffed_by_their_servers():
    """The number that is turned is that of all shifts together, at least one each."""
    lever = lever_of(two_halves(5, 7))

    assert (lever.available, lever.low, lever.title) == (12, 2, "servers of agents, all shifts together")
