"""Why a mediator is in a pool or not: the filters one after the other, counted and named."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.attributes import FIRST_ABROAD, FIRST_GENDER, FIRST_LANGUAGE
from engine.core.eligibility import bar_of, has_room, sits
from engine.core.expression import holds
from engine.core.queue import courts_of, unit_of
from engine.core.state import DECLINED, NONE, VACANT, CoreState

FILTERS: Final = 10
"""The unit, then nine filters: type, language, origin, gender, expression, presence, conflict, refusal, room."""

_TYPE: Final = np.uint64((1 << FIRST_LANGUAGE) - 1)
_LANGUAGE: Final = np.uint64((1 << FIRST_GENDER) - (1 << FIRST_LANGUAGE))
_GENDER: Final = np.uint64((1 << FIRST_ABROAD) - (1 << FIRST_GENDER))


@njit(cache=True)
def failed_filter(state: CoreState, slot: int, mediator: int) -> int:
    """Return the number of the first filter that a mediator fails for a seat, `FILTERS` if he is in its pool.

    0 is the unit, to which no vacant place belongs, 1 dispute type, 2 language, 3 origin (ONL 6), 4 gender, 5
    expression of the step (ONL 28), 6 presence, 7 conflict or another seat of the panel (ONL 13), 8 refusal in this
    round, 9 room.
    """
    step: int = state.step[slot]
    circle = state.step_circle[step]
    if state.unit_of_court[state.mediator_court[mediator], circle] != state.unit_of_court[state.court[slot], circle]:
        return 0
    if state.absence[mediator] & VACANT:
        return 0
    word = state.attribute_word[mediator]
    missing = state.needs[slot] & ~word
    node = bar_of(state, slot, mediator)
    if missing & _TYPE != np.uint64(0):
        return 1
    if missing & _LANGUAGE != np.uint64(0):
        return 2
    if word & state.bars[slot] != np.uint64(0):
        return 3
    if missing & _GENDER != np.uint64(0):
        return 4
    if not holds(state.program, state.program_start[step], state.program_start[step + 1], word):
        return 5
    if state.absence[mediator] != 0:
        return 6
    if sits(state, slot, mediator) or (node != NONE and state.barred_for[node] != DECLINED):
        return 7
    if node != NONE:
        return 8
    return FILTERS if has_room(state, slot, mediator) else 9


@njit(cache=True)
def remaining(state: CoreState, slot: int) -> NDArray[np.int64]:
    """Return int64[10]: the mediators of the seat's unit, then how many of them are left after each filter."""
    first_court, last_court = courts_of(state, unit_of(state, slot))
    first, last = state.first_mediator[first_court], state.first_mediator[last_court]
    left = np.zeros(FILTERS, np.int64)
    for mediator in range(first, last):
        left[: failed_filter(state, slot, mediator)] += 1
    return left
