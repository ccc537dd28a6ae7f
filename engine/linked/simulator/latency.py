"""How long a simulated system takes: a lognormal law given by its median and its 99th percentile."""

from functools import lru_cache
from math import exp, log
from statistics import NormalDist
from typing import Final

BITS: Final = 12
"""4,096 values: the last stands for the slowest of 4,096, so tails beyond it are what `Faults.slow_milli` is for."""
_SIZE: Final = 1 << BITS


@lru_cache(maxsize=64)  # a few systems, and many simulators of each
def latency_table(median_us: int, p99_us: int) -> tuple[int, ...]:
    """Return latencies of which each is as likely as any other.

    Parameters
    ----------
    median_us, p99_us
        Median and 99th percentile, microseconds, the first no larger than the second.

    Returns
    -------
    tuple of int
        4,096 latencies in ascending order, microseconds, at the midpoints of equal probabilities. A table, because
        drawing a normal quantile would cost as much as all else that happens to a request.

    Examples
    --------
    >>> table = latency_table(1_000_000, 10_000_000)
    >>> [round(table[place] / 1e6, 2) for place in (0, 2047, 4055, 4095)]
    [0.03, 1.0, 10.04, 37.75]
    """
    normal = NormalDist()
    sigma = log(p99_us / median_us) / normal.inv_cdf(0.99)
    return tuple(round(median_us * exp(sigma * normal.inv_cdf((place + 0.5) / _SIZE))) for place in range(_SIZE))
