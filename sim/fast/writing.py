"""Rows of the commonest shapes: what happened to a case where it stands, and what its mediator did."""

from numba import njit

from engine.core.state import NONE, CoreState
from sim.fast.rows import NOTHING, EventRows, emit


@njit(cache=True)
def write_place(state: CoreState, rows: EventRows, kind: int, slot: int, now: int, first: int) -> None:
    """Write what happened to a case where it stands."""
    step: int = state.step[slot]
    emit(rows, kind, now, state.case_id[slot], slot, NONE, 0, step, NOTHING, first, NOTHING, NOTHING, NOTHING, NOTHING)


@njit(cache=True)
def write_answer(state: CoreState, rows: EventRows, kind: int, slot: int, now: int, mediator: int, first: int) -> None:
    """Write what a mediator did with the case he was offered."""
    attempt, step = int(state.attempt[slot]), int(state.step[slot])
    case_id: int = state.case_id[slot]
    emit(rows, kind, now, case_id, slot, mediator, attempt, step, NOTHING, first, NOTHING, NOTHING, NOTHING, NOTHING)
