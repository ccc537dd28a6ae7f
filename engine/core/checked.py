"""The changes of cases behind a check of stage, mediator and room: what the Python border calls.

A refused change returns the number of the reason and leaves the state untouched; slots are already known to be the
first seat of an open case, since they come from the border's own table of open cases.
"""

from typing import Final

from numba import njit

from engine.core.apply import (
    apply_accepted,
    apply_choice_ended,
    apply_choice_opened,
    apply_closed,
    apply_conflict_found,
    apply_conflict_lifted,
    apply_deck_renewed,
    apply_escalated,
    apply_lead_named,
    apply_offered,
    apply_refused,
    apply_released,
    apply_round_opened,
)
from engine.core.eligibility import bar_of, has_room, sits
from engine.core.seats import last_attempt, seat_at, waiting_seat
from engine.core.state import ACCEPTED, CHOOSING, CONFLICTED, DECLINED, NONE, OFFERED, VACANT, WAITING, CoreState

DONE: Final = 0
WRONG_STAGE: Final = 1
WRONG_ATTEMPT: Final = 2
UNKNOWN_MEDIATOR: Final = 3
NO_ROOM: Final = 4
OTHER_MEDIATOR: Final = 5
WRONG_STEP: Final = 6
IS_ABSENT: Final = 7
IS_BARRED: Final = 8
NOT_LIFTABLE: Final = 9
IS_ASKED: Final = 10


@njit(cache=True)
def known(state: CoreState, mediator: int) -> int:
    """Return whether the roster has the mediator, which a vacant place is not, as the number of a reason."""
    return DONE if 0 <= mediator < len(state.mediator_court) and state.absence[mediator] < VACANT else UNKNOWN_MEDIATOR


@njit(cache=True)
def may_ask(state: CoreState, slot: int, mediator: int) -> int:
    """Return whether the mediator can be asked for the case at all; that he refused it before does not count."""
    if known(state, mediator) != DONE:
        return UNKNOWN_MEDIATOR
    if state.absence[mediator] != 0:
        return IS_ABSENT
    if not has_room(state, slot, mediator):
        return NO_ROOM
    node = bar_of(state, slot, mediator)
    is_conflict = node != NONE and state.barred_for[node] != DECLINED
    return IS_BARRED if is_conflict or sits(state, slot, mediator) else DONE


@njit(cache=True)
def room_for(state: CoreState, mediator: int, weight_milli: int) -> int:
    """Return whether a case that is not open yet could be put to the mediator."""
    if known(state, mediator) != DONE:
        return UNKNOWN_MEDIATOR
    if state.absence[mediator] != 0:
        return IS_ABSENT
    return DONE if state.room_milli[mediator] >= max(weight_milli, 1) else NO_ROOM


@njit(cache=True)
def offer(state: CoreState, slot: int, seat: int, mediator: int, attempt: int, was_chosen: bool) -> int:
    """Offer a seat; while the parties choose, only to whom they or a human chose."""
    asked = seat_at(state, slot, seat)
    if asked == NONE or not (state.status[asked] == WAITING or (was_chosen and state.status[asked] == CHOOSING)):
        return WRONG_STAGE
    if attempt <= last_attempt(state, slot):
        return WRONG_ATTEMPT
    refusal = may_ask(state, slot, mediator)
    if refusal == DONE:
        apply_offered(state, asked, mediator, attempt)
    return refusal


@njit(cache=True)
def accept(state: CoreState, slot: int, mediator: int, attempt: int, weight_milli: int, at: int) -> int:
    """Accept the open offer; an answer to an earlier one comes too late."""
    refusal, seat = _answer(state, slot, mediator, attempt, OFFERED)
    if refusal == DONE:
        apply_accepted(state, seat, weight_milli, at)
    return refusal


@njit(cache=True)
def refuse(state: CoreState, slot: int, mediator: int, attempt: int, penalty_milli: int, at: int) -> int:
    """Decline the open offer or let it lapse."""
    refusal, seat = _answer(state, slot, mediator, attempt, OFFERED)
    if refusal == DONE:
        apply_refused(state, seat, penalty_milli, at)
    return refusal


@njit(cache=True)
def release(state: CoreState, slot: int, mediator: int, attempt: int) -> int:
    """Take an offer or a case from its mediator."""
    refusal, seat = _answer(state, slot, mediator, attempt, OFFERED)
    if seat == NONE:
        refusal, seat = _answer(state, slot, mediator, attempt, ACCEPTED)
    if refusal == DONE:
        apply_released(state, seat)
    return refusal


@njit(cache=True)
def close(state: CoreState, slot: int, mediator: int, attempt: int) -> int:
    """Close a case all of whose seats are accepted; any of its mediators may report it."""
    seat = slot
    while seat != NONE:
        if state.status[seat] != ACCEPTED:
            return WRONG_STAGE
        seat = state.next_seat[seat]
    refusal, _ = _answer(state, slot, mediator, attempt, ACCEPTED)
    if refusal == DONE:
        apply_closed(state, slot)
    return refusal


@njit(cache=True)
def withdraw(state: CoreState, slot: int, mediator: int, attempt: int) -> int:
    """Let the parties take back a case that nobody has accepted; where it is offered, any who is asked is named."""
    is_asked, seat = False, slot
    while seat != NONE:
        if state.status[seat] == ACCEPTED:
            return WRONG_STAGE
        if state.status[seat] == OFFERED:
            is_asked = True
        seat = state.next_seat[seat]
    if is_asked:
        refusal, _ = _answer(state, slot, mediator, attempt, OFFERED)
    elif mediator != NONE:
        refusal = OTHER_MEDIATOR
    else:
        refusal = DONE if attempt == last_attempt(state, slot) else WRONG_ATTEMPT
    if refusal == DONE:
        apply_closed(state, slot)
    return refusal


@njit(cache=True)
def escalate(state: CoreState, slot: int, step: int) -> int:
    """Move a case with a waiting seat up the ladder."""
    if waiting_seat(state, slot) == NONE:
        return WRONG_STAGE
    if step <= state.step[slot] or step >= len(state.step_circle):
        return WRONG_STEP
    apply_escalated(state, slot, step)
    return DONE


@njit(cache=True)
def open_round(state: CoreState, slot: int) -> int:
    """Let everybody who declined be asked again."""
    if waiting_seat(state, slot) == NONE:
        return WRONG_STAGE
    apply_round_opened(state, slot)
    return DONE


@njit(cache=True)
def renew_deck(state: CoreState, slot: int) -> int:
    """Deal a new deck in the unit of a case with a waiting seat."""
    if waiting_seat(state, slot) == NONE:
        return WRONG_STAGE
    apply_deck_renewed(state, slot)
    return DONE


@njit(cache=True)
def open_choice(state: CoreState, slot: int) -> int:
    """Let the parties choose; a panel is not chosen but drawn."""
    if state.status[slot] != WAITING or state.next_seat[slot] != NONE:
        return WRONG_STAGE
    apply_choice_opened(state, slot)
    return DONE


@njit(cache=True)
def end_choice(state: CoreState, slot: int) -> int:
    """Let the court designate."""
    if state.status[slot] != CHOOSING:
        return WRONG_STAGE
    apply_choice_ended(state, slot)
    return DONE


@njit(cache=True)
def find_conflict(state: CoreState, slot: int, mediator: int, reason: int) -> int:
    """Bar a mediator; from whoever has the case it must be taken first."""
    if known(state, mediator) != DONE:
        return UNKNOWN_MEDIATOR
    if sits(state, slot, mediator):
        return IS_ASKED
    apply_conflict_found(state, slot, mediator, reason)
    return DONE


@njit(cache=True)
def lift_conflict(state: CoreState, slot: int, mediator: int) -> int:
    """Lift a conflict; a party's wish for another mediator is none."""
    node = bar_of(state, slot, mediator)
    if node == NONE or state.barred_for[node] != CONFLICTED:
        return NOT_LIFTABLE
    apply_conflict_lifted(state, slot, mediator)
    return DONE


@njit(cache=True)
def stay(state: CoreState, slot: int) -> int:
    """Note that a case waits on; nothing changes."""
    return WRONG_STAGE if waiting_seat(state, slot) == NONE else DONE


@njit(cache=True)
def shortlist(state: CoreState, slot: int, mediator: int) -> int:  # noqa: ARG001 - called as the others are
    """Note that a mediator is on the list of an open case; nothing changes."""
    return known(state, mediator)


@njit(cache=True)
def name_lead(state: CoreState, slot: int, mediator: int) -> int:
    """Let a member of the panel lead it."""
    if not sits(state, slot, mediator):
        return OTHER_MEDIATOR
    apply_lead_named(state, slot, mediator)
    return DONE


@njit(cache=True)
def _answer(state: CoreState, slot: int, mediator: int, attempt: int, status: int) -> tuple[int, int]:
    """Return whether a mediator's word about a case is the one waited for, and the seat it is about."""
    refusal, seat = WRONG_STAGE, slot
    while seat != NONE:
        if state.status[seat] == status:
            if state.mediator[seat] == mediator:
                return (DONE if state.attempt[seat] == attempt else WRONG_ATTEMPT), seat
            refusal = OTHER_MEDIATOR
        seat = state.next_seat[seat]
    return refusal, NONE
