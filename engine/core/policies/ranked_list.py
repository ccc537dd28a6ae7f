"""The first on the court's list who is eligible and has room.

Guarantee: nobody is passed over but for a reason that the record of the decision counts; equal ranks are drawn.
Source: the match run of organ allocation, a list fixed beforehand in which every skip needs a code; OPTN Policies, 5.4.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import CoreState


@njit(cache=True)
def ranked_list(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """One ticket for the smallest rank in the pool."""
    smallest = state.rank[pool[0]]
    for mediator in pool:
        smallest = min(smallest, state.rank[mediator])
    for i in range(len(pool)):
        tickets[i] = state.rank[pool[i]] == smallest
