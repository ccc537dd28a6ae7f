"""Dividing a count by weights is exact, fair and keeps the floor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.population.apportion import apportion

_WEIGHTS = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=30)


@given(_WEIGHTS, st.integers(0, 3), st.integers(0, 1000))
def test_the_total_is_exact_and_everybody_gets_the_minimum(weights, minimum, beyond):
    """Whatever the weights, the seats sum to the total and nobody gets less than the minimum."""
    total = minimum * len(weights) + beyond
    seats = apportion(total, np.array(weights), minimum)

    assert seats.sum() == total
    assert seats.min() >= minimum


@given(_WEIGHTS, st.integers(0, 1000))
def test_without_a_minimum_nobody_is_a_whole_seat_off(weights, total):
    """The largest-remainder method stays within one seat of every quota."""
    quota = total * np.array(weights) / np.sum(weights)

    assert np.all(np.abs(apportion(total, np.array(weights)) - quota) < 1 + 1e-6)


@given(_WEIGHTS, st.integers(0, 2), st.integers(0, 300))
def test_a_larger_weight_never_gets_fewer_seats(weights, minimum, beyond):
    """In order of weight, seats never fall."""
    weights = np.sort(np.array(weights))[::-1]
    seats = apportion(minimum * len(weights) + beyond, weights, minimum)

    assert np.all(np.diff(seats) <= 0)


def test_a_minimum_for_each_is_kept():
    """Minima may differ from one to the next."""
    assert apportion(10, np.array([1.0, 1.0, 8.0]), np.array([4, 0, 0])).tolist() == [4, 1, 5]


def test_minima_beyond_the_total_are_refused():
    """Three times two does not fit into five."""
    with pytest.raises(ValueError, match="total = 5: must be at least the sum of the minima, 6"):
        apportion(5, np.ones(3), 2)
