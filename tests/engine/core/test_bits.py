"""The single instructions do what their formulas say."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from numba import njit
from scipy.stats import chi2

from engine.core.bits import high_product, trailing_zeros

WORDS = st.integers(0, 2**64 - 1)


@njit(cache=True)
def product(left: np.uint64, right: np.uint64) -> np.uint64:
    return high_product(left, right)


@njit(cache=True)
def zeros(word: np.uint64) -> np.uint64:
    return trailing_zeros(word)


@given(left=WORDS, right=WORDS)
@example(left=2**64 - 1, right=2**64 - 1)
@example(left=2**63, right=2)
@example(left=0, right=2**64 - 1)
def test_high_product_is_the_upper_half_of_the_product(left: int, right: int):
    """For any two words, the result is what Python's unbounded integers give."""
    assert product(np.uint64(left), np.uint64(right)) == left * right >> 64


@given(word=st.one_of(WORDS, st.integers(0, 63).map(lambda bit: 1 << bit)))
@example(word=0)
@example(word=2**63)
def test_trailing_zeros_is_the_position_of_the_lowest_bit(word: int):
    """For any word, the result is the position of its lowest set bit, and 64 without one."""
    lowest = (word & -word).bit_length() - 1 if word else 64
    assert zeros(np.uint64(word)) == lowest


def test_a_draw_is_uniform():
    """Of 70,000 fixed random words, each of 7 places gets its share: chi-square below its 99.9 % quantile."""
    words = np.random.Philox(20).random_raw(70_000)

    counts = np.bincount([int(product(np.uint64(word), np.uint64(7))) for word in words], minlength=7)

    assert len(counts) == 7
    assert ((counts - 10_000) ** 2 / 10_000).sum() < chi2.ppf(0.999, df=6)
