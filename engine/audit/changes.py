"""Every event applied to the state, behind the checks that the core's own border makes of it."""

from typing import Final

from numba import njit

from engine.audit.codes import GROUND_CODE, MISSING, STAGE_CODE, EventNumbers, Fault, Field, Kind
from engine.audit.draws import BY_CHOICE
from engine.core import checked
from engine.core.apply import apply_accepted, apply_filed, apply_resumed, apply_seated
from engine.core.follow import ATTEMPT_MAX, BOOST_MAX_US, PANEL_MAX
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.roster import CAPACITY_MAX
from engine.core.staff import apply_capacity_set, apply_returned, apply_went_absent
from engine.core.state import CONFLICTED, NONE, REPLACED, CoreState

_WAITING: Final = STAGE_CODE["waiting"]
_ACCEPTED: Final = STAGE_CODE["accepted"]
_CHOOSING: Final = STAGE_CODE["choosing"]
_REPLACED: Final = GROUND_CODE["replaced"]
_WITHIN: Final = int(Field.KIND)
"""Instead of a field that lies outside its bounds: none does."""
# Whole numbers, not members: whether the compiler can join a member and a number in one result hangs on the order in
# which it meets them, and that differs from process to process.
_CASE_ID: Final = int(Field.CASE_ID)
_COURT: Final = int(Field.COURT)
_MEDIATOR: Final = int(Field.MEDIATOR)
_ATTEMPT: Final = int(Field.ATTEMPT)
_STEP: Final = int(Field.STEP)
_AMOUNT: Final = int(Field.AMOUNT)
_BOOST_US: Final = int(Field.BOOST_US)
_SEATS: Final = int(Field.SEATS)
_WORD_OF: Final = int(Field.WORD_OF)


@njit(cache=True)
def open_case(state: CoreState, rows: EventNumbers, row: int) -> tuple[Fault, int, int]:
    """Open the case of a filing, or seat one met in progress; return what is wrong, its detail and the slot."""
    outside = _outside(state, rows, row)
    if outside != _WITHIN:
        return Fault.OUT_OF_BOUNDS, outside, NONE
    in_progress = rows[row, Field.KIND] == Kind.OPENED_IN_PROGRESS
    mediator, attempt, weight = rows[row, Field.MEDIATOR], rows[row, Field.ATTEMPT], rows[row, Field.AMOUNT]
    is_seated = in_progress and rows[row, Field.WORD_OF] != _WAITING
    if is_seated:
        refusal = checked.room_for(state, mediator, weight)
        if refusal != checked.DONE:
            return Fault.REFUSED, refusal, NONE
    slot = apply_filed(
        state,
        rows[row, Field.CASE_ID],
        rows[row, Field.OCCURRED_AT] - rows[row, Field.BOOST_US],
        rows[row, Field.COURT],
        rows[row, Field.DISPUTE_TYPE],
        rows[row, Field.LANGUAGE],
        rows[row, Field.ORIGIN],
        rows[row, Field.GENDER] + 1,
        weight,
        rows[row, Field.STEP],
        1 if in_progress else rows[row, Field.SEATS],
    )
    if is_seated:
        apply_seated(state, slot, mediator, attempt)
        if rows[row, Field.WORD_OF] == _ACCEPTED:
            since = rows[row, Field.ACCEPTED_AT]
            apply_accepted(state, slot, weight, rows[row, Field.OCCURRED_AT] if since == MISSING else since)
    elif in_progress:
        apply_resumed(state, slot, attempt)
    return Fault.NONE, NONE, slot


@njit(cache=True)
def _outside(state: CoreState, rows: EventNumbers, row: int) -> int:
    """Return the first field of an opening that lies outside its bounds, `_WITHIN` if none does."""
    if rows[row, Field.CASE_ID] < 0:
        return _CASE_ID
    if not 0 <= rows[row, Field.COURT] < len(state.unit_of_court):
        return _COURT
    if not 0 <= rows[row, Field.STEP] < len(state.step_circle):
        return _STEP
    if not 0 <= rows[row, Field.AMOUNT] <= WEIGHT_MILLI_MAX:
        return _AMOUNT
    if not 0 <= rows[row, Field.BOOST_US] <= BOOST_MAX_US:
        return _BOOST_US
    if rows[row, Field.KIND] == Kind.FILED:
        return _WITHIN if 1 <= rows[row, Field.SEATS] <= PANEL_MAX else _SEATS
    stage, waits = rows[row, Field.WORD_OF], rows[row, Field.WORD_OF] == _WAITING
    if stage == _CHOOSING:
        return _WORD_OF
    if not (0 if waits else 1) <= rows[row, Field.ATTEMPT] <= ATTEMPT_MAX:
        return _ATTEMPT
    return _MEDIATOR if waits and rows[row, Field.MEDIATOR] != MISSING else _WITHIN


@njit(cache=True)
def change_case(state: CoreState, slot: int, rows: EventNumbers, row: int) -> int:
    """Apply an event of an open case; return the number of a refusal. A table of kinds, one after the other."""
    kind, mediator, attempt = rows[row, Field.KIND], rows[row, Field.MEDIATOR], rows[row, Field.ATTEMPT]
    at, amount = rows[row, Field.OCCURRED_AT], rows[row, Field.AMOUNT]
    if kind == Kind.OFFERED:
        was_chosen = rows[row, Field.WORD_OF] in BY_CHOICE
        return checked.offer(state, slot, rows[row, Field.SEATS], mediator, attempt, was_chosen)
    if kind == Kind.ACCEPTED:
        return checked.accept(state, slot, mediator, attempt, amount, at)
    if kind in (Kind.DECLINED, Kind.LAPSED):
        return checked.refuse(state, slot, mediator, attempt, amount, at)
    if kind in (Kind.CLOSED, Kind.WITHDRAWN):
        return _end(state, slot, kind, mediator, attempt)
    if kind == Kind.ESCALATED:
        return checked.escalate(state, slot, rows[row, Field.STEP])
    if kind == Kind.ROUND_OPENED:
        return checked.open_round(state, slot)
    if kind == Kind.DECK_RENEWED:
        return checked.renew_deck(state, slot)
    if kind == Kind.RELEASED:
        return checked.release(state, slot, mediator, attempt)
    if kind == Kind.CHOICE_OPENED:
        return checked.open_choice(state, slot)
    if kind == Kind.CHOICE_ENDED:
        return checked.end_choice(state, slot)
    if kind == Kind.EXHAUSTED:
        return checked.stay(state, slot)
    if kind == Kind.SHORTLISTED:
        return checked.shortlist(state, slot, mediator)
    if kind == Kind.CONFLICT_FOUND:
        reason = REPLACED if rows[row, Field.WORD_OF] == _REPLACED else CONFLICTED
        return checked.find_conflict(state, slot, mediator, reason)
    if kind == Kind.CONFLICT_LIFTED:
        return checked.lift_conflict(state, slot, mediator)
    return checked.name_lead(state, slot, mediator)


@njit(cache=True)
def _end(state: CoreState, slot: int, kind: int, mediator: int, attempt: int) -> int:
    if kind == Kind.CLOSED:
        return checked.close(state, slot, mediator, attempt)
    return checked.withdraw(state, slot, mediator, attempt)


@njit(cache=True)
def change_staff(state: CoreState, rows: EventNumbers, row: int) -> tuple[Fault, int]:
    """Apply an event about a mediator, or pass over one of the lifecycle; return what is wrong and the detail."""
    mediator, amount, cause = rows[row, Field.MEDIATOR], rows[row, Field.AMOUNT], rows[row, Field.WORD_OF]
    kind = rows[row, Field.KIND]
    if kind >= Kind.DISPUTE_OPENED:
        return Fault.NONE, NONE
    if checked.known(state, mediator) != checked.DONE:
        return Fault.REFUSED, checked.UNKNOWN_MEDIATOR
    if kind == Kind.WENT_ABSENT:
        apply_went_absent(state, mediator, cause)
        return Fault.NONE, NONE
    if not 0 <= amount <= (CAPACITY_MAX if kind == Kind.CAPACITY_SET else WEIGHT_MILLI_MAX):
        return Fault.OUT_OF_BOUNDS, _AMOUNT
    if kind == Kind.CAPACITY_SET:
        apply_capacity_set(state, mediator, amount)
    else:
        apply_returned(state, mediator, cause, amount)
    return Fault.NONE, NONE
