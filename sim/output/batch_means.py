"""The mean of one long run, from batches long enough to be nearly independent."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.normal import two_sided_z
from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, require_inside, series
from sim.output.student import Estimate, student_interval


@dataclass(frozen=True, kw_only=True)
class BatchMeans:
    """A mean from one run."""

    estimate: Estimate
    """With one number for each batch."""
    batch_size: int
    """Observations to a batch."""
    lag_one: float
    """Correlation of neighbouring batch means."""
    independent: bool
    """Whether that is small enough to be chance; if not, the interval is too short and the run too."""


def batch_means(values: Numbers, *, batches: int = 20, level: float = 0.95, test_level: float = 0.95) -> BatchMeans:
    """Estimate the mean of a stationary series by non-overlapping batches.

    The series is cut into batches of equal size and their means are treated as independent, which is checked: if
    neighbours still correlate, the interval holds its level too seldom and a longer run is needed.

    Parameters
    ----------
    values
        Shape (n,), after the warm-up; at least twice as many as batches.
    batches
        Batches of the estimate, at least 5; between 10 and 30 is usual.
    level
        Of the interval, inside (0, 1).
    test_level
        Of the test that neighbours do not correlate, inside (0.5, 1); one-sided, as only likeness does harm.

    Returns
    -------
    BatchMeans
        The estimate; what is left over at the start is not used.

    Raises
    ------
    OutputError
        If there are too few numbers, one is not finite or a setting is out of range.

    References
    ----------
    A. M. Law (2015), Simulation Modeling and Analysis, 5th ed., 9.5.3; G. S. Fishman (1978), Grouping observations in
    digital simulation, Management Science 24, 510-521, for the test.

    Examples
    --------
    >>> done = batch_means(np.sin(np.arange(1000.0)) + 5)
    >>> f"{done.estimate.mean:.3f} {done.batch_size}"
    '5.000 50'
    """
    require_counts(5, batches=batches)
    require_inside(0, 1, level=level)
    require_inside(0.5, 1, test_level=test_level)
    numbers = series("values", values, at_least=2 * batches)
    size = numbers.size // batches
    means = _means(numbers, size)
    lag_one = correlation_at_lag_one(means)
    return BatchMeans(
        estimate=student_interval(means, level=level),
        batch_size=size,
        lag_one=lag_one,
        independent=lag_one <= _bound(means.size, test_level),
    )


def smallest_batch(values: Numbers, *, batches_min: int = 20, test_level: float = 0.95) -> int:
    """Find the smallest power of two at which neighbouring batch means no longer correlate visibly.

    Parameters
    ----------
    values
        Shape (n,), after the warm-up.
    batches_min
        Fewest batches to judge by, at least 5.
    test_level
        Of the one-sided test, inside (0.5, 1).

    Returns
    -------
    int
        Observations to a batch.

    Raises
    ------
    OutputError
        If even the largest batches correlate: the run is too short. Or if a setting is out of range.

    Examples
    --------
    >>> smallest_batch([1.0, 1.0, 1.0, 1.0, 4.0, 4.0, 4.0, 4.0] * 20)
    2
    """
    require_counts(5, batches_min=batches_min)
    require_inside(0.5, 1, test_level=test_level)
    numbers = series("values", values, at_least=batches_min)
    size = 1
    while numbers.size // size >= batches_min:
        means = _means(numbers, size)
        if correlation_at_lag_one(means) <= _bound(means.size, test_level):
            return size
        size *= 2
    raise OutputError(f"values: {numbers.size} numbers are too few; {batches_min} batches of them still correlate")


def correlation_at_lag_one(means: NDArray[np.float64]) -> float:
    """Give the correlation of neighbours in a series, with the ends' correction of von Neumann's ratio.

    Parameters
    ----------
    means
        float64, shape (k,), at least 3.

    Returns
    -------
    float
        0 of a constant series.

    References
    ----------
    J. von Neumann (1941), Distribution of the ratio of the mean square successive difference to the variance, Annals
    of Mathematical Statistics 12, 367-395.

    Examples
    --------
    >>> correlation_at_lag_one(np.array([1.0, -1.0, 1.0, -1.0]))
    -0.5
    """
    away = means - np.mean(means)
    squares = float(away @ away)
    if squares == 0:
        return 0.0
    return float(away[:-1] @ away[1:] + 0.5 * (away[0] ** 2 + away[-1] ** 2)) / squares


def _means(numbers: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    count = numbers.size // size
    return np.asarray(np.mean(numbers[numbers.size - count * size :].reshape(count, size), axis=1), dtype=np.float64)


def _bound(count: int, test_level: float) -> float:
    """Give what the correlation of independent normal numbers exceeds by chance with 1 - level."""
    return two_sided_z(2.0 * test_level - 1.0) * sqrt((count - 2) / (count * count - 1))
