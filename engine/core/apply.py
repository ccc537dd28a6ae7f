"""Changes: make the state follow an event that has happened. The only code that writes to it.

Each function is told everything by its arguments, which all stand in the event; none decides. Replaying a log through
them therefore gives the same state under any later policy. They trust their arguments: `checked` guards the border.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import trailing_zeros
from engine.core.build import chain
from engine.core.queue import dequeue, enqueue
from engine.core.state import ACCEPTED, FREE, NONE, OFFERED, STEPS, WAITING, CoreState


@njit(cache=True)
def apply_filed(
    state: CoreState,
    case_id: int,
    filed_at: int,
    court: int,
    dispute_type: int,
    language: int,
    weight_milli: int,
    step: int,
) -> int:
    """Open a case and let it wait; return its slot. O(1), but for a doubling of the slots now and then."""
    if state.slot_chain == NONE:
        _grow_slots(state)
    slot = state.slot_chain
    state.slot_chain = state.next_slot[slot]
    state.status[slot] = WAITING
    state.case_id[slot] = case_id
    state.filed_at[slot] = filed_at
    state.court[slot] = court
    state.dispute_type[slot] = dispute_type
    state.language[slot] = language
    state.weight_milli[slot] = weight_milli
    state.step[slot] = step
    state.attempt[slot] = 0
    enqueue(state, slot)
    return slot


@njit(cache=True)
def apply_resumed(state: CoreState, slot: int, attempt: int) -> None:
    """A waiting case met in progress has had `attempt` offers before."""
    state.attempt[slot] = attempt


@njit(cache=True)
def apply_offered(state: CoreState, slot: int, mediator: int, attempt: int) -> None:
    """A waiting case is offered: it leaves its queue and takes the mediator's room."""
    dequeue(state, slot)
    state.status[slot] = OFFERED
    state.mediator[slot] = mediator
    state.attempt[slot] = attempt
    _take_room(state, mediator)


@njit(cache=True)
def apply_accepted(state: CoreState, slot: int, weight_milli: int, at: int) -> None:
    """The offer is accepted: the mediator is charged the weight and the decliners are forgotten."""
    state.status[slot] = ACCEPTED
    mediator = state.mediator[slot]
    state.cumulative_milli[mediator] += weight_milli
    _answered(state, mediator, at)
    _forget_decliners(state, slot)


@njit(cache=True)
def apply_refused(state: CoreState, slot: int, penalty_milli: int, at: int) -> None:
    """The offer is declined or lapses: room is given back, the penalty charged, the case waits with its old age."""
    mediator = state.mediator[slot]
    state.status[slot] = WAITING
    state.mediator[slot] = NONE
    state.cumulative_milli[mediator] += penalty_milli
    _answered(state, mediator, at)
    _remember_decliner(state, slot, mediator)
    _give_room(state, mediator)
    enqueue(state, slot)


@njit(cache=True)
def apply_escalated(state: CoreState, slot: int, step: int) -> None:
    """A waiting case moves to the queue of a wider unit."""
    dequeue(state, slot)
    state.step[slot] = step
    enqueue(state, slot)


@njit(cache=True)
def apply_round_opened(state: CoreState, slot: int) -> None:
    """Everybody may be asked again."""
    _forget_decliners(state, slot)


@njit(cache=True)
def apply_closed(state: CoreState, slot: int) -> None:
    """An accepted case is closed: its mediator has room and its slot is free."""
    _give_room(state, state.mediator[slot])
    state.status[slot] = FREE
    state.mediator[slot] = NONE
    state.next_slot[slot] = state.slot_chain
    state.slot_chain = slot


@njit(cache=True)
def _answered(state: CoreState, mediator: int, at: int) -> None:
    """Restart the idle clock; of cases met in progress, filed earlier, an answer may be older than the last one."""
    state.idle_since[mediator] = max(state.idle_since[mediator], at)


@njit(cache=True)
def _take_room(state: CoreState, mediator: int) -> None:
    state.load[mediator] += 1
    if state.load[mediator] == state.capacity[mediator]:
        _count_free(state, mediator, -1)


@njit(cache=True)
def _give_room(state: CoreState, mediator: int) -> None:
    if state.load[mediator] == state.capacity[mediator]:
        _count_free(state, mediator, 1)
    state.load[mediator] -= 1


@njit(cache=True)
def _count_free(state: CoreState, mediator: int, change: int) -> None:
    """Keep the count of mediators with room true, for each of the mediator's types in each of his units."""
    types_left = state.dispute_types[mediator]
    units = state.unit_of_court[state.mediator_court[mediator]]
    while types_left != np.uint64(0):
        kind = np.int64(trailing_zeros(types_left))
        types_left &= types_left - np.uint64(1)
        for step in range(STEPS):
            state.free_count[kind, units[step]] += change


@njit(cache=True)
def _remember_decliner(state: CoreState, slot: int, mediator: int) -> None:
    if state.decliner_chain == NONE:
        _grow_decliners(state)
    node = state.decliner_chain
    state.decliner_chain = state.next_decliner[node]
    state.decliner[node] = mediator
    state.next_decliner[node] = state.first_decliner[slot]
    state.first_decliner[slot] = node


@njit(cache=True)
def _forget_decliners(state: CoreState, slot: int) -> None:
    node: int = state.first_decliner[slot]
    while node != NONE:
        following: int = state.next_decliner[node]
        state.next_decliner[node] = state.decliner_chain
        state.decliner_chain = node
        node = following
    state.first_decliner[slot] = NONE


@njit(cache=True)
def _grow_slots(state: CoreState) -> None:
    """Double the slots; the new ones form the chain of free slots."""
    size = len(state.status)
    state.slot_chain = size
    state.status = np.concatenate((state.status, np.zeros(size, np.uint8)))
    state.case_id = np.concatenate((state.case_id, np.zeros(size, np.int64)))
    state.filed_at = np.concatenate((state.filed_at, np.zeros(size, np.int64)))
    state.court = _doubled(state.court, 0)
    state.dispute_type = _doubled(state.dispute_type, 0)
    state.language = _doubled(state.language, 0)
    state.weight_milli = np.concatenate((state.weight_milli, np.zeros(size, np.int64)))
    state.step = _doubled(state.step, 0)
    state.attempt = _doubled(state.attempt, 0)
    state.mediator = _doubled(state.mediator, NONE)
    state.next_slot = np.concatenate((state.next_slot, chain(size, size)))
    state.previous_slot = _doubled(state.previous_slot, NONE)
    state.first_decliner = _doubled(state.first_decliner, NONE)


@njit(cache=True)
def _grow_decliners(state: CoreState) -> None:
    size = len(state.decliner)
    state.decliner_chain = size
    state.decliner = _doubled(state.decliner, 0)
    state.next_decliner = np.concatenate((state.next_decliner, chain(size, size)))


@njit(cache=True)
def _doubled(values: NDArray[np.int32], filler: int) -> NDArray[np.int32]:
    return np.concatenate((values, np.full(len(values), filler, np.int32)))
