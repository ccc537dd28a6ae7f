"""Mediators' draws against their tickets."""

import numpy as np
import pytest
from numpy.random import Generator, Philox
from scipy.stats import binom, poisson, poisson_binom

from analytics.errors import StatisticsError
from analytics.fairness.deviation import draw_deviations


def p_of(observed: int, shares: list[float]) -> float:
    """The p-value of one mediator, told beside one who was drawn as expected."""
    q = np.array(shares)
    counts = np.array([observed])
    found = draw_deviations(counts, np.array([q.sum()]), np.array([(q * (1 - q)).sum()]), level=1.0)
    return found.flagged[0].p


@pytest.mark.parametrize("observed", [0, 1, 12, 20, 35, 60])
def test_equal_shares_give_the_binomial_law(observed):
    """With 60 draws of a third each, p is twice the smaller binomial tail."""
    tails = binom.cdf(observed, 60, 1 / 3), binom.sf(observed - 1, 60, 1 / 3)

    assert p_of(observed, [1 / 3] * 60) == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-9)


@pytest.mark.parametrize("observed", [0, 3, 9])
def test_tiny_shares_give_the_poisson_law(observed):
    """With a million draws of a three-millionth each, p is twice the smaller Poisson tail."""
    mean = 1 / 3
    found = draw_deviations(np.array([observed]), np.array([mean]), np.array([mean]), level=1.0)

    tails = poisson.cdf(observed, mean), poisson.sf(observed - 1, mean)
    assert found.flagged[0].p == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-9)


@pytest.mark.parametrize("observed", [3, 10, 15, 40, 50])
def test_unequal_shares_come_close_to_their_exact_law(observed):
    """With shares from 1/2 to 1/12, p is within a factor of two of the exact one, down to a thousand-millionth."""
    shares = [1 / size for size in range(2, 13)] * 12
    tails = poisson_binom.cdf(observed, shares), poisson_binom.sf(observed - 1, shares)

    assert 0.5 < p_of(observed, shares) / min(1.0, 2 * min(tails)) < 2.0


def test_honest_draws_raise_no_alarm_among_thousands():
    """Five thousand mediators drawn by their tickets: no false alarm; one drawn twice as often is found."""
    random = Generator(Philox(3))
    shares = random.uniform(0.02, 0.5, (5_000, 120))
    observed = (random.random(shares.shape) < shares).sum(axis=1)
    expected, variance = shares.sum(axis=1), (shares * (1 - shares)).sum(axis=1)

    assert draw_deviations(observed, expected, variance).flagged == []
    observed[17] += 30
    (found,) = draw_deviations(observed, expected, variance).flagged
    assert (found.position, found.observed) == (17, observed[17])


def test_a_certain_draw_that_came_out_otherwise_is_impossible():
    """Where nothing was left to chance, nothing is tested, and a contradiction is named."""
    found = draw_deviations(np.array([4, 3, 0]), np.array([4.0, 4.0, 0.0]), np.zeros(3))

    assert (found.tested, found.impossible, found.flagged, found.smallest_adjusted_p) == (0, [1], [], None)


@pytest.mark.parametrize(
    ("observed", "expected", "variance", "named"),
    [
        ([1], [1.0, 1.0], [0.5], "must be as many"),
        ([-1], [1.0], [0.5], "observed: -1"),
        ([1], [1.0], [1.5], "variance: 1.5"),
        ([1], [1.0], [-0.5], "variance: -0.5"),
        ([1], [np.nan], [0.5], "variance: 0.5"),
    ],
)
def test_impossible_sums_are_refused(observed, expected, variance, named):
    """Arrays that no tickets could give are refused by name and value."""
    with pytest.raises(StatisticsError, match=named):
        draw_deviations(np.array(observed), np.array(expected), np.array(variance))
