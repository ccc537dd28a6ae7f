"""What the measures say of one another, and of waits known one by one."""

import math

import numpy as np
import pytest

from sim.queueing.begin import new_state
from sim.queueing.build import build_program
from sim.queueing.load import load_queue, queue_names, with_changes
from sim.queueing.loop import advance
from sim.queueing.run import run_queue
from tests.sim.queueing.scenarios import customers, random_scenario, scenario


def shortened(name):
    """A preset cut to a twentieth of its length, warm-up and all."""
    made = load_queue(name)
    if made.run.length < 1_000 or made.run.cycle is not None:
        return made
    return with_changes(made, {"run.length": made.run.length / 20, "run.warm_up": made.run.warm_up / 20})


@pytest.mark.parametrize(
    "name",
    [
        *sorted(set(queue_names()) - {"textbook/callcenter-days", "hotline"}),
        pytest.param("hotline", marks=pytest.mark.full),  # the largest by far
    ],
)
def test_the_presets_obey_littles_law(name):
    """Time by areas and time by customers agree to machine precision, with the in-system correction at both ends."""
    measures = run_queue(shortened(name), seed=4).measures

    assert measures["little_gap"] < 1e-12
    assert measures["cut_off"] == 0


@pytest.mark.parametrize("seed", range(50, 80))
def test_any_scenario_obeys_littles_law_and_flow_balance(seed):
    """At any shape, L = lambda W with its correction, and everybody who came is accounted for once."""
    measures = run_queue(random_scenario(seed), seed=seed).measures

    assert measures["little_gap"] < 1e-12
    ends = ("served", "lost_blocked", "abandoned", "lost_interrupted", "cut_off")
    assert sum(measures[name] for name in ends) == measures["arrived"]


def test_without_ends_the_correction_vanishes():
    """From empty to empty, L is lambda times W exactly, for the queue as for the system."""
    made = with_changes(load_queue("textbook/callcenter-day"), {"run.length": 90_000.0})
    measures = run_queue(made, seed=2).measures

    for length, time in (("in_system_mean", "time_in_system_mean"), ("queue_mean", "wait_mean")):
        assert measures[length] == pytest.approx(measures["arrival_rate"] * measures[time], rel=1e-13)


def test_measures_are_those_of_the_single_waits():
    """Mean, share of zero and quantiles agree with the waits kept one by one."""
    made = with_changes(load_queue("textbook/erlang-c"), {"run.length": 5_000.0, "run.warm_up": 0.0})
    outcome = run_queue(made, seed=3, waits_max=100_000)
    waits = outcome.waits[outcome.arrived_at < 5_000.0]

    assert outcome.measures["arrived"] == len(waits)
    assert outcome.measures["wait_mean"] == pytest.approx(waits.mean(), rel=1e-12)
    assert outcome.measures["wait_probability"] == np.mean(waits > 0)
    for name, share in (("wait_p50", 0.5), ("wait_p90", 0.9), ("wait_p95", 0.95)):
        assert outcome.measures[name] == pytest.approx(np.quantile(waits, share), rel=0.01, abs=1e-9)


def test_the_three_service_levels_differ_by_whom_they_leave_out():
    """Of ten offered, five served in time, two late, two gone early, one gone late: 5/10, 5/7 and 5/8."""
    arrivals = {"kind": "trace", "times": [0.0]}
    long = {"kind": "deterministic", "value": 10.0}
    short = {"kind": "deterministic", "value": 0.5}

    def group(name, times, service, patience=None):
        table = customers(name=name, arrivals={"kind": "trace", "times": times}, service=service)
        return table if patience is None else table | {"patience": {"kind": "deterministic", "value": patience}}

    made = scenario(
        run={"length": 60.0, "ending": "close", "target_wait": 3.0, "require_stable": False},
        **{
            "class": [
                customers(name="blocker", arrivals=arrivals, service=long),
                group("late", [1.0, 2.0], short),
                group("gone-early", [1.5, 2.5], short, 1.0),
                group("gone-late", [3.0], short, 5.0),
                group("in-time", [12.0, 20.0, 21.0, 22.0], short),
            ]
        },
    )
    measures = run_queue(made, seed=1).measures

    assert (measures["arrived"], measures["served_in_time"], measures["abandoned_early"]) == (10, 5, 2)
    assert measures["service_level_offered"] == 5 / 10
    assert measures["service_level_served"] == 5 / 7
    assert measures["service_level_patient"] == 5 / 8


def test_the_window_leaves_out_the_warm_up():
    """Who comes before the end of the warm-up is not measured; who comes after it is, whatever was there before."""
    made = scenario(run={"length": 20.0, "warm_up": 10.0, "require_stable": False})
    outcome = run_queue(made, seed=1, waits_max=100)

    # Arrivals at 1, 2, ...: those at 10 to 19 are inside.
    assert outcome.measures["arrived"] == 10
    assert outcome.measures["utilisation"] == 1.0
    assert outcome.measures["in_system_mean"] == 1.0


def test_numbers_at_instants_and_over_intervals_are_those_of_the_trace():
    """The number in system at a time is that just before it; over an interval it is the area divided by the length."""
    made = scenario(
        run={
            "length": 10.0,
            "observe_at": [0.0, 1.5, 4.0],
            "observe_between": [0.0, 4.0, 10.0],
            "require_stable": False,
        },
        **{
            "class": [
                customers(arrivals={"kind": "trace", "times": [1, 1, 3]}, service={"kind": "deterministic", "value": 2})
            ]
        },
    )
    measures = run_queue(made, seed=1).measures

    assert [measures[f"in_system_at:{at}"] for at in ("0", "1.5", "4")] == [0, 2, 2]
    assert measures["in_system_between:0:4"] == (2 + 2 + 2) / 4
    assert measures["in_system_between:4:10"] == (2 + 2) / 6
    assert (measures["arrived_between:0:4"], measures["arrived_between:4:10"]) == (3, 0)


def test_memory_is_that_of_those_present():
    """A run of a million customers, of whom a dozen are there at once, needs no more room than at its beginning."""
    program = build_program(load_queue("textbook/erlang-c"), seed=1, replication=0)
    state = new_state(program)
    slots = len(state["slots"])

    assert advance(program.record, state.record, int(program.record["end"]), 0) == 0
    assert int(state.record["customers"]) > 1_000_000
    assert len(state["slots"]) == slots


def test_room_grows_with_those_present():
    """A thousand who are there at once find room, and the results do not know how it was made."""
    made = scenario(
        run={"length": 50.0, "require_stable": False},
        **{"class": [customers(initial=1_000)]},
        pool=[{"name": "s", "servers": 40}],
    )
    fast, simpy = (run_queue(made, seed=1, backend=backend).measures for backend in ("fast", "simpy"))

    assert fast == pytest.approx(simpy, rel=1e-12, nan_ok=True)
    assert fast["arrived"] == 1_049
    assert not math.isnan(fast["wait_mean"])
