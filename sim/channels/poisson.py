"""Poisson counts drawn with the simulator's words: how many come in an hour, however many that is."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.channels.expected import Days
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform

_FILINGS_OF_HOUR = int(Purpose.FILINGS_OF_HOUR)
_STREAM_SHIFT = 32
_SMALL_MEAN = 10.0


def drawn_by_hour(
    seed: int, replication: int, stream: int, days: Days, expected: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Draw how many come in each hour of the days of a span, int64[days, 24]; see `draw_counts`."""
    drawn = draw_counts(seed, replication, stream, days.first_hour, np.ascontiguousarray(expected.ravel()))
    return drawn.reshape(expected.shape)


@njit(cache=True)
def draw_counts(
    seed: int, replication: int, stream: int, first_hour: int, expected: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Draw how many come in each hour of a span.

    Parameters
    ----------
    seed, replication
        Key of the random words.
    stream
        Number of what is counted; each has words of its own.
    first_hour
        Hours from the epoch to the first of the span: an hour has the same words in whatever span.
    expected
        float64[hours]: mean of each hour.

    Returns
    -------
    NDArray[np.int64]
        int64[hours], independent Poisson counts.

    """
    counts = np.empty(len(expected), np.int64)
    for hour in range(len(expected)):
        subject = stream << _STREAM_SHIFT | (first_hour + hour)
        counts[hour] = poisson(seed, replication, _FILINGS_OF_HOUR, subject, expected[hour])
    return counts


@njit(cache=True)
def poisson(seed: int, replication: int, purpose: int, subject: int, mean: float) -> int:
    """Return a Poisson variate.

    A small mean is inverted term by term. For others the transformed rejection PTRS: W. Hormann, "The transformed
    rejection method for generating Poisson random variables", Insurance: Mathematics and Economics 12, 1993.

    Parameters
    ----------
    seed, replication, purpose, subject
        Whose words it takes; each proposal has words of its own.
    mean
        At least 0.

    Returns
    -------
    int
        At least 0.

    """
    if mean < _SMALL_MEAN:
        return _inverted(uniform(seed, replication, purpose, subject, 0), mean)
    root = math.sqrt(mean)
    b = 0.931 + 2.53 * root
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    accepted = 0.9277 - 3.6224 / (b - 2.0)
    k = 0
    while True:
        u = uniform(seed, replication, purpose, subject, k) - 0.5
        v = 1.0 - uniform(seed, replication, purpose, subject, k + 1)
        k += 2
        edge = 0.5 - abs(u)
        if edge <= 0.0:
            continue
        count = math.floor((2.0 * a / edge + b) * u + mean + 0.43)
        if edge >= 0.07 and v <= accepted:
            return int(count)
        if count < 0.0 or (edge < 0.013 and v > edge):
            continue
        height = math.log(v * inverse_alpha / (a / (edge * edge) + b))
        if height <= count * math.log(mean) - mean - math.lgamma(count + 1.0):
            return int(count)


@njit(cache=True)
def _inverted(u: float, mean: float) -> int:
    """Return the smallest count whose distribution function exceeds u."""
    count, term = 0, math.exp(-mean)
    below = term
    while u >= below and term > 0.0:
        count += 1
        term *= mean / count
        below += term
    return count
