"""Counts drawn with the simulator's words are Poisson, whatever the mean."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.channels.poisson import draw_counts
from sim.randomness.purpose import Purpose


@pytest.mark.parametrize("mean", [0.02, 0.7, 9.9, 10.1, 55.0, 3_000.0, 250_000.0])
def test_mean_and_variance_are_those_of_a_poisson_law(mean):
    """Over forty thousand hours, mean and variance lie within four standard errors of the mean."""
    n = 40_000
    counts = draw_counts(7, 0, 3, 400_000, np.full(n, mean))

    assert abs(counts.mean() - mean) < 4 * math.sqrt(mean / n)
    # Fourth central moment of a Poisson law: mean + 3 mean^2.
    assert abs(counts.var() - mean) < 4 * math.sqrt((mean + 2 * mean**2) / n)


@pytest.mark.parametrize("mean", [2.5, 12.0, 80.0])
def test_the_whole_law_is_poisson(mean):
    """A chi-square test over the values that occur does not reject the Poisson law at one in ten thousand."""
    n = 40_000
    counts = draw_counts(11, 0, 1, 0, np.full(n, mean))
    low, high = (int(stats.poisson.ppf(q, mean)) for q in (0.002, 0.998))
    cells = np.clip(counts, low, high)
    expected = stats.poisson.pmf(np.arange(low, high + 1), mean)
    expected[0], expected[-1] = stats.poisson.cdf(low, mean), stats.poisson.sf(high - 1, mean)

    found = np.bincount(cells - low, minlength=high - low + 1)
    assert stats.chisquare(found, n * expected).pvalue > 1e-4


def test_nothing_is_expected_and_nothing_comes():
    """An hour without a rate has no count."""
    assert draw_counts(1, 0, 0, 0, np.zeros(100)).sum() == 0


def test_an_hour_keeps_its_words_in_another_span():
    """A span that begins a day later draws the same counts for the hours it shares."""
    rates = np.linspace(0.5, 400.0, 96)

    assert (draw_counts(5, 0, 2, 1_000, rates)[24:] == draw_counts(5, 0, 2, 1_024, rates[24:])).all()


def test_streams_seeds_and_replications_are_apart():
    """Another stream, seed or replication gives other counts."""
    rates = np.full(50, 300.0)
    drawn = [draw_counts(*key, 0, rates).tolist() for key in ((1, 0, 0), (1, 0, 1), (1, 1, 0), (2, 0, 0))]

    assert len({tuple(counts) for counts in drawn}) == 4


def test_purposes_are_never_shared():
    """Each purpose has a number of its own."""
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__)
