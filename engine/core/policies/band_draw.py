"""Draw among those whose lifetime weight is near the smallest: near-equal lives, hard to foresee.

Guarantee: if each offer is accepted before the next is made, mediators who take the same cases and always have room
never lie further apart than the width plus the largest weight.
Source: the definition. Only who lies within the width of the minimum is charged, and the minimum never falls.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import CoreState


@njit(cache=True)
def band_draw(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """One ticket for a cumulative weight of at most the smallest in the pool plus the court's width."""
    smallest = state.cumulative_milli[pool[0]]
    for mediator in pool:
        smallest = min(smallest, state.cumulative_milli[mediator])
    limit = smallest + state.band_width_milli[court]
    for i in range(len(pool)):
        tickets[i] = state.cumulative_milli[pool[i]] <= limit
