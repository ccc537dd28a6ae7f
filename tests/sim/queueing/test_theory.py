"""Short runs against exact formulas, by z-score over independent replications.

The formulas are computed here, apart from the simulator; the long runs of the presets are for the scoreboard.
"""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sim.queueing.load import load_queue, with_changes
from sim.queueing.run import run_queue


def z_scores(name, changes, exact, replications=24, seed=21):
    """How many standard errors each measure's mean over replications lies from its exact value."""
    made = with_changes(load_queue(name), changes)
    runs = [run_queue(made, seed=seed, replication=r).measures for r in range(replications)]
    found = {key: np.array([run[key] for run in runs]) for key in exact}
    return {
        key: (found[key].mean() - value) / (found[key].std(ddof=1) / math.sqrt(replications))
        for key, value in exact.items()
    }


def erlang_c(servers, load):
    """Probability of waiting."""
    terms = [load**k / math.factorial(k) for k in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


def test_erlang_c():
    """M/M/12: probability of waiting, mean wait, queue, and share answered within 20 seconds."""
    wait = erlang_c(12, 8.4)
    exact = {
        "wait_probability": wait,
        "wait_mean": wait / (12 * 0.5 - 4.2),
        "queue_mean": wait / (12 * 0.5 - 4.2) * 4.2,
        "utilisation": 0.7,
        "service_level_offered": 1 - wait * math.exp(-(12 * 0.5 - 4.2) / 3),
    }
    scores = z_scores("textbook/erlang-c", {"run.length": 6_000.0, "run.warm_up": 300.0}, exact)

    assert max(map(abs, scores.values())) < 4, scores


def test_erlang_a():
    """M/M/12+M: probability of waiting, of abandoning, mean wait and occupancy, from the balance equations."""
    births = [4.2] * 200
    deaths = [min(n, 12) * 0.5 + max(0, n - 12) * 1.0 for n in range(1, 201)]
    weights = np.cumprod([1.0, *(birth / death for birth, death in zip(births, deaths, strict=True))])
    state = weights / weights.sum()
    queue = sum((n - 12) * p for n, p in enumerate(state) if n > 12)
    exact = {
        "wait_probability": state[12:].sum(),
        "abandonment_share": queue / 4.2,
        "wait_mean": queue / 4.2,
        "utilisation": sum(min(n, 12) * p for n, p in enumerate(state)) / 12,
    }
    scores = z_scores("textbook/erlang-a", {"run.length": 6_000.0, "run.warm_up": 300.0}, exact)

    assert exact["wait_probability"] == pytest.approx(0.127372, abs=1e-6)
    assert max(map(abs, scores.values())) < 4, scores


def test_pollaczek_and_khinchine():
    """M/G/1 with clocked and two-phase service: mean wait by the second moment of service."""
    for name, squared in (("textbook/md1", 0.0), ("textbook/me21", 0.5)):
        exact = {"wait_mean": 0.8 * (1 + squared) / (2 * 0.2)}
        scores = z_scores(name, {"run.length": 20_000.0, "run.warm_up": 500.0}, exact)

        assert max(map(abs, scores.values())) < 4, scores


def test_the_transient_of_one_server():
    """From empty, the mean number in system at 5, 10, 20 and 50, by Kolmogorov's forward equations."""
    size = 200

    def flow(_, p):
        change = np.zeros(size)
        change[:-1] -= 0.8 * p[:-1]
        change[1:] += 0.8 * p[:-1]
        change[1:] -= p[1:]
        change[:-1] += p[1:]
        return change

    times = [5.0, 10.0, 20.0, 50.0]
    solved = solve_ivp(flow, (0, 50), np.eye(1, size)[0], t_eval=times, rtol=1e-9, atol=1e-12)
    means = np.arange(size) @ solved.y
    exact = {f"in_system_at:{at:g}": mean for at, mean in zip(times, means, strict=True)}
    changes = {"run.length": 50.0, "run.observe_at": times, "run.observe_between": []}
    scores = z_scores("textbook/mm1-transient", changes, exact, replications=1_000)

    assert means[0] == pytest.approx(1.469461, abs=1e-6)
    assert max(map(abs, scores.values())) < 4, scores


def test_a_network_of_three_stations():
    """Jackson's network: the number at each station and the time in the network, by the traffic equations."""
    routes = np.array([[0, 0.6, 0.3], [0.2, 0, 0.5], [0, 0.1, 0]])
    flow = np.linalg.solve(np.eye(3) - routes.T, [2.0, 0.5, 0.0])
    exact = {}
    for name, rate, speed, servers in zip("abc", flow, (1.5, 2.0, 1.2), (3, 2, 3), strict=True):
        load = rate / speed
        exact[f"in_system_mean@{name}"] = erlang_c(servers, load) * load / (servers - load) + load
    exact["time_in_system_mean"] = sum(exact.values()) / 2.5
    scores = z_scores("textbook/jackson", {"run.length": 3_000.0, "run.warm_up": 100.0}, exact)

    assert exact["time_in_system_mean"] == pytest.approx(2.068897, abs=1e-6)
    assert max(map(abs, scores.values())) < 4, scores
