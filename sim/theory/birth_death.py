"""Chains that move one step up or down: the balance equations solved directly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.theory.errors import TheoryError


def stationary_law(
    births: NDArray[np.float64] | Sequence[float], deaths: NDArray[np.float64] | Sequence[float]
) -> NDArray[np.float64]:
    """Give the long-run share of time in each state of a finite birth-death chain.

    p(n) is in proportion to the product of births(i) / deaths(i) over the steps below n. The products are formed as
    sums of logarithms and scaled by the largest, so that long chains neither overflow nor lose their tail.

    Parameters
    ----------
    births
        Shape (k,): rate from state n to n + 1, at least 0. From a rate of 0 on the states above are never reached.
    deaths
        Shape (k,): rate from state n + 1 to n, above 0.

    Returns
    -------
    ndarray of float64, shape (k + 1,)
        Shares, which sum to 1.

    Raises
    ------
    TheoryError
        If the shapes differ, or a rate is not finite or outside its bound.

    References
    ----------
    L. Kleinrock (1975), Queueing Systems I, 3.1.

    Examples
    --------
    >>> stationary_law([1.0, 1.0], [2.0, 2.0]).round(4).tolist()
    [0.5714, 0.2857, 0.1429]
    """
    up, down = np.asarray(births, dtype=np.float64), np.asarray(deaths, dtype=np.float64)
    if up.ndim != 1 or up.shape != down.shape:
        raise TheoryError(f"births and deaths: shapes {up.shape} and {down.shape}, not (k,) twice")
    if not np.all(np.isfinite(up) & (up >= 0)):
        raise TheoryError(f"births: {up[~(np.isfinite(up) & (up >= 0))][0]} is not a finite rate of at least 0")
    if not np.all(np.isfinite(down) & (down > 0)):
        raise TheoryError(f"deaths: {down[~(np.isfinite(down) & (down > 0))][0]} is not a finite rate above 0")
    with np.errstate(divide="ignore"):
        logs = np.concatenate(([0.0], np.cumsum(np.log(up) - np.log(down))))
    weights = np.exp(logs - np.max(logs))
    return weights / np.sum(weights)
