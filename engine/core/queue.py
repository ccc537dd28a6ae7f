"""Waiting cases: one queue a unit and dispute type, oldest case first.

A queue is a doubly linked list through the slots. A case joins from the young end and walks past whatever is younger,
so a new case costs O(1) and one that comes back after a decline costs the number of cases filed since.
"""

import numpy as np
from numba import njit

from engine.core.state import NONE, CoreState


@njit(cache=True)
def is_older(state: CoreState, slot: int, other: int) -> bool:
    """Return whether the case of `slot` was filed before that of `other`, the case number breaking ties."""
    if state.filed_at[slot] != state.filed_at[other]:
        return state.filed_at[slot] < state.filed_at[other]
    return state.case_id[slot] < state.case_id[other]


@njit(cache=True)
def unit_of(state: CoreState, slot: int) -> int:
    """Return the unit that a case has reached: its court, or the wider circle of its ladder step."""
    court: int = state.court[slot]
    step: int = state.step[slot]
    return state.unit_of_court[court, step]


@njit(cache=True)
def enqueue(state: CoreState, slot: int) -> None:
    """Put a case into the queue of its step, at the place its age gives it."""
    unit = unit_of(state, slot)
    kind = state.dispute_type[slot]
    older = state.queue_youngest[unit, kind]
    younger = np.int32(NONE)
    while older != NONE and is_older(state, slot, older):
        younger = older
        older = state.previous_slot[older]
    state.previous_slot[slot] = older
    state.next_slot[slot] = younger
    if older == NONE:
        state.queue_oldest[unit, kind] = slot
    else:
        state.next_slot[older] = slot
    if younger == NONE:
        state.queue_youngest[unit, kind] = slot
    else:
        state.previous_slot[younger] = slot


@njit(cache=True)
def dequeue(state: CoreState, slot: int) -> None:
    """Take a waiting case out of the queue of its step."""
    unit = unit_of(state, slot)
    kind = state.dispute_type[slot]
    older, younger = state.previous_slot[slot], state.next_slot[slot]
    if older == NONE:
        state.queue_oldest[unit, kind] = younger
    else:
        state.next_slot[older] = younger
    if younger == NONE:
        state.queue_youngest[unit, kind] = older
    else:
        state.previous_slot[younger] = older
    state.previous_slot[slot] = NONE
    state.next_slot[slot] = NONE
