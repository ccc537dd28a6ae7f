"""Intervals hold their level, on a queue in its steady state and on series that depend on themselves."""

from itertools import islice
from math import sqrt

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.output.batch_means import batch_means, correlation_at_lag_one, smallest_batch
from sim.output.errors import OutputError
from sim.output.student import student_interval, student_quantile
from sim.theory.mmc import mmc
from tests.sim.output.chains import autoregressive, numbers_in_mmc

RUNS = 30
"""Replications of an interval."""
STEPS = 15_000
"""Moments of a replication: 1,500 minutes, 240 relaxation times, so that its mean is nearly normal."""


def covered(repeats: int, seed: int) -> float:
    """Share of intervals for the mean queue of M/M/12 that hold the exact one."""
    queue = mmc(arrival_rate=4.2, service_rate=0.5, servers=12)
    chain = numbers_in_mmc(
        Generator(Philox(seed)), arrivals=4.2, service=0.5, servers=12, runs=repeats * RUNS, steady=True
    )
    total = np.zeros(repeats * RUNS)
    for numbers in islice(chain, STEPS):
        total += np.maximum(numbers - 12, 0)
    means = (total / STEPS).reshape(repeats, RUNS)
    return float(np.mean([student_interval(row).covers(queue.mean_queue) for row in means]))


def test_the_interval_covers_a_queue():
    """Of 300 intervals for the queue of M/M/12 a share within two binomial deviations of .95 holds the exact mean."""
    assert abs(covered(300, seed=1) - 0.95) <= 2 * sqrt(0.95 * 0.05 / 300)


@pytest.mark.full
def test_the_interval_covers_a_queue_a_thousand_times():
    """Of 1,000 intervals for the queue of M/M/12 between .936 and .964 hold the exact mean."""
    assert 0.936 <= covered(1000, seed=2) <= 0.964


def test_student_is_the_tabled_law():
    """Quantiles agree with the table, and a small sample with Law's worked example."""
    assert [round(student_quantile(freedom, 0.95), 3) for freedom in (1, 4, 29, 1e9)] == [12.706, 2.776, 2.045, 1.96]
    worked = student_interval([1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09], level=0.9)
    assert (worked.mean, worked.half_width) == pytest.approx((1.343, 0.24), abs=0.005)
    assert worked.high - worked.low == pytest.approx(2 * worked.half_width)


def test_batches_hold_their_level_where_single_numbers_do_not():
    """On a series with memory .9 the interval of batches covers 0 about 95 times in 100, of single numbers seldom."""
    series = autoregressive(Generator(Philox(3)), runs=400, length=8000, memory=0.9)
    by_batches = np.mean([batch_means(row).estimate.covers(0.0) for row in series])
    by_numbers = np.mean([student_interval(row).covers(0.0) for row in series])

    assert abs(by_batches - 0.95) < 4 * sqrt(0.95 * 0.05 / 400)
    assert by_numbers < 0.5


def test_short_batches_are_noticed():
    """Where batches are too short, neighbours correlate and the check says so; where they are long, it passes."""
    series = autoregressive(Generator(Philox(4)), runs=200, length=4000, memory=0.99)
    short = np.mean([batch_means(row, batches=200).independent for row in series])
    brisk = autoregressive(Generator(Philox(5)), runs=200, length=4000, memory=0.5)
    long = np.mean([batch_means(row, batches=10).independent for row in brisk])

    assert short < 0.01
    assert abs(long - 0.95) < 4 * sqrt(0.95 * 0.05 / 200)


def test_the_smallest_batch_grows_with_memory():
    """Independent numbers need no batches mostly, memory some dozens; a series that is one long memory is refused."""
    random = Generator(Philox(6))
    sizes = [
        np.median([smallest_batch(row) for row in autoregressive(random, runs=20, length=20_000, memory=memory)])
        for memory in (0.0, 0.5, 0.8)
    ]
    assert sizes[0] == 1
    assert sizes[0] < sizes[1] < sizes[2]
    with pytest.raises(OutputError, match="too few"):
        smallest_batch(np.arange(1000.0))


def test_the_correlation_of_neighbours_has_no_bias():
    """Of independent numbers it averages about 0 with the deviation the test takes."""
    series = Generator(Philox(7)).standard_normal((4000, 20))
    found = np.array([correlation_at_lag_one(row) for row in series])

    assert abs(found.mean()) < 4 * found.std() / sqrt(found.size)
    assert found.std() == pytest.approx(sqrt(18 / 399), rel=0.05)
    assert correlation_at_lag_one(np.ones(10)) == 0.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: student_interval([1.0]), "values: 1 numbers, at least 2"),
        (lambda: student_interval([1.0, float("inf")]), r"values\[1\]: inf is not finite"),
        (lambda: student_interval([1.0, 2.0], level=1.0), r"level: 1\.0 is not between 0 and 1"),
        (lambda: student_interval(np.ones((2, 2))), r"shape \(2, 2\)"),
        (lambda: batch_means(np.ones(30)), "values: 30 numbers, at least 40"),
        (lambda: batch_means(np.ones(30), batches=2), "batches: 2 is below 5"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(OutputError, match=words):
        call()
