"""Distances between laws, and patience behind waits that service cut short."""

from math import sqrt

import numpy as np
import pytest
from numpy.random import Generator, Philox
from scipy import stats

from analytics.statistics.kaplan_meier import kaplan_meier
from sim.output.empirical import exponential_patience, ks_distance, ks_distance_to
from sim.output.errors import OutputError


def test_distances_are_scipys():
    """On samples with ties and without, both distances agree with another implementation."""
    random = Generator(Philox(1))
    one, two = random.normal(0, 1, 200), random.normal(0.2, 1, 150)
    assert ks_distance(one, two) == pytest.approx(stats.ks_2samp(one, two).statistic)
    assert ks_distance_to(one, stats.norm.cdf) == pytest.approx(stats.kstest(one, "norm").statistic)
    coarse, other = random.integers(0, 5, 90).astype(float), random.integers(1, 6, 70).astype(float)
    assert ks_distance(coarse, other) == pytest.approx(stats.ks_2samp(coarse, other, method="asymp").statistic)


def test_distances_at_the_ends():
    """A sample is at distance 0 from itself and 1 from one that lies beyond it."""
    assert ks_distance([1.0, 2.0], [2.0, 1.0, 1.0, 2.0]) == 0.0
    assert ks_distance([1.0, 2.0], [3.0]) == 1.0


def test_patience_is_found_behind_service():
    """With most waits cut short by service, mean patience is found, and the survival curve is its law."""
    random = Generator(Philox(2))
    patience, offered = random.exponential(300, 40_000), random.exponential(60, 40_000)
    waits, left = np.minimum(patience, offered), patience < offered

    assert np.mean(left) < 0.2
    assert abs(exponential_patience(waits, left) - 300) < 4 * 300 / sqrt(left.sum())
    curve = kaplan_meier(waits, left)
    assert curve.survival_at(np.array([120.0]))[0] == pytest.approx(np.exp(-120 / 300), abs=0.02)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ks_distance([], [1.0]), "first: 0 numbers, at least 1"),
        (lambda: exponential_patience([1.0], np.array([False])), "nobody left"),
        (lambda: exponential_patience([-1.0], np.array([True])), r"waits\[0\]: -1\.0 is below 0"),
        (lambda: exponential_patience([1.0], np.array([True, True])), "abandoned: shape"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(OutputError, match=words):
        call()
