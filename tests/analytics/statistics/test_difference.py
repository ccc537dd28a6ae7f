"""The difference of two shares: against published intervals, and against what it promises."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from analytics.statistics.difference import Estimate, difference
from analytics.statistics.wilson import wilson_interval


def share(part: int, whole: int) -> Estimate:
    """A share of cases with its score interval."""
    return Estimate(part / whole, *wilson_interval(part, whole))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_published_intervals_come_out(one, other, low, high):
    """Newcombe (1998), table II, method 10."""
    found = difference(share(*one), share(*other))

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_two_shares_are_never_further_apart_than_they_can_be(whole, other_whole, data):
    """The interval holds the difference, stays inside [-1, 1] and turns round with the shares."""
    one = share(data.draw(st.integers(0, whole)), whole)
    other = share(data.draw(st.integers(0, other_whole)), other_whole)
    found, turned = difference(one, other), difference(other, one)

    assert -1 - 1e-12 <= found.low <= found.value <= found.high <= 1 + 1e-12
    assert (turned.value, turned.low, turned.high) == pytest.approx((-found.value, -found.high, -found.low))


@pytest.mark.parametrize(("whole", "other_whole"), [(15, 15), (40, 12), (60, 60)])
def test_the_level_is_held_with_few_cases(whole, other_whole):
    """Over all outcomes, weighed by their chance, the interval holds the true difference about as often as told."""
    levels = []
    for true, other_true in product((0.35, 0.65, 0.8), repeat=2):
        weights = product(
            enumerate(binom.pmf(range(whole + 1), whole, true)),
            enumerate(binom.pmf(range(other_whole + 1), other_whole, other_true)),
        )
        levels.append(
            sum(
                chance * other_chance
                for (part, chance), (other_part, other_chance) in weights
                if (found := difference(share(part, whole), share(other_part, other_whole))).low
                <= true - other_true
                <= found.high
            )
        )

    assert min(levels) > 0.93
    assert 0.94 < sum(levels) / len(levels) < 0.97
