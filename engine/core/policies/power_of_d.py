"""Look at d members of the pool, drawn with replacement, and take the one who holds least.

One word stands for all d looks: among n members, of whom a hold no less than I do and b hold more, the least of d looks
falls on my load in a**d - b**d of n**d cases, shared by the a - b who hold the same. The quotient is a whole number of
tickets: a + b for two looks, a*a + a*b + b*b for three.
Guarantee: in a large pool with random arrivals the largest load is ln ln n / ln d + O(1), against ln n / ln ln n for
one look.
Source: Azar, Broder, Karlin, Upfal, "Balanced Allocations", SIAM Journal on Computing 29(1), 1999.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.policies.load import load_of
from engine.core.state import CoreState


@njit(cache=True)
def power_of_d(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """Tickets by the number of members who hold no less, and more, than each."""
    looks = state.sample_size[court]
    loads = np.empty(len(pool), np.int64)
    for i in range(len(pool)):
        loads[i] = load_of(state, court, pool[i])
    ordered = np.sort(loads)
    less = np.searchsorted(ordered, loads, "left")
    no_more = np.searchsorted(ordered, loads, "right")
    for i in range(len(pool)):
        no_less, more = len(pool) - less[i], len(pool) - no_more[i]
        tickets[i] = no_less + more if looks == 2 else no_less * no_less + no_less * more + more * more
