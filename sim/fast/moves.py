"""What happens to a case in the fast loop, one function a kind of moment, as in `sim.model.platform`.

What the SimPy model records as an event is written here as a row, beside the same change of the assignment state.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.apply import (
    apply_accepted,
    apply_closed,
    apply_deck_renewed,
    apply_filed,
    apply_offered,
    apply_refused,
    apply_round_opened,
)
from engine.core.decide import decide_offer, decide_pull
from engine.core.eligibility import staffed_step
from engine.core.outcome import NEW_DECK, NEW_ROUND, NOBODY
from engine.core.state import NONE, CoreState
from sim.fast import filings as f
from sim.fast.agenda import NEVER, SLOT_BITS, Agenda, add
from sim.fast.climbing import climb, escalate
from sim.fast.desk import Desk, open_notes
from sim.fast.expecting import expect_answer, expect_closing, expect_withdrawal, key_of, step_end
from sim.fast.rows import (
    ACCEPTED,
    CLOSED,
    DECK_RENEWED,
    DECLINED,
    FILED,
    FREED,
    LAPSED,
    NOTHING,
    OFFERED,
    ROUND_OPENED,
    WITHDRAWN,
    EventRows,
    emit,
    pack_traits,
)
from sim.fast.writing import write_answer, write_place
from sim.laws.answer import DECLINE
from sim.model.course import closes_at, draw_word
from sim.model.laws import CaseLaws
from sim.order import Rank
from sim.randomness.words import COURT_SHIFT

_ANSWER: Final = int(Rank.ANSWER)
_STEP_END: Final = int(Rank.STEP_END)


@njit(cache=True)
def file_case(
    state: CoreState, laws: CaseLaws, desk: Desk, agenda: Agenda, rows: EventRows, now: int, filing: NDArray[np.int64]
) -> None:
    """A case is handed in and looks for a mediator, from the first step where somebody may take it.

    `filing` is its row of `sim.fast.filings`, which knows what comes of an offer that is made now.
    """
    case_id, kind, language, weight = filing[f.CASE_ID], filing[f.DISPUTE_TYPE], filing[f.LANGUAGE], filing[f.WEIGHT]
    code = filing[f.CLOSING_CODE]
    traits = pack_traits(kind, language, filing[f.ENTRY_ROUTE], filing[f.CHANNEL], code)
    slot = apply_filed(state, case_id, now, case_id >> COURT_SHIFT, kind, language, 0, 0, weight, 0, 1)
    ends_at = step_end(laws, desk, 0, now)
    open_notes(desk, slot, ends_at, code)
    emit(rows, FILED, now, case_id, slot, NONE, 0, 0, ends_at, traits, weight, NOTHING, NOTHING, NOTHING)
    expect_withdrawal(state, laws, agenda, slot, now)
    for step in range(1, staffed_step(state, slot, 0) + 1):
        climb(state, laws, desk, rows, slot, step, now, now, 1)
    word = filing[f.WORD]
    mediator, pool, band, tickets = _drawn(state, desk, rows, slot, now, word)
    if mediator == NOBODY:
        if not _stays(state, laws, desk, agenda, rows, slot, now):
            seek(state, laws, desk, agenda, rows, slot, now)
        return
    desk.closes_at[slot] = filing[f.CLOSES_AT]
    _write_offer(state, rows, slot, now, mediator, pool, band, word, tickets, filing[f.DEADLINE])
    add(agenda, filing[f.ANSWERS_AT], key_of(_ANSWER, case_id), slot | (filing[f.ANSWER] << SLOT_BITS))


@njit(cache=True)
def seek(state: CoreState, laws: CaseLaws, desk: Desk, agenda: Agenda, rows: EventRows, slot: int, now: int) -> None:
    """Find a waiting case a mediator where it looks; only if nobody is free, a run-out clock moves it on."""
    looks = True
    while looks:
        word = draw_word(laws, state.case_id[slot], int(state.attempt[slot]) + 1)
        mediator, pool, band, tickets = _drawn(state, desk, rows, slot, now, word)
        if mediator == NOBODY:
            looks = not _stays(state, laws, desk, agenda, rows, slot, now)
        else:
            _offer(state, laws, agenda, rows, slot, now, mediator, pool, band, word, tickets)
            looks = False


@njit(cache=True)
def _stays(state: CoreState, laws: CaseLaws, desk: Desk, agenda: Agenda, rows: EventRows, slot: int, now: int) -> bool:
    """Let a case for which nobody is free wait where it is, or move on if its time there is over; tell if it waits."""
    ends_at = desk.step_ends_at[slot]
    if ends_at > now:
        if ends_at != NEVER:
            mark = int(state.step[slot]) << SLOT_BITS
            add(agenda, ends_at, key_of(_STEP_END, state.case_id[slot]), slot | mark)
        return True
    escalate(state, laws, desk, rows, slot, now)
    return False


@njit(cache=True)
def _drawn(state: CoreState, desk: Desk, rows: EventRows, slot: int, now: int, word: int) -> tuple[int, int, int, int]:
    """Return what the core decides once a round or a deck that has run out is opened anew."""
    mediator, pool, band, tickets = decide_offer(state, slot, word)
    if mediator == NEW_ROUND:
        apply_round_opened(state, slot)
        desk.round[slot] += 1
        write_place(state, rows, ROUND_OPENED, slot, now, desk.round[slot])
        mediator, pool, band, tickets = decide_offer(state, slot, word)
    if mediator == NEW_DECK:
        apply_deck_renewed(state, slot)
        write_place(state, rows, DECK_RENEWED, slot, now, NOTHING)
        mediator, pool, band, tickets = decide_offer(state, slot, word)
    return mediator, pool, band, tickets


@njit(cache=True)
def _offer(
    state: CoreState,
    laws: CaseLaws,
    agenda: Agenda,
    rows: EventRows,
    slot: int,
    now: int,
    mediator: int,
    pool: int,
    band: int,
    word: int,
    tickets: int,
) -> None:
    deadline = expect_answer(state, laws, agenda, slot, int(state.attempt[slot]) + 1, now)
    _write_offer(state, rows, slot, now, mediator, pool, band, word, tickets, deadline)


@njit(cache=True)
def _write_offer(
    state: CoreState,
    rows: EventRows,
    slot: int,
    now: int,
    mediator: int,
    pool: int,
    band: int,
    word: int,
    tickets: int,
    deadline: int,
) -> None:
    attempt = int(state.attempt[slot]) + 1
    apply_offered(state, slot, mediator, attempt)
    step: int = state.step[slot]
    court: int = state.court[slot]
    version: int = state.policy_version[court]
    emit(
        rows, OFFERED, now, state.case_id[slot], slot, mediator, attempt, step, deadline,
        pool, band, word, tickets, version,
    )  # fmt: skip


@njit(cache=True)
def accept(state: CoreState, laws: CaseLaws, desk: Desk, agenda: Agenda, rows: EventRows, slot: int, now: int) -> None:
    """The mediator takes the case; it will close when its duration is over."""
    weight: int = state.weight_milli[slot]
    apply_accepted(state, slot, weight, now)
    write_answer(state, rows, ACCEPTED, slot, now, state.mediator[slot], weight)
    known = int(desk.closes_at[slot])
    expect_closing(state, agenda, slot, known or closes_at(laws, state.case_id[slot], now))


@njit(cache=True)
def refuse(
    state: CoreState, laws: CaseLaws, desk: Desk, agenda: Agenda, rows: EventRows, slot: int, now: int, answer: int
) -> None:
    """The mediator is asked for the oldest case that waits for him; the case looks for another mediator."""
    mediator: int = state.mediator[slot]
    declined = answer == DECLINE
    penalty = desk.decline_penalty_milli if declined else desk.lapse_penalty_milli
    write_answer(state, rows, DECLINED if declined else LAPSED, slot, now, mediator, penalty)
    apply_refused(state, slot, penalty, now)
    match_freed(state, laws, agenda, rows, mediator, now)
    seek(state, laws, desk, agenda, rows, slot, now)


@njit(cache=True)
def close(state: CoreState, laws: CaseLaws, desk: Desk, agenda: Agenda, rows: EventRows, slot: int, now: int) -> None:
    """Mediation ends, and its mediator is asked for whatever waits for him."""
    mediator: int = state.mediator[slot]
    write_answer(state, rows, CLOSED, slot, now, mediator, desk.closing_code[slot])
    apply_closed(state, slot)
    match_freed(state, laws, agenda, rows, mediator, now)


@njit(cache=True)
def withdraw(state: CoreState, laws: CaseLaws, agenda: Agenda, rows: EventRows, slot: int, now: int) -> None:
    """The parties take back a case that nobody has accepted; whoever was asked has room again."""
    mediator: int = state.mediator[slot]
    write_answer(state, rows, WITHDRAWN, slot, now, mediator, 0)
    apply_closed(state, slot)
    if mediator != NONE:
        match_freed(state, laws, agenda, rows, mediator, now)


@njit(cache=True)
def match_freed(state: CoreState, laws: CaseLaws, agenda: Agenda, rows: EventRows, mediator: int, now: int) -> None:
    """Offer a mediator with new room the waiting cases that are his, as long as there are any."""
    slot = decide_pull(state, mediator)
    while slot != NONE:
        _offer(state, laws, agenda, rows, slot, now, mediator, 1, 1, 0, FREED)
        slot = decide_pull(state, mediator)
