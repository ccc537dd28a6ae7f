"""Seat the cases that are open when observation starts: each at a mediator, through the assignment core."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.apply import (
    apply_accepted,
    apply_closed,
    apply_deck_renewed,
    apply_escalated,
    apply_filed,
    apply_offered,
    apply_resumed,
)
from engine.core.decide import decide_offer
from engine.core.eligibility import staffed_step
from engine.core.fetch import CHARGE, ROOM, fetch_drawn, fetch_pools
from engine.core.outcome import NEW_DECK, NOBODY
from engine.core.policies.batch_optimal import lightest, waits_for_match
from engine.core.state import NONE, CoreState
from sim.model.course import Features, draw_word, withdraws_at
from sim.model.laws import CaseLaws
from sim.model.survivors import OPEN_ACCEPTED, Survivors
from sim.randomness.words import COURT_SHIFT

_FETCHED_AT_ONCE: Final = 32
"""Cases: enough for what they touch to come side by side, few enough for it to stay in a near cache until then."""


class Seats(NamedTuple):
    """Where each survivor sits: int64[n] each."""

    slot: NDArray[np.int64]
    mediator: NDArray[np.int64]
    """`NONE` if nobody in the nation had room: the case waits."""
    step: NDArray[np.int64]


class Seated(NamedTuple):
    """The cases that are open when observation starts, what they are like, and where they sit."""

    cases: Survivors
    like: Features
    seats: Seats


def seated(state: CoreState, laws: CaseLaws, cases: Survivors, like: Features, starts_at: int) -> Seated:
    """Seat survivors; those for whom nobody had room and whose parties' patience is over are gone.

    Parameters
    ----------
    state, laws, cases, like
        As of `seat`.
    starts_at
        When observation starts, microseconds.
    """
    seats = seat(state, laws, cases, like)
    stay = _dismiss(state, laws, cases, seats, starts_at)
    if stay.all():
        return Seated(cases, like, seats)
    return Seated(
        Survivors(*(column[stay] for column in cases)),
        Features(*(column[stay] for column in like)),
        Seats(*(column[stay] for column in seats)),
    )


@njit(cache=True)
def _dismiss(state: CoreState, laws: CaseLaws, cases: Survivors, seats: Seats, starts_at: int) -> NDArray[np.bool_]:
    """Close the waiting cases that were withdrawn before observation starts; return which others stay."""
    stay = np.ones(len(cases.case_id), np.bool_)
    for i in range(len(stay)):
        if seats.mediator[i] == NONE and withdraws_at(laws, cases.case_id[i], cases.filed_at[i]) < starts_at:
            apply_closed(state, seats.slot[i])
            stay[i] = False
    return stay


@njit(cache=True)
def seat(state: CoreState, laws: CaseLaws, cases: Survivors, like: Features) -> Seats:
    """Seat survivors in the order given, climbing the ladder at once where a step has nobody free.

    Decks are put away at the end: what was dealt before observation starts is history, which no event tells.

    Parameters
    ----------
    state
        An empty assignment state; changed as if each case had been filed, offered once and, where it was accepted
        before observation starts, accepted.
    laws
        For the words of the draws.
    cases, like
        The survivors, oldest first, and what they are like.
    """
    count = len(cases.case_id)
    slots, mediators, steps = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    for i in range(count):
        if i % _FETCHED_AT_ONCE == 0:
            _fetch(state, laws, cases, like, i)
        case_id, court = cases.case_id[i], cases.case_id[i] >> COURT_SHIFT
        kind, language, weight_milli = like.dispute_type[i], like.language[i], like.weight_milli[i]
        slot = apply_filed(state, case_id, cases.filed_at[i], court, kind, language, 0, 0, weight_milli, 0, 1)
        step = staffed_step(state, slot, 0)
        if step > 0:
            apply_escalated(state, slot, step)
        apply_resumed(state, slot, cases.attempt[i] - 1)
        drawn = draw_word(laws, case_id, cases.attempt[i])
        mediator = _drawn(state, slot, drawn)
        while mediator == NOBODY and step < len(state.step_circle) - 1:
            step = staffed_step(state, slot, step + 1)
            apply_escalated(state, slot, step)
            mediator = _drawn(state, slot, drawn)
        if mediator != NOBODY:
            apply_offered(state, slot, mediator, cases.attempt[i])
            if cases.stage[i] == OPEN_ACCEPTED:
                apply_accepted(state, slot, weight_milli, cases.moved_at[i])
        slots[i], mediators[i], steps[i] = slot, mediator, step
    state.cards[:] = 0
    return Seats(slots, np.where(mediators == NOBODY, NONE, mediators), steps)


@njit(cache=True)
def _fetch(state: CoreState, laws: CaseLaws, cases: Survivors, like: Features, first: int) -> None:
    """Fetch what seating the cases from `first` on will touch, and the pools of those after them."""
    last, after = first + _FETCHED_AT_ONCE, first + 2 * _FETCHED_AT_ONCE
    fetch_pools(state, cases.case_id[last:after] >> COURT_SHIFT, like.dispute_type[last:after])
    case_ids = cases.case_id[first:last]
    words = np.empty(len(case_ids), np.int64)
    for i in range(len(case_ids)):
        words[i] = draw_word(laws, case_ids[i], cases.attempt[first + i])
    kinds, weights = like.dispute_type[first:last], like.weight_milli[first:last]
    fetch_drawn(state, case_ids >> COURT_SHIFT, kinds, weights, words, ROOM | CHARGE)


@njit(cache=True)
def _drawn(state: CoreState, slot: int, word: int) -> int:
    """Return the mediator drawn, `NOBODY` if none is free; a deck that is out is renewed, a batch is of one case."""
    if waits_for_match(state, slot):
        return lightest(state, slot)
    mediator = decide_offer(state, slot, word)[0]
    if mediator == NEW_DECK:
        apply_deck_renewed(state, slot)
        mediator = decide_offer(state, slot, word)[0]
    return mediator
