"""Who may be asked: the filters between a roster and the pool of a draw."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.expression import holds
from engine.core.queue import courts_of, unit_around, unit_of
from engine.core.state import ACCEPTED, DECLINED, NONE, OFFERED, CoreState
from engine.events.enums import DisputeType

_MANDARIN = 0
_TYPES = len(DisputeType)
_NOTHING = np.uint64(0)


@njit(cache=True)
def candidates(state: CoreState, slot: int, unit: int) -> tuple[NDArray[np.int32], int, int]:
    """Return the shortest indexed list that holds everybody of the unit who may take the case.

    Returns
    -------
    tuple[NDArray[np.int32], int, int]
        Mediators in ascending order; first position and the one after the last. For a case in Mandarin the list is
        that of its dispute type; each minority language has lists of its own, far shorter.
    """
    first_court, last_court = courts_of(state, unit)
    language, kind = state.language[slot], state.dispute_type[slot]
    if language != _MANDARIN:
        start, row = state.language_start, (language - 1) * _TYPES + kind
        return state.members_by_language, start[row, first_court], start[row, last_court]
    if state.bars[slot] == _NOTHING:
        start = state.any_start
        return state.members_of_any_origin, start[kind, first_court], start[kind, last_court]
    start = state.type_start
    return state.members_by_type, start[kind, first_court], start[kind, last_court]


@njit(cache=True)
def has_room(state: CoreState, slot: int, mediator: int) -> bool:
    """Return whether the mediator is present and the case fits beside what he holds or is offered."""
    return state.room_milli[mediator] >= max(state.weight_milli[slot], 1)


@njit(cache=True)
def is_eligible(state: CoreState, slot: int, mediator: int, step: int) -> bool:
    """Return whether a mediator of the step's unit has what the case and the step ask for."""
    word = state.attribute_word[mediator]
    needs = state.needs[slot]
    if word & needs != needs or word & state.bars[slot] != _NOTHING:
        return False
    return holds(state.program, state.program_start[step], state.program_start[step + 1], word)


@njit(cache=True)
def is_barred(state: CoreState, slot: int, mediator: int) -> bool:
    """Return whether a conflict, a refusal in this round or another seat of the panel keeps him out."""
    return bar_of(state, slot, mediator) != NONE or sits(state, slot, mediator)


@njit(cache=True)
def bar_of(state: CoreState, slot: int, mediator: int) -> int:
    """Return the node of a case's chain that bars the mediator, a conflict before a refusal; `NONE` for none."""
    found = NONE
    head: int = state.head[slot]
    node: int = state.first_barred[head]
    while node != NONE:
        if state.barred[node] == mediator:
            if state.barred_for[node] != DECLINED:
                return node
            found = node
        node = state.next_barred[node]
    return int(found)


@njit(cache=True)
def sits(state: CoreState, slot: int, mediator: int) -> bool:
    """Return whether the mediator has been offered, or has accepted, any seat of the case."""
    seat: int = state.head[slot]
    while seat != NONE:
        if state.mediator[seat] == mediator and (state.status[seat] == OFFERED or state.status[seat] == ACCEPTED):
            return True
        seat = state.next_seat[seat]
    return False


@njit(cache=True)
def all_have_declined(state: CoreState, slot: int) -> bool:
    """Return whether the step has somebody eligible whom nothing but his refusal bars, and no others."""
    if state.first_barred[state.head[slot]] == NONE:
        return False
    step: int = state.step[slot]
    members, first, last = candidates(state, slot, unit_of(state, slot))
    declined = 0
    for position in range(first, last):
        mediator: int = members[position]
        if is_eligible(state, slot, mediator, step) and not sits(state, slot, mediator):
            node = bar_of(state, slot, mediator)
            if node == NONE:
                return False
            declined += state.barred_for[node] == DECLINED
    return declined > 0


@njit(cache=True)
def staffed_step(state: CoreState, slot: int, step: int) -> int:
    """Return the first ladder step from `step` on whose unit has an eligible mediator, present or not; else the last.

    A step at which nobody could ever take the case is skipped at once instead of being waited out.
    """
    last = len(state.step_circle) - 1
    while step < last and not _is_staffed(state, slot, step):
        step += 1
    return step


@njit(cache=True)
def _is_staffed(state: CoreState, slot: int, step: int) -> bool:
    court: int = state.court[slot]
    unit = unit_around(state, court, int(state.step_circle[step]))
    if state.is_ordinary[slot] != 0 and state.program_start[step] == state.program_start[step + 1]:
        # Everybody on its list may take an ordinary case: nobody's attributes are looked at.
        start, kind = state.type_start, int(state.dispute_type[slot])
        first_court, last_court = courts_of(state, unit)
        return bool(start[kind, first_court] < start[kind, last_court])
    members, first, last = candidates(state, slot, unit)
    for position in range(first, last):
        mediator: int = members[position]
        if is_eligible(state, slot, mediator, step):
            return True
    return False
