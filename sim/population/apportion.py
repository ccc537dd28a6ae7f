"""Whole seats by size: the largest-remainder method with a floor under every share."""

import numpy as np
from numpy.typing import NDArray


def apportion(total: int, weights: NDArray[np.float64], minimum: NDArray[np.int64] | int = 0) -> NDArray[np.int64]:
    """Divide a count in proportion to weights, exactly and with a minimum each.

    Whoever's quota lies below the minimum gets the minimum, and the rest is divided anew among the others until all
    quotas hold; then quotas are rounded down and the largest remainders take what is left, the first in order on ties.

    Parameters
    ----------
    total
        What is divided.
    weights
        float64[n], at least 0 and not all 0.
    minimum
        int64[n], or one number for all: the least each gets.

    Returns
    -------
    NDArray[np.int64]
        int64[n], summing to `total`.

    Raises
    ------
    ValueError
        Where the minima together exceed the total; the message holds both.

    References
    ----------
    T. Hare's method of largest remainders; M. Balinski and H. P. Young, Fair Representation, 1982.

    Examples
    --------
    >>> apportion(10, np.array([6.0, 3.0, 0.2]), minimum=1).tolist()
    [6, 3, 1]

    """
    least = np.broadcast_to(np.asarray(minimum, np.int64), weights.shape)
    if least.sum() > total:
        raise ValueError(f"total = {total}: must be at least the sum of the minima, {least.sum()}")
    seats = least.copy()
    free = np.ones(len(weights), np.bool_)
    while free.any():
        quota = (total - least[~free].sum()) * weights / weights[free].sum()
        below = free & (quota < least)
        if not below.any():
            seats[free] = np.floor(quota[free]).astype(np.int64)
            remainder = np.where(free, quota - np.floor(quota), -1.0)
            seats[np.argsort(-remainder, kind="stable")[: total - seats.sum()]] += 1
            break
        free &= ~below
    return seats
