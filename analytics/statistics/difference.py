"""The difference of two estimates, each with an interval of its own."""

from math import hypot
from typing import NamedTuple


class Estimate(NamedTuple):
    """A value and the interval around it."""

    value: float
    low: float
    high: float


def difference(first: Estimate, second: Estimate) -> Estimate:
    """Give the difference of two independent estimates with its interval.

    Each bound goes as far from the difference as the two nearer bounds lie from their values, added as the sides of a
    right angle. Unlike twice the standard error around the difference it takes over what the single intervals are good
    at: that of two shares with Wilson's score intervals never leaves [-1, 1] and holds its level with few cases.

    Parameters
    ----------
    first, second
        Estimates from different data, their intervals of one level.

    Returns
    -------
    Estimate
        `first - second`, its interval of the same level.

    References
    ----------
    Two shares: R. G. Newcombe (1998), Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17, 873-890, method 10. Any two estimates: G. Y. Zou and A. Donner (2008), Construction of
    confidence limits about effect measures, Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    Settled were 56 of 70 cases and 48 of 80:

    >>> from analytics.statistics.wilson import wilson_interval
    >>> now, before = Estimate(56 / 70, *wilson_interval(56, 70)), Estimate(48 / 80, *wilson_interval(48, 80))
    >>> value, low, high = difference(now, before)
    >>> f"{value:.4f} {low:.4f} {high:.4f}"
    '0.2000 0.0524 0.3339'
    """
    value = first.value - second.value
    low = value - hypot(first.value - first.low, second.high - second.value)
    high = value + hypot(first.high - first.value, second.value - second.low)
    return Estimate(value, low, high)
