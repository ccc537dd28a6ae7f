"""Replications to a target precision."""

import numpy as np
import pytest

from sim.experiments.errors import ExperimentError
from sim.experiments.replicate import replicate
from sim.experiments.runner import Runner
from sim.output.run_count import planned_runs
from tests.sim.experiments.queues import mmc


def normal(job):
    """A measure of mean 100 and deviation 10."""
    return {"wait_mean": float(np.random.Generator(np.random.Philox(key=[job.seed, job.replication])).normal(100, 10))}


@pytest.mark.parametrize("workers", [1, 2])
def test_runs_stop_at_the_precision(workers):
    """A relative precision of 2 % of a normal mean takes about the runs that theory plans, and is kept."""
    with Runner(run=normal, workers=workers) as runner:
        found = replicate(mmc(12), seed=5, precision=0.02, cap=1_000, runner=runner)
    planned = planned_runs(relative_deviation=0.1, relative_half_width=0.02)

    assert found.reached
    assert 0.7 * planned < found.replications < 1.4 * planned
    assert found.estimates["wait_mean"].relative_half_width <= 0.02


def test_a_cap_says_how_far_it_got():
    """Where the cap is too low, the answer is there, is not reached, and says how many runs would do."""
    with Runner(run=normal) as runner:
        found = replicate(mmc(12), seed=5, precision=0.01, cap=50, runner=runner)
    planned = planned_runs(relative_deviation=0.1, relative_half_width=0.01)

    assert (found.reached, found.replications) == (False, 50)
    assert found.needed is not None
    assert 0.5 * planned < found.needed < 2.0 * planned


def test_mirrored_pairs_vary_less():
    """The mean of a run and its mirror image varies less than half of a single run's variance."""
    with Runner() as runner:
        single = replicate(mmc(12), seed=1, replications=30, measure="utilisation", runner=runner)
        paired = replicate(mmc(12), seed=1, replications=30, measure="utilisation", antithetic=True, runner=runner)

    assert paired.estimates["utilisation"].deviation ** 2 < 0.5 * single.estimates["utilisation"].deviation ** 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"precision": 0.0}, "precision = 0: must be between 0 and 1"),
        ({"precision": 0.1, "cap": 5}, "cap = 5: must be from 10"),
        ({"replications": 0}, "replications = 0: must be from 1"),
        ({"confidence": 1.0}, "confidence = 1: must be from 0.5 to 0.9999"),
    ],
)
def test_wrong_numbers_are_refused(wrong, message):
    """Numbers out of bounds are refused with value and bound before anything runs."""
    with Runner(run=normal) as runner, pytest.raises(ExperimentError, match=message):
        replicate(mmc(12), seed=1, runner=runner, **wrong)
