"""Draw among those who hold least now, in cases or in weight.

Guarantee: where cases never end, the largest load is at most ceil(log2 n) + 1 times the best possible one.
Source: Azar, Naor, Rom, "The Competitiveness of On-Line Assignments", Journal of Algorithms 18(2), 1995.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.policies.load import load_of
from engine.core.state import CoreState


@njit(cache=True)
def least_loaded(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """One ticket for the smallest load in the pool; open offers count as cases held."""
    smallest = load_of(state, court, pool[0])
    for mediator in pool:
        smallest = min(smallest, load_of(state, court, mediator))
    for i in range(len(pool)):
        tickets[i] = load_of(state, court, pool[i]) == smallest
