"""Words are Philox, uniform, and independent of one another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy import stats

from sim.randomness.purpose import Purpose
from sim.randomness.words import gamma_with_mean_one, subject_of, unit, word

UNSIGNED = 2**64
NATURAL = st.integers(0, 2**63 - 1)


@given(seed=NATURAL, replication=NATURAL, purpose=st.integers(0, 100), subject=NATURAL, k=st.integers(1, 2**62))
def test_a_word_is_the_first_of_its_philox_block(seed, replication, purpose, subject, k):
    """A word equals what numpy's Philox4x64-10 gives for the same key and counter."""
    # numpy steps the counter before it draws, so it is set one below.
    counter = np.array([k - 1, subject, purpose, 0], np.uint64)
    reference = np.random.Philox(key=np.array([seed, replication], np.uint64), counter=counter)

    expected = int(np.uint64(reference.random_raw()))

    assert expected == word(seed, replication, purpose, subject, k) % UNSIGNED


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_unit_lies_in_the_half_open_interval(bits):
    """A word becomes a number in [0, 1), never 1, so a logarithm of its complement is finite."""
    assert 0.0 <= unit(bits) < 1.0


@given(court=st.integers(0, 2**20 - 1), ordinal=st.integers(0, 2**31 - 1))
def test_a_subject_names_one_case(court, ordinal):
    """Court and ordinal can be read back from a case number."""
    number = subject_of(court, ordinal)

    assert (court, ordinal) == (number >> 32, number & 0xFFFFFFFF)


def test_streams_of_different_purpose_are_uncorrelated():
    """The words of two purposes for the same subjects show no correlation beyond chance (z below 4)."""
    count = 20_000
    left = np.array([unit(word(1, 0, int(Purpose.DURATION), subject, 0)) for subject in range(count)])
    right = np.array([unit(word(1, 0, int(Purpose.CLOSING), subject, 0)) for subject in range(count)])

    correlation = float(np.corrcoef(left, right)[0, 1])

    assert abs(correlation) * np.sqrt(count) < 4.0


@njit
def _gammas(count, variation):
    drawn = np.empty(count)
    for subject in range(count):
        drawn[subject] = gamma_with_mean_one(1, 0, 1, subject, variation)
    return drawn


@pytest.mark.parametrize("variation", [0.1, 0.3, 1.0, 2.0])
def test_gamma_factors_follow_the_gamma_law(variation):
    """Day factors have the gamma law of mean 1 and the variation asked for (Kolmogorov-Smirnov, p above 1e-4)."""
    shape = 1.0 / variation**2

    drawn = _gammas(20_000, variation)

    assert stats.kstest(drawn, stats.gamma(shape, scale=1.0 / shape).cdf).pvalue > 1e-4
