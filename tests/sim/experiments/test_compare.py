"""Scenarios compared under common random numbers, against theory."""

from dataclasses import replace

import pytest

from sim.experiments.compare import compare
from sim.experiments.errors import ExperimentError
from sim.experiments.job import load_any
from sim.experiments.runner import Runner
from sim.theory.mmc import mmc as exact
from tests.sim.experiments.queues import mmc


@pytest.fixture(scope="module")
def compared():
    """Twelve and thirteen servers on the same days, and the twelve once more under another name."""
    scenarios = [mmc(12), mmc(13, name="more"), mmc(12, name="same")]
    with Runner() as runner:
        return compare(scenarios, seed=3, replications=12, runner=runner)


def judged(compared, name):
    """The row of a scenario."""
    return next(row for row in compared.judged if row.scenario == name)


def test_a_true_difference_is_found(compared):
    """One more server shortens the wait by what theory says, the verdict is better, and it is surely the best."""
    row = judged(compared, "more")
    waits = [exact(arrival_rate=4.2, service_rate=0.5, servers=servers).mean_wait for servers in (12, 13)]
    deviation = row.difference.deviation / row.difference.replications**0.5

    assert compared.measure == "wait_mean"
    assert (row.verdict, row.probability_best) == ("better", pytest.approx(1.0, abs=0.01))
    assert abs(row.difference.mean - (waits[1] - waits[0])) < 4.0 * deviation


def test_a_false_difference_is_not_found(compared):
    """A scenario against itself has a difference of exactly nothing, and no verdict."""
    row = judged(compared, "same")

    assert (row.difference.mean, row.difference.low, row.difference.high) == (0.0, 0.0, 0.0)
    assert row.verdict == "no difference shown"


@pytest.mark.full
def test_independent_runs_of_one_queue_seldom_differ():
    """Of thirty comparisons of a queue with itself on other random numbers, at most five call a difference."""
    called = 0
    for seed in range(30):
        with _Shifted() as runner:
            scenarios = [mmc(12, length=300.0), mmc(12, length=300.0, name="other")]
            found = compare(scenarios, seed=seed, replications=4, runner=runner)
        called += found.judged[1].verdict in {"better", "worse"}

    assert called < 6  # binomial(30, 0.05): more than five has probability 0.003


class _Shifted(Runner):
    """Runs the second scenario on random numbers of its own."""

    def run(self, jobs, on_progress=None):
        moved = [replace(job, seed=job.seed + 1_000) if job.scenario.name == "other" else job for job in jobs]
        return super().run(moved, on_progress)


def test_sharing_random_numbers_pays(compared):
    """The difference of staffings varies less than that of independent runs."""
    assert judged(compared, "more").pairing_worth > 1.5


def test_chances_sum_to_one(compared):
    """One of the scenarios is the best, and equal ones share."""
    assert sum(row.probability_best for row in compared.judged) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("scenarios", "replications", "message"),
    [
        ([mmc(12)], 10, "scenarios = 1: must be at least 2"),
        ([mmc(12), mmc(13)], 10, "scenarios = mmc: must have a name of its own each"),
        ([mmc(12), mmc(13, name="b")], 1, "replications = 1: must be from 2 to 100000"),
        ([mmc(12), load_any("one-court")], 10, "scenarios: must be all of the platform or all queues"),
    ],
)
def test_what_cannot_be_compared_is_refused(scenarios, replications, message):
    """Too few scenarios or runs, equal names and two kinds are refused before anything runs."""
    with Runner() as runner, pytest.raises(ExperimentError, match=message):
        compare(scenarios, seed=1, replications=replications, runner=runner)


def test_an_unknown_measure_is_refused():
    """A measure that no run has is refused with those that there are."""
    with Runner() as runner, pytest.raises(ExperimentError, match=r"measure = joy: must be of .*wait_mean"):
        compare([mmc(12), mmc(13, name="b")], seed=1, replications=2, measure="joy", runner=runner)
