"""Changes to cases: make the state follow an event that has happened. With `staff`, the only code that writes to it.

Each function is told everything by its arguments, which all stand in the event; none decides. Replaying a log through
them therefore gives the same state under any later policy. They trust their arguments: `checked` guards the border.
"""

from numba import njit

from engine.core.bars import bar, forget_decliners, unbar
from engine.core.growth import grow_slots
from engine.core.policies.table import Policy
from engine.core.policies.wanted import policy_of
from engine.core.queue import courts_of, dequeue, enqueue, unit_of
from engine.core.requirement import bars_of, is_ordinary, needs_of
from engine.core.staff import charge, take_room
from engine.core.state import ACCEPTED, CHOOSING, DECLINED, FREE, NONE, OFFERED, VACANT, WAITING, CoreState

_DECK = int(Policy.DECK)
_DECK_CARDS = 4
_FULL_TIME_MILLI = 1000


@njit(cache=True)
def apply_filed(
    state: CoreState,
    case_id: int,
    aged_at: int,
    court: int,
    dispute_type: int,
    language: int,
    origin: int,
    gender: int,
    weight_milli: int,
    step: int,
    seats: int,
) -> int:
    """Open a case and let its seats wait; return the slot of the first. O(1), but for a doubling of the slots."""
    head = _open(state, case_id, aged_at, court, dispute_type, weight_milli, step)
    last = head
    for seat in range(1, seats):
        slot = _open(state, case_id, aged_at, court, dispute_type, weight_milli, step)
        state.seat[slot] = seat
        state.head[slot] = head
        state.next_seat[last] = slot
        last = slot
    slot = head
    while slot != NONE:
        state.language[slot] = language
        state.needs[slot] = needs_of(dispute_type, language, gender)
        state.bars[slot] = bars_of(origin)
        state.is_ordinary[slot] = seats == 1 and is_ordinary(language, origin, gender)
        enqueue(state, slot)
        slot = state.next_seat[slot]
    return head


@njit(cache=True)
def apply_resumed(state: CoreState, slot: int, attempt: int) -> None:
    """A waiting case met in progress has had `attempt` offers before."""
    state.attempt[slot] = attempt


@njit(cache=True)
def apply_offered(state: CoreState, slot: int, mediator: int, attempt: int) -> None:
    """A seat is offered: beside what `apply_seated` does, it takes the mediator's card where the court deals."""
    if policy_of(state, slot) == _DECK and state.cards[mediator] > 0:
        state.cards[mediator] -= 1
    apply_seated(state, slot, mediator, attempt)


@njit(cache=True)
def apply_seated(state: CoreState, slot: int, mediator: int, attempt: int) -> None:
    """A seat leaves its queue and takes the mediator's room; all there is to do for a case met in progress."""
    if state.status[slot] == WAITING:
        dequeue(state, slot)
    state.status[slot] = OFFERED
    state.mediator[slot] = mediator
    state.attempt[slot] = attempt
    take_room(state, mediator, state.weight_milli[slot], 1)


@njit(cache=True)
def apply_accepted(state: CoreState, slot: int, weight_milli: int, at: int) -> None:
    """The offer is accepted: the mediator is charged the weight; with the last seat taken, decliners are forgotten."""
    state.status[slot] = ACCEPTED
    mediator = state.mediator[slot]
    charge(state, mediator, weight_milli)
    _answered(state, mediator, at)
    head: int = state.head[slot]
    if _all_accepted(state, head):
        forget_decliners(state, head)


@njit(cache=True)
def apply_refused(state: CoreState, slot: int, penalty_milli: int, at: int) -> None:
    """The offer is declined or lapses: room is given back, the penalty charged, the seat waits with its old age."""
    mediator = state.mediator[slot]
    charge(state, mediator, penalty_milli)
    _answered(state, mediator, at)
    bar(state, state.head[slot], mediator, DECLINED)
    apply_released(state, slot)


@njit(cache=True)
def apply_released(state: CoreState, slot: int) -> None:
    """The mediator loses an offer or a case: room is given back, the seat waits with its old age."""
    take_room(state, state.mediator[slot], -state.weight_milli[slot], -1)
    state.status[slot] = WAITING
    state.mediator[slot] = NONE
    enqueue(state, slot)


@njit(cache=True)
def apply_escalated(state: CoreState, slot: int, step: int) -> None:
    """All seats of a case move to a step; those that wait, to the queue of its unit."""
    seat: int = state.head[slot]
    while seat != NONE:
        waits = state.status[seat] == WAITING
        if waits:
            dequeue(state, seat)
        state.step[seat] = step
        if waits:
            enqueue(state, seat)
        seat = state.next_seat[seat]


@njit(cache=True)
def apply_round_opened(state: CoreState, slot: int) -> None:
    """Everybody who declined may be asked again."""
    forget_decliners(state, state.head[slot])


@njit(cache=True)
def apply_deck_renewed(state: CoreState, slot: int) -> None:
    """Everybody in the case's unit gets the cards of one deck, and never holds more than those of two."""
    first_court, last_court = courts_of(state, unit_of(state, slot))
    first, last = state.first_mediator[first_court], state.first_mediator[last_court]
    for mediator in range(first, last):
        if state.absence[mediator] < VACANT:
            share = max(1, state.share_milli[mediator] * _DECK_CARDS // _FULL_TIME_MILLI)
            state.cards[mediator] = min(state.cards[mediator] + share, 2 * share)


@njit(cache=True)
def apply_choice_opened(state: CoreState, slot: int) -> None:
    """The parties choose: nobody is drawn for the case meanwhile."""
    dequeue(state, slot)
    state.status[slot] = CHOOSING


@njit(cache=True)
def apply_choice_ended(state: CoreState, slot: int) -> None:
    """The parties did not agree: the case waits with its old age."""
    state.status[slot] = WAITING
    enqueue(state, slot)


@njit(cache=True)
def apply_conflict_found(state: CoreState, slot: int, mediator: int, reason: int) -> None:
    """A mediator is barred from the case beyond its rounds."""
    bar(state, state.head[slot], mediator, reason)


@njit(cache=True)
def apply_conflict_lifted(state: CoreState, slot: int, mediator: int) -> None:
    """Both parties consent to a mediator in spite of a conflict."""
    unbar(state, state.head[slot], mediator)


@njit(cache=True)
def apply_lead_named(state: CoreState, slot: int, mediator: int) -> None:
    """A member of a panel leads it."""
    state.lead[state.head[slot]] = mediator


@njit(cache=True)
def apply_closed(state: CoreState, slot: int) -> None:
    """A case ends, at whatever stage: mediators have room, queues are left, slots are free and bars are forgotten."""
    seat: int = state.head[slot]
    forget_decliners(state, seat)
    while state.first_barred[seat] != NONE:
        node: int = state.first_barred[seat]
        unbar(state, seat, state.barred[node])
    while seat != NONE:
        following: int = state.next_seat[seat]
        if state.mediator[seat] != NONE:
            take_room(state, state.mediator[seat], -state.weight_milli[seat], -1)
        elif state.status[seat] == WAITING:
            dequeue(state, seat)
        state.status[seat] = FREE
        state.mediator[seat] = NONE
        state.next_seat[seat] = NONE
        state.next_slot[seat] = state.slot_chain
        state.slot_chain = seat
        seat = following


@njit(cache=True)
def _open(
    state: CoreState, case_id: int, aged_at: int, court: int, dispute_type: int, weight_milli: int, step: int
) -> int:
    if state.slot_chain == NONE:
        grow_slots(state)
    slot = state.slot_chain
    state.slot_chain = state.next_slot[slot]
    state.status[slot] = WAITING
    state.case_id[slot] = case_id
    state.aged_at[slot] = aged_at
    state.court[slot] = court
    state.dispute_type[slot] = dispute_type
    state.weight_milli[slot] = weight_milli
    state.step[slot] = step
    state.attempt[slot] = 0
    state.seat[slot] = 0
    state.head[slot] = slot
    state.next_seat[slot] = NONE
    state.lead[slot] = NONE
    return slot


@njit(cache=True)
def _answered(state: CoreState, mediator: int, at: int) -> None:
    """Restart the idle clock; of cases met in progress, filed earlier, an answer may be older than the last one."""
    state.idle_since[mediator] = max(state.idle_since[mediator], at)


@njit(cache=True)
def _all_accepted(state: CoreState, head: int) -> bool:
    seat = head
    while seat != NONE:
        if state.status[seat] != ACCEPTED:
            return False
        seat = state.next_seat[seat]
    return True
