"""Waiting cases: one queue a unit and dispute type, oldest first by aged key.

The key is the instant of filing less the head start of the case. It never changes while the case waits, so a case is
overtaken only by those filed within the head start after it, and nobody waits for ever.

A queue is a doubly linked list through the slots. A case joins from the young end and walks past whatever is younger,
so a new case costs O(1) and one that comes back after a decline costs the number of cases filed since.
"""

from numba import njit

from engine.core.state import NONE, CoreState


@njit(cache=True)
def is_older(state: CoreState, slot: int, other: int) -> bool:
    """Return whether `slot` comes before `other`: by aged key, then case number, then seat."""
    if state.aged_at[slot] != state.aged_at[other]:
        return state.aged_at[slot] < state.aged_at[other]
    if state.case_id[slot] != state.case_id[other]:
        return state.case_id[slot] < state.case_id[other]
    return state.seat[slot] < state.seat[other]


@njit(cache=True)
def unit_around(state: CoreState, court: int, circle: int) -> int:
    """Return the unit of a circle around a court."""
    # A court is its own unit: the processor guesses that, and fetches what follows before a table could say so.
    return court if circle == 0 else int(state.unit_of_court[court, circle])


@njit(cache=True)
def unit_of(state: CoreState, slot: int) -> int:
    """Return the unit that a case has reached: the circle of its ladder step around its court."""
    step: int = state.step[slot]
    return unit_around(state, int(state.court[slot]), int(state.step_circle[step]))


@njit(cache=True)
def courts_of(state: CoreState, unit: int) -> tuple[int, int]:
    """Return the first court of a unit, and the one after its last."""
    if unit < len(state.unit_of_court):
        return unit, unit + 1
    return int(state.unit_first_court[unit]), int(state.unit_last_court[unit])


@njit(cache=True)
def enqueue(state: CoreState, slot: int) -> None:
    """Put a case into the queue of its step, at the place its age gives it."""
    unit = unit_of(state, slot)
    kind = state.dispute_type[slot]
    older = state.queue_youngest[unit, kind]
    younger = NONE
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
