"""More room in the state: arrays that follow the number of open cases are doubled when they are full."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.build import chain, emptied
from engine.core.lending import lend_slots
from engine.core.lent import lent
from engine.core.state import CoreState


@njit(cache=True)
def grow_slots(state: CoreState) -> None:
    """Double the slots; the new ones form the chain of free slots."""
    owned, size = state.owner, len(state.status)
    state.slot_chain = size
    owned.slots = np.concatenate((owned.slots, emptied(np.empty_like(owned.slots), size)))
    lend_slots(state)


@njit(cache=True)
def grow_bars(state: CoreState) -> None:
    """Double the nodes of the chains of barred mediators."""
    owned, size = state.owner, len(state.barred)
    state.barred_chain = size
    owned.barred = _doubled(owned.barred, 0)
    owned.barred_for = np.concatenate((owned.barred_for, np.zeros(size, np.uint8)))
    owned.next_barred = np.concatenate((owned.next_barred, chain(size, size)))
    state.barred = lent(owned.barred)
    state.barred_for = lent(owned.barred_for)
    state.next_barred = lent(owned.next_barred)


@njit(cache=True)
def _doubled(values: NDArray[np.int32], filler: int) -> NDArray[np.int32]:
    return np.concatenate((values, np.full(len(values), filler, np.int32)))
