"""What the loop expects of a case: its next moments, noted in the agenda."""

from typing import Final

from numba import njit

from engine.calendar.clock import add_working
from engine.core.state import CoreState
from sim.fast.agenda import NEVER, SLOT_BITS, Agenda, add
from sim.fast.desk import Desk
from sim.model.course import answer_to_offer, withdraws_at
from sim.model.laws import CaseLaws
from sim.order import RANK_SHIFT, Rank

_CLOSING: Final = int(Rank.CLOSING)
_ANSWER: Final = int(Rank.ANSWER)
_WITHDRAWAL: Final = int(Rank.WITHDRAWAL)


@njit(cache=True)
def expect_answer(state: CoreState, laws: CaseLaws, agenda: Agenda, slot: int, attempt: int, offered_at: int) -> int:
    """Note when the mediator will answer an offer, and return its deadline."""
    case_id: int = state.case_id[slot]
    kind, answers_at, deadline = answer_to_offer(laws, case_id, attempt, offered_at)
    add(agenda, answers_at, key_of(_ANSWER, case_id), slot | (kind << SLOT_BITS))
    return deadline


@njit(cache=True)
def expect_closing(state: CoreState, agenda: Agenda, slot: int, at: int) -> None:
    """Note when a case will close."""
    add(agenda, at, key_of(_CLOSING, state.case_id[slot]), slot)


@njit(cache=True)
def expect_withdrawal(state: CoreState, laws: CaseLaws, agenda: Agenda, slot: int, filed_at: int) -> None:
    """Note when a case will be withdrawn if nobody has accepted it; the agenda keeps nothing that never comes."""
    case_id: int = state.case_id[slot]
    add(agenda, withdraws_at(laws, case_id, filed_at), key_of(_WITHDRAWAL, case_id), slot)


@njit(cache=True)
def step_end(laws: CaseLaws, desk: Desk, step: int, began_at: int) -> int:
    """Return when a case leaves a step that it reached at an instant, `NEVER` from the last."""
    if step >= len(desk.step_wait_us):
        return NEVER
    return add_working(laws.clock, began_at, desk.step_wait_us[step])


@njit(cache=True)
def key_of(rank: int, case_id: int) -> int:
    """Return what orders the moments of one instant, as `sim.order.priority` does."""
    return (rank << RANK_SHIFT) | case_id
