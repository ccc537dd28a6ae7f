"""How customers come: rates that change, busy days, bursts, traces."""

import numpy as np
import pytest
from scipy import stats

from sim.queueing.load import load_queue, with_changes
from sim.queueing.run import run_queue
from tests.sim.queueing.scenarios import customers, scenario

FREE = {"pool": [{"name": "server", "servers": 500}]}


def counts(made, names, replications):
    return np.array(
        [[run_queue(made, seed=6, replication=r).measures[name] for name in names] for r in range(replications)]
    )


def test_counts_follow_the_integral_of_a_rate_that_jumps_tenfold():
    """In each interval the count is Poisson with the rate's integral as mean, just before and after a jump of ten."""
    made = with_changes(load_queue("textbook/rate-jump"), {"run.length": 10.0})
    found = counts(made, ("arrived_between:0:5", "arrived_between:5:6", "arrived_between:6:10"), 400)
    means = np.array([10.0, 20.0, 8.0])
    z = (found.mean(axis=0) - means) / np.sqrt(means / 400)

    assert np.abs(z).max() < 4
    assert (found.var(axis=0) / means).tolist() == pytest.approx([1, 1, 1], abs=4 * (2 / 400) ** 0.5 * 1.1)


def test_arrivals_are_spread_evenly_within_an_interval():
    """Given their number, arrivals of a constant rate are uniform over the interval: no gap reaches over the jump."""
    made = with_changes(load_queue("textbook/rate-jump"), {"run.length": 2_000.0})
    at = run_queue(made, seed=6, waits_max=20_000).arrived_at % 10.0
    after = at[(at >= 5.0) & (at < 6.0)] - 5.0

    assert len(after) > 3_000
    assert stats.kstest(after, "uniform").pvalue > 1e-4


def test_counts_of_the_three_rates_are_poisson():
    """Rates 5, 1.5 and 3 in a cycle give 16, 7.05 and 6.3 arrivals on average, with variance equal to the mean."""
    made = load_queue("textbook/nhpp-three")
    names = ("arrived_between:0:3.2", "arrived_between:3.2:7.9", "arrived_between:7.9:10")
    found = counts(made, names, 250)
    means = np.array([16.0, 7.05, 6.3])

    # Each value is the mean of two cycles.
    assert np.abs((found.mean(axis=0) - means) / np.sqrt(means / 500)).max() < 4
    assert (2 * found.var(axis=0) / means).tolist() == pytest.approx([1, 1, 1], abs=0.38)


def test_busy_days_spread_the_counts():
    """With a gamma factor of mean 1 and variation cv, a day's count has variance m + (m cv) squared."""
    arrivals = {"kind": "poisson", "rate": 2.0, "day_effect": {"cv": 0.4, "period": 100.0}}
    made = scenario(
        run={"length": 20_000.0, "cycle": 100.0, "observe_between": [0.0, 100.0], "require_stable": False},
        **{"class": [customers(arrivals=arrivals)]},
        **FREE,
    )
    at = run_queue(made, seed=3, waits_max=100_000).arrived_at
    per_day = np.bincount((at[at < 20_000] // 100).astype(int), minlength=200)
    exact = 200 + (200 * 0.4) ** 2

    assert per_day.mean() == pytest.approx(200, abs=4 * (exact / 200) ** 0.5)
    # The variance of a sample variance of nearly gamma counts: excess 6 cv^2.
    assert per_day.var() / exact == pytest.approx(1, abs=4 * ((2 + 6 * 0.16) / 200) ** 0.5)


def test_a_shared_busyness_moves_classes_together():
    """Classes that share the effect have the same good and bad days; others do not."""

    def correlation(shared):
        effect = {"cv": 0.5, "period": 50.0, "shared": shared}
        both = [
            customers(name=name, arrivals={"kind": "poisson", "rate": 2.0, "day_effect": effect}) for name in ("a", "b")
        ]
        made = scenario(run={"length": 10_000.0, "require_stable": False}, **{"class": both}, **FREE)
        trace = run_queue(made, seed=3, trace_max=400_000).trace
        joined = trace[(trace[:, 1] == 1) & (trace[:, 0] < 10_000e6)]
        day, number = joined[:, 0] // 50_000_000, joined[:, 2] >> 42
        return float(np.corrcoef([np.bincount(day[number == k], minlength=200) for k in (0, 1)]).min())

    assert correlation(shared=True) > 0.8
    assert abs(correlation(shared=False)) < 0.3


def test_a_burst_adds_its_customers_and_moves_nobody_else():
    """A burst brings its number within its time; the other arrivals and their times stay as they were."""
    arrivals = {"kind": "poisson", "rate": 1.0}
    plain = scenario(**{"class": [customers(arrivals=arrivals)]}, **FREE)
    burst = scenario(
        **{"class": [customers(arrivals=arrivals, bursts=[{"at": 30.0, "count": 40, "within": 5.0}])]}, **FREE
    )
    before, after = (run_queue(made, seed=2, waits_max=1_000).arrived_at for made in (plain, burst))
    added = np.setdiff1d(after, before)

    assert len(added) == 40
    assert added.min() >= 30
    assert added.max() <= 35
    assert set(before) <= set(after)


def test_traces_come_when_they_say(tmp_path):
    """Arrivals of a trace, listed or from a file next to the scenario, come at their times in order."""
    file = tmp_path / "calls.txt"
    file.write_text("7.5\n2\n3\n", encoding="utf-8")
    for trace in ({"times": [7.5, 2.0, 3.0]}, {"file": str(file)}):
        made = scenario(**{"class": [customers(arrivals={"kind": "trace", **trace})]}, **FREE)

        assert run_queue(made, seed=1, waits_max=10).arrived_at.tolist() == [2.0, 3.0, 7.5]


def test_streams_of_classes_are_independent():
    """Two classes alike but for their name have gaps that do not go together."""
    both = [customers(name=name, arrivals={"kind": "poisson", "rate": 1.0}) for name in ("a", "b")]
    made = scenario(run={"length": 4_000.0, "require_stable": False}, **{"class": both}, **FREE)
    trace = run_queue(made, seed=4, trace_max=100_000).trace
    joined = trace[trace[:, 1] == 1]
    gaps = [np.diff(joined[joined[:, 2] >> 42 == k, 0])[:3_500] for k in (0, 1)]

    assert abs(np.corrcoef(gaps)[0, 1]) < 4 / 3_500**0.5
