"""Who may be asked: the filters between a roster and the pool of a draw."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import NONE, STEPS, CoreState

_MANDARIN = 0


@njit(cache=True)
def candidates(state: CoreState, slot: int, unit: int) -> tuple[NDArray[np.int32], int, int]:
    """Return the shortest indexed list that holds everybody of the unit who may take the case.

    Returns
    -------
    tuple[NDArray[np.int32], int, int]
        Mediators in ascending order; first position and the one after the last. For a case in Mandarin the list is
        that of its dispute type; a minority language has a list of its own, far shorter.
    """
    return _listed(state, unit, state.dispute_type[slot], state.language[slot])


@njit(cache=True)
def is_free(state: CoreState, mediator: int) -> bool:
    """Return whether the mediator has room; an open offer takes room as a held case does."""
    return state.load[mediator] < state.capacity[mediator]


@njit(cache=True)
def is_eligible(state: CoreState, slot: int, mediator: int) -> bool:
    """Return whether the mediator takes the case's dispute type and speaks its language."""
    return _fits(state, mediator, state.dispute_type[slot], state.language[slot])


@njit(cache=True)
def has_declined(state: CoreState, slot: int, mediator: int) -> bool:
    """Return whether the mediator declined the case, or let its offer lapse, in the present round."""
    node = state.first_decliner[slot]
    while node != NONE:
        if state.decliner[node] == mediator:
            return True
        node = state.next_decliner[node]
    return False


@njit(cache=True)
def all_have_declined(state: CoreState, slot: int, unit: int) -> bool:
    """Return whether the unit has eligible mediators, free or not, and every one of them has declined the case."""
    if state.first_decliner[slot] == NONE:
        return False
    members, first, last = candidates(state, slot, unit)
    eligible = 0
    for position in range(first, last):
        mediator: int = members[position]
        if is_eligible(state, slot, mediator):
            if not has_declined(state, slot, mediator):
                return False
            eligible += 1
    return eligible > 0


@njit(cache=True)
def staffed_step(state: CoreState, court: int, dispute_type: int, language: int, step: int) -> int:
    """Return the first ladder step from `step` on whose unit has an eligible mediator, free or not; else the last.

    A step at which nobody could ever take the case is skipped at once instead of being waited out.
    """
    last = STEPS - 1
    while step < last and not _is_staffed(state, state.unit_of_court[court, step], dispute_type, language):
        step += 1
    return step


@njit(cache=True)
def _is_staffed(state: CoreState, unit: int, dispute_type: int, language: int) -> bool:
    members, first, last = _listed(state, unit, dispute_type, language)
    for position in range(first, last):
        mediator: int = members[position]
        if _fits(state, mediator, dispute_type, language):
            return True
    return False


@njit(cache=True)
def _listed(state: CoreState, unit: int, dispute_type: int, language: int) -> tuple[NDArray[np.int32], int, int]:
    first_court: int = state.unit_first_court[unit]
    last_court: int = state.unit_last_court[unit]
    if language == _MANDARIN:
        start = state.type_start
        return state.members_by_type, start[dispute_type, first_court], start[dispute_type, last_court]
    start = state.language_start
    return state.members_by_language, start[language, first_court], start[language, last_court]


@njit(cache=True)
def _fits(state: CoreState, mediator: int, dispute_type: int, language: int) -> bool:
    takes = state.dispute_types[mediator] >> np.uint64(dispute_type)
    speaks = state.languages[mediator] >> np.uint64(language)
    return takes & speaks & np.uint64(1) != np.uint64(0)
