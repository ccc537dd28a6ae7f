"""More room in the state: arrays that follow the number of open cases are doubled when they are full."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.build import chain
from engine.core.state import NONE, CoreState


@njit(cache=True)
def grow_slots(state: CoreState) -> None:
    """Double the slots; the new ones form the chain of free slots."""
    size = len(state.status)
    state.slot_chain = size
    state.status = np.concatenate((state.status, np.zeros(size, np.uint8)))
    state.is_ordinary = np.concatenate((state.is_ordinary, np.zeros(size, np.uint8)))
    state.case_id = np.concatenate((state.case_id, np.zeros(size, np.int64)))
    state.aged_at = np.concatenate((state.aged_at, np.zeros(size, np.int64)))
    state.weight_milli = np.concatenate((state.weight_milli, np.zeros(size, np.int64)))
    state.needs = np.concatenate((state.needs, np.zeros(size, np.uint64)))
    state.bars = np.concatenate((state.bars, np.zeros(size, np.uint64)))
    state.court = _doubled(state.court, 0)
    state.dispute_type = _doubled(state.dispute_type, 0)
    state.language = _doubled(state.language, 0)
    state.step = _doubled(state.step, 0)
    state.attempt = _doubled(state.attempt, 0)
    state.mediator = _doubled(state.mediator, NONE)
    state.seat = _doubled(state.seat, 0)
    state.head = _doubled(state.head, 0)
    state.next_seat = _doubled(state.next_seat, NONE)
    state.lead = _doubled(state.lead, NONE)
    state.next_slot = np.concatenate((state.next_slot, chain(size, size)))
    state.previous_slot = _doubled(state.previous_slot, NONE)
    state.first_barred = _doubled(state.first_barred, NONE)


@njit(cache=True)
def grow_bars(state: CoreState) -> None:
    """Double the nodes of the chains of barred mediators."""
    size = len(state.barred)
    state.barred_chain = size
    state.barred = _doubled(state.barred, 0)
    state.barred_for = np.concatenate((state.barred_for, np.zeros(size, np.uint8)))
    state.next_barred = np.concatenate((state.next_barred, chain(size, size)))


@njit(cache=True)
def _doubled(values: NDArray[np.int32], filler: int) -> NDArray[np.int32]:
    return np.concatenate((values, np.full(len(values), filler, np.int32)))
