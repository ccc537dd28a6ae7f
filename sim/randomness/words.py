"""Philox4x64-10, the generator behind every random number of a simulation.

Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11. A word is a function of
what it is for, so two backends, two scenarios or two machines that ask the same question get the same answer: common
random numbers hold by construction.
"""

import math

import numpy as np
from numba import njit

from engine.core.bits import high_product

_MULTIPLIER_0 = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLIER_1 = np.uint64(0xCA5A826395121157)
_KEY_STEP_0 = np.uint64(0x9E3779B97F4A7C15)
_KEY_STEP_1 = np.uint64(0xBB67AE8584CAA73B)
_ROUNDS = 10
COURT_SHIFT = 32
"""A case number shifted right by this is its court: a court may file 2**32 cases."""


@njit(cache=True)
def word(seed: int, replication: int, purpose: int, subject: int, k: int) -> int:
    """Return 64 random bits, as a signed integer.

    Parameters
    ----------
    seed, replication
        The generator's key.
    purpose
        A number of `Purpose`.
    subject
        Whom the word is for, for example `subject_of(court, ordinal)`.
    k
        Ordinal of the word for that purpose and subject, for example the attempt.

    Returns
    -------
    int
        First word of the Philox4x64-10 block with counter (k, subject, purpose, 0) and key (seed, replication).
    """
    counter_0, counter_1 = np.uint64(k), np.uint64(subject)
    counter_2, counter_3 = np.uint64(purpose), np.uint64(0)
    key_0, key_1 = np.uint64(seed), np.uint64(replication)
    for _ in range(_ROUNDS):
        high_0, low_0 = high_product(_MULTIPLIER_0, counter_0), _MULTIPLIER_0 * counter_0
        high_1, low_1 = high_product(_MULTIPLIER_1, counter_2), _MULTIPLIER_1 * counter_2
        counter_0, counter_1 = high_1 ^ counter_1 ^ key_0, low_1
        counter_2, counter_3 = high_0 ^ counter_3 ^ key_1, low_0
        key_0 += _KEY_STEP_0
        key_1 += _KEY_STEP_1
    return int(np.int64(counter_0))


@njit(cache=True)
def unit(word: int) -> float:
    """Return the word as a float64 in [0, 1): its 53 high bits."""
    return np.float64(np.uint64(word) >> np.uint64(11)) * 2.0**-53


@njit(cache=True)
def uniform(seed: int, replication: int, purpose: int, subject: int, k: int) -> float:
    """Return a float64 uniform in [0, 1)."""
    return unit(word(seed, replication, purpose, subject, k))


@njit(cache=True)
def subject_of(court: int, ordinal: int) -> int:
    """Return the number of the `ordinal`-th case of a court: at once its case number and its random subject."""
    return int((np.int64(court) << COURT_SHIFT) | np.int64(ordinal))


@njit(cache=True)
def gamma_with_mean_one(seed: int, replication: int, purpose: int, subject: int, variation: float) -> float:
    """Return a gamma variate with mean 1 and coefficient of variation `variation` > 0.

    Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000, with their
    boost for a shape below 1. Over 95 % of proposals are accepted; each has words of its own.
    """
    shape = 1.0 / (variation * variation)
    d = (shape if shape >= 1.0 else shape + 1.0) - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    boost = 1.0
    if shape < 1.0:
        boost = (1.0 - uniform(seed, replication, purpose, subject, 0)) ** (1.0 / shape)
    k = 1
    while True:
        radius = math.sqrt(-2.0 * math.log1p(-uniform(seed, replication, purpose, subject, k)))
        normal = radius * math.cos(2.0 * math.pi * uniform(seed, replication, purpose, subject, k + 1))
        height = uniform(seed, replication, purpose, subject, k + 2)
        cube = 1.0 + c * normal
        if cube > 0.0:
            v = cube * cube * cube
            if math.log1p(-height) < 0.5 * normal * normal + d - d * v + d * math.log(v):
                return boost * d * v / shape
        k += 3
