"""Who has gone longest without answering an offer.

Acceptance, decline and lapse reset the clock; being released from a case and closing one do not. Ties are drawn.
Guarantee: with exponential services and cases served in order of filing, the steady state has a product form.
Source: Adan, Weiss, "A Skill Based Parallel Service System under FCFS-ALIS", Stochastic Systems 4(1), 2014.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import CoreState


@njit(cache=True)
def longest_idle(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """One ticket for the earliest last answer in the pool."""
    earliest = state.idle_since[pool[0]]
    for mediator in pool:
        earliest = min(earliest, state.idle_since[mediator])
    for i in range(len(pool)):
        tickets[i] = state.idle_since[pool[i]] == earliest
