"""The compiled loop and the SimPy model do the same, event by event."""

import math

import pytest

from sim.queueing.load import load_queue, queue_names
from sim.queueing.order import TRACE_NAMES
from sim.queueing.parity import compare_traces
from sim.queueing.run import run_queue
from tests.sim.queueing.scenarios import customers, random_scenario, scenario


@pytest.mark.parametrize("name", queue_names())
def test_presets_have_one_trace(name):
    """Both backends write the same lines for the beginning of every preset."""
    found = compare_traces(load_queue(name), seed=11, events_max=1_500)

    assert found.identical, found.first_difference
    assert found.events_compared > 50


@pytest.mark.parametrize("seed", range(50))
def test_random_scenarios_have_one_trace_and_one_result(seed):
    """Whatever features a scenario combines, traces, waits and measures of both backends are equal."""
    made = random_scenario(seed)
    found = compare_traces(made, seed=seed, replication=3, events_max=100_000)
    fast, simpy = (
        run_queue(made, seed=seed, replication=3, backend=backend, waits_max=100) for backend in ("fast", "simpy")
    )

    assert found.identical, found.first_difference
    assert found.events_compared > 50
    assert fast.waits.tolist() == pytest.approx(simpy.waits.tolist(), nan_ok=True, abs=0)
    assert fast.measures == pytest.approx(simpy.measures, rel=1e-12, nan_ok=True)


def test_random_scenarios_leave_nothing_out():
    """Between them, the random scenarios make every kind of line of a trace."""
    kinds = {
        kind for seed in range(50) for kind in run_queue(random_scenario(seed), seed=seed, trace_max=9_999).trace[:, 1]
    }

    assert kinds == set(TRACE_NAMES)


def test_mirrored_runs_have_one_result_too():
    """Antithetic runs agree between backends, and differ from the plain ones."""
    made = random_scenario(4)
    fast, simpy = (run_queue(made, seed=1, backend=backend, antithetic=True) for backend in ("fast", "simpy"))

    assert fast.measures == pytest.approx(simpy.measures, rel=1e-12, nan_ok=True)
    assert fast.measures["wait_mean"] != run_queue(made, seed=1).measures["wait_mean"]


def test_a_difference_is_shown_with_what_led_to_it(monkeypatch):
    """Were one backend wrong, the report names the line and shows the lines around it in words."""
    made = scenario(**{"class": [customers()]})
    run = compare_traces.__globals__["tally_of"]

    def wrong(scenario, program, backend):
        tally = run(scenario, program, backend)
        if backend == "simpy":
            tally.trace[7, 4] = 99
        return tally

    monkeypatch.setitem(compare_traces.__globals__, "tally_of", wrong)
    found = compare_traces(made, seed=1, events_max=50)

    assert not found.identical
    assert found.events_compared == 7
    assert "line 8:" in found.first_difference
    assert found.first_difference.count("both") == 5
    assert "simpy 3.000000 left customers 1 at 0, 99" in found.first_difference


def test_runs_repeat_bit_by_bit():
    """The same seed and replication give the same numbers again; another replication does not."""
    made = random_scenario(7)
    first, again, other = (run_queue(made, seed=5, replication=r).measures for r in (0, 0, 1))

    def comparable(measures):
        return {name: None if math.isnan(value) else value for name, value in measures.items()}

    assert comparable(first) == comparable(again)
    assert comparable(first) != comparable(other)
