"""A histogram of waits with buckets below 1 % of their value: quantiles of any number of waits in 58 kB."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.queueing.compiled import outer

_BITS: Final = 7
_FINE: Final = 1 << _BITS
BUCKETS: Final = _FINE * (64 - _BITS)
"""One for each wait below 128 microseconds, then 128 for each doubling."""


@outer
def bucket_of(wait_us: int) -> int:
    """Return the bucket of a wait.

    Parameters
    ----------
    wait_us
        Microseconds, at least 0.

    Examples
    --------
    >>> bucket_of(0), bucket_of(127), bucket_of(128), bucket_of(1 << 20)
    (0, 127, 128, 1792)

    """
    if wait_us < _FINE:
        return wait_us
    doubling = math.frexp(float(wait_us))[1] - 1 - _BITS
    return _FINE * (doubling + 1) + ((wait_us >> doubling) - _FINE)


def bounds_of(bucket: int) -> tuple[int, int]:
    """Return the least wait of a bucket and that of the next, microseconds.

    Parameters
    ----------
    bucket
        Number of the bucket.

    Examples
    --------
    >>> bounds_of(5), bounds_of(1792)
    ((5, 6), (1048576, 1056768))

    """
    if bucket < _FINE:
        return bucket, bucket + 1
    doubling, place = divmod(bucket, _FINE)
    low = (_FINE + place) << (doubling - 1)
    return low, low + (1 << (doubling - 1))


def quantile_of(counts: NDArray[np.int64], share: float) -> float:
    """Return a quantile of the waits counted, in microseconds; NaN of none.

    Within a bucket the waits count as spread evenly; waits of exactly 0 stay 0.

    Parameters
    ----------
    counts
        int64[buckets].
    share
        Which quantile, 0 to 1.

    Examples
    --------
    >>> counts = np.zeros(BUCKETS, np.int64)
    >>> counts[0], counts[50] = 6, 4
    >>> quantile_of(counts, 0.5), quantile_of(counts, 0.8)
    (0.0, 50.5)

    """
    total = int(counts.sum())
    if not total:
        return math.nan
    wanted = share * total
    cumulative = np.cumsum(counts)
    bucket = min(int(np.searchsorted(cumulative, wanted)), len(counts) - 1)
    low, high = bounds_of(bucket)
    if bucket == 0:
        return 0.0
    before = float(cumulative[bucket] - counts[bucket])
    return low + (high - low) * (wanted - before) / float(counts[bucket])
