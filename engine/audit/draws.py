"""Every offer decided again before it is applied: whom the word draws, what is due to the freed, who may be named."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.audit.codes import BASIS_CODE, MISSING, EventNumbers, Fault, Field, Kind
from engine.core import checked
from engine.core.asked import tickets_of
from engine.core.decide import decide_offer, decide_pull
from engine.core.eligibility import all_have_declined
from engine.core.funnel import FILTERS, failed_filter
from engine.core.outcome import NEW_DECK
from engine.core.policies.batch_optimal import waits_for_match
from engine.core.pool import pool_of
from engine.core.seats import seat_at, waiting_seat
from engine.core.state import CHOOSING, NONE, WAITING, CoreState

DRAWN: Final = BASIS_CODE["drawn"]
BY_CHOICE: Final = (BASIS_CODE["chosen"], BASIS_CODE["shortlisted"], BASIS_CODE["override"])
"""Bases of offers that may also be made while the parties choose."""
_FREED: Final = BASIS_CODE["freed"]
_MATCHED: Final = BASIS_CODE["matched"]
_OVERRIDE: Final = BASIS_CODE["override"]


@njit(cache=True)
def check_offer(
    state: CoreState, slot: int, rows: EventNumbers, row: int, tally: NDArray[np.float64]
) -> tuple[Fault, int]:
    """Decide an offer again; return what is wrong with it and the detail."""
    basis = rows[row, Field.WORD_OF]
    court: int = state.court[slot]
    version: int = state.policy_version[court]
    if rows[row, Field.POLICY_VERSION] != version:
        return Fault.OTHER_POLICY, version
    if (rows[row, Field.OVERRIDE_CODE] != MISSING) != (basis == _OVERRIDE):
        return Fault.NO_CODE, NONE
    if basis == DRAWN:
        return _check_draw(state, slot, rows, row, tally)
    if rows[row, Field.TICKET_TOTAL] != 0 or rows[row, Field.WORD] != 0:
        return Fault.NOT_DRAWN, NONE
    seat = seat_at(state, slot, rows[row, Field.SEATS])
    if seat == NONE or not (state.status[seat] == WAITING or state.status[seat] == CHOOSING):
        return Fault.REFUSED, checked.WRONG_STAGE
    mediator = rows[row, Field.MEDIATOR]
    if checked.known(state, mediator) != checked.DONE:
        return Fault.REFUSED, checked.UNKNOWN_MEDIATOR
    if basis == _FREED:
        due = decide_pull(state, mediator)
        if due != seat:
            return Fault.OTHER_CASE, NONE if due == NONE else state.case_id[due]
    elif basis == _MATCHED and not waits_for_match(state, seat):
        return Fault.NOT_MATCHING, NONE
    elif basis != _OVERRIDE:
        failed = failed_filter(state, seat, mediator)
        if failed != FILTERS:
            return Fault.NOT_IN_POOL, failed
    return Fault.NONE, NONE


@njit(cache=True)
def _check_draw(
    state: CoreState, slot: int, rows: EventNumbers, row: int, tally: NDArray[np.float64]
) -> tuple[Fault, int]:
    """Draw again."""
    seat = waiting_seat(state, slot)
    if seat == NONE:
        return Fault.REFUSED, checked.WRONG_STAGE
    if rows[row, Field.SEATS] != state.seat[seat]:
        return Fault.OTHER_SEAT, state.seat[seat]
    mediator, pool, band, total = decide_offer(state, seat, rows[row, Field.WORD])
    if pool != rows[row, Field.POOL_SIZE]:
        return Fault.OTHER_POOL, pool
    if band != rows[row, Field.BAND_SIZE] or total != rows[row, Field.TICKET_TOTAL]:
        return Fault.OTHER_TICKETS, total
    if mediator != rows[row, Field.MEDIATOR]:
        return Fault.OTHER_MEDIATOR, mediator
    if len(tally) > 0:
        _count(state, slot, mediator, total, tally)
    return Fault.NONE, NONE


@njit(cache=True)
def _count(state: CoreState, slot: int, mediator: int, total: int, tally: NDArray[np.float64]) -> None:
    """Add a draw to what was observed and, with the chance each member had, to what was to be expected."""
    pool, tickets = tickets_of(state, slot)
    tally[mediator, 0] += 1.0
    for i in range(len(pool)):
        chance = tickets[i] / total
        tally[pool[i], 1] += chance
        tally[pool[i], 2] += chance * (1.0 - chance)


@njit(cache=True)
def is_due(state: CoreState, slot: int, kind: int) -> bool:
    """Return whether a round is due, everybody who may be asked having declined, or a deck, nobody having a card."""
    seat = waiting_seat(state, slot)
    if seat == NONE:
        return False
    if kind == Kind.DECK_RENEWED:
        return decide_offer(state, seat, 0)[0] == NEW_DECK
    return len(pool_of(state, seat)) == 0 and all_have_declined(state, seat)
