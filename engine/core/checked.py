"""The decisions and changes of the core behind a check of stage, mediator and room: what the Python border calls.

A refused change returns the number of the reason and leaves the state untouched; indices of slots are already known
to be good, since they come from the border's own table of open cases.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.apply import (
    apply_accepted,
    apply_closed,
    apply_escalated,
    apply_offered,
    apply_refused,
    apply_round_opened,
)
from engine.core.decide import decide_offer, decide_pull
from engine.core.eligibility import is_free
from engine.core.state import ACCEPTED, NONE, OFFERED, STEPS, WAITING, CoreState

DONE: Final = 0
WRONG_STAGE: Final = 1
WRONG_ATTEMPT: Final = 2
UNKNOWN_MEDIATOR: Final = 3
NO_ROOM: Final = 4
OTHER_MEDIATOR: Final = 5
WRONG_STEP: Final = 6


@njit(cache=True)
def room(state: CoreState, mediator: int) -> int:
    """Return whether the mediator can be asked at all, as the number of a reason."""
    if mediator < 0 or mediator >= len(state.capacity):
        return UNKNOWN_MEDIATOR
    return DONE if is_free(state, mediator) else NO_ROOM


@njit(cache=True)
def offer(state: CoreState, slot: int, mediator: int, attempt: int) -> int:
    """Offer a waiting case; a case met in progress may start at any attempt."""
    if state.status[slot] != WAITING:
        return WRONG_STAGE
    if attempt <= state.attempt[slot]:
        return WRONG_ATTEMPT
    refusal = room(state, mediator)
    if refusal == DONE:
        apply_offered(state, slot, mediator, attempt)
    return refusal


@njit(cache=True)
def accept(state: CoreState, slot: int, mediator: int, attempt: int, weight_milli: int, at: int) -> int:
    """Accept the open offer; an answer to an earlier one comes too late."""
    refusal = _answer(state, slot, mediator, attempt, OFFERED)
    if refusal == DONE:
        apply_accepted(state, slot, weight_milli, at)
    return refusal


@njit(cache=True)
def refuse(state: CoreState, slot: int, mediator: int, attempt: int, penalty_milli: int, at: int) -> int:
    """Decline the open offer or let it lapse."""
    refusal = _answer(state, slot, mediator, attempt, OFFERED)
    if refusal == DONE:
        apply_refused(state, slot, penalty_milli, at)
    return refusal


@njit(cache=True)
def close(state: CoreState, slot: int, mediator: int, attempt: int) -> int:
    """Close an accepted case."""
    refusal = _answer(state, slot, mediator, attempt, ACCEPTED)
    if refusal == DONE:
        apply_closed(state, slot)
    return refusal


@njit(cache=True)
def escalate(state: CoreState, slot: int, step: int) -> int:
    """Move a waiting case up the ladder."""
    if state.status[slot] != WAITING:
        return WRONG_STAGE
    if step <= state.step[slot] or step >= STEPS:
        return WRONG_STEP
    apply_escalated(state, slot, step)
    return DONE


@njit(cache=True)
def open_round(state: CoreState, slot: int) -> int:
    """Let everybody be asked again."""
    if state.status[slot] != WAITING:
        return WRONG_STAGE
    apply_round_opened(state, slot)
    return DONE


@njit(cache=True)
def draw(state: CoreState, slot: int, word: int) -> tuple[int, int, int, int]:
    """Return the number of a reason and, where that is `DONE`, what `decide_offer` chooses."""
    if state.status[slot] != WAITING:
        return WRONG_STAGE, NONE, 0, 0
    mediator, pool, band = decide_offer(state, slot, word)
    return DONE, mediator, pool, band


@njit(cache=True)
def pull(state: CoreState, mediator: int) -> int:
    """Return the number of the case that `decide_pull` chooses, `NONE` if there is none."""
    slot = decide_pull(state, mediator)
    return NONE if slot == NONE else state.case_id[slot]


@njit(cache=True)
def mediators_at_work(state: CoreState) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return copies of every mediator's load, cumulative weight (thousandths) and last answer (microseconds)."""
    return state.load.copy(), state.cumulative_milli.copy(), state.idle_since.copy()


@njit(cache=True)
def case_at(state: CoreState, slot: int) -> tuple[int, int, int, int]:
    """Return a case's status, ladder step, attempt and mediator."""
    return state.status[slot], state.step[slot], state.attempt[slot], state.mediator[slot]


@njit(cache=True)
def _answer(state: CoreState, slot: int, mediator: int, attempt: int, status: int) -> int:
    if state.status[slot] != status:
        return WRONG_STAGE
    if state.mediator[slot] != mediator:
        return OTHER_MEDIATOR
    return DONE if state.attempt[slot] == attempt else WRONG_ATTEMPT
