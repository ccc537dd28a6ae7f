"""Observed against simulated: distances of laws, and the patience behind waits that were cut short by service.

The survival curve of patience itself is `analytics.statistics.kaplan_meier`, with abandoning as the event.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import OutputError
from sim.output.samples import Numbers, series


def ks_distance(first: Numbers, second: Numbers) -> float:
    """Give the largest distance between two empirical distribution functions.

    Parameters
    ----------
    first, second
        Shapes (n,) and (m,), at least 1 each; ties are allowed.

    Returns
    -------
    float
        Between 0 and 1. Under one law it exceeds 1.36 sqrt(1/n + 1/m) in one of twenty large independent samples.

    Raises
    ------
    OutputError
        If there is no number or one is not finite.

    References
    ----------
    N. V. Smirnov (1939), Estimate of deviation between empirical distribution functions in two independent samples.

    Examples
    --------
    >>> ks_distance([1.0, 2.0, 3.0], [2.0, 3.0, 4.0, 5.0])
    0.5
    """
    one, two = np.sort(series("first", first, at_least=1)), np.sort(series("second", second, at_least=1))
    places = np.concatenate((one, two))
    below_one = np.searchsorted(one, places, side="right") / one.size
    below_two = np.searchsorted(two, places, side="right") / two.size
    return float(np.max(np.abs(below_one - below_two)))


def ks_distance_to(values: Numbers, law: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> float:
    """Give the largest distance between an empirical distribution function and a continuous one.

    Parameters
    ----------
    values
        Shape (n,), at least 1.
    law
        The distribution function, shape (n,) to shape (n,).

    Returns
    -------
    float
        Between 1 / (2 n) and 1. If the law was fitted to the same numbers it is smaller than for a law known before:
        the usual critical values do not hold.

    Raises
    ------
    OutputError
        If there is no number or one is not finite.

    References
    ----------
    A. N. Kolmogorov (1933), Sulla determinazione empirica di una legge di distribuzione.

    Examples
    --------
    >>> round(ks_distance_to([0.1, 0.4, 0.7], lambda x: x), 9)
    0.3
    """
    numbers = np.sort(series("values", values, at_least=1))
    chances = law(numbers)
    steps = np.arange(numbers.size + 1) / numbers.size
    return float(np.max(np.maximum(steps[1:] - chances, chances - steps[:-1])))


def exponential_patience(waits: Numbers, abandoned: NDArray[np.bool_]) -> float:
    """Give the mean of an exponential patience, most likely given waits of which many ended in service.

    Total time waited over the number who left: whoever was served had at least that much patience.

    Parameters
    ----------
    waits
        Shape (n,), at least 0; until service or until leaving. Those who never waited may be left out: they add 0.
    abandoned
        bool, shape (n,): whether the wait ended by leaving.

    Returns
    -------
    float
        Mean patience, in the unit of the waits.

    Raises
    ------
    OutputError
        If shapes differ, a wait is negative, or nobody left.

    References
    ----------
    L. Brown et al. (2005), Statistical analysis of a telephone call center, J. Am. Stat. Assoc. 100, 36-50.

    Examples
    --------
    >>> exponential_patience([10.0, 40.0, 30.0, 20.0], np.array([False, True, False, True]))
    50.0
    """
    numbers = series("waits", waits, at_least=1)
    if abandoned.shape != numbers.shape:
        raise OutputError(f"abandoned: shape {abandoned.shape}, not that of the waits, {numbers.shape}")
    if np.any(numbers < 0):
        raise OutputError(f"waits[{int(np.argmin(numbers))}]: {np.min(numbers)} is below 0")
    left = int(np.sum(abandoned))
    if not left:
        raise OutputError("abandoned: nobody left, so patience has no upper bound")
    return float(np.sum(numbers)) / left
