"""The pool of a draw: who is eligible at the case's step, not barred, present and has room."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.eligibility import candidates, has_room, is_barred, is_eligible
from engine.core.queue import unit_of
from engine.core.state import NONE, CoreState


@njit(cache=True)
def pool_of(state: CoreState, slot: int) -> NDArray[np.int32]:
    """Return int32[n], the pool of a waiting seat in ascending order of mediator."""
    step: int = state.step[slot]
    members, first, last = candidates(state, slot, unit_of(state, slot))
    head: int = state.head[slot]
    may_be_barred = state.first_barred[head] != NONE or state.next_seat[head] != NONE
    pool = np.empty(last - first, np.int32)
    size = 0
    for position in range(first, last):
        mediator: int = members[position]
        if (
            has_room(state, slot, mediator)
            and is_eligible(state, slot, mediator, step)
            and not (may_be_barred and is_barred(state, slot, mediator))
        ):
            pool[size] = mediator
            size += 1
    return pool[:size]
