"""How a case climbs its ladder in the fast loop, written as rows."""

from numba import njit

from engine.core.apply import apply_escalated
from engine.core.eligibility import staffed_step
from engine.core.state import NONE, CoreState
from sim.fast.agenda import NEVER
from sim.fast.desk import Desk
from sim.fast.expecting import step_end
from sim.fast.rows import ESCALATED, NOTHING, EventRows, emit
from sim.model.laws import CaseLaws


@njit(cache=True)
def escalate(state: CoreState, laws: CaseLaws, desk: Desk, rows: EventRows, slot: int, now: int) -> None:
    """The ladder runs on one clock: a step begins when the one before it ends, whatever happened meanwhile."""
    began_at = desk.step_ends_at[slot]
    following = int(state.step[slot]) + 1
    staffed = staffed_step(state, slot, following)
    climb(state, laws, desk, rows, slot, following, began_at, now, 0)
    for step in range(following + 1, staffed + 1):
        climb(state, laws, desk, rows, slot, step, began_at, now, 1)


@njit(cache=True)
def climb(
    state: CoreState,
    laws: CaseLaws,
    desk: Desk,
    rows: EventRows,
    slot: int,
    step: int,
    began_at: int,
    now: int,
    nobody_eligible: int,
) -> None:
    """Move a case to a step whose time began at an instant; 1 if nobody at the step before could ever have taken it."""
    ends_at = step_end(laws, desk, step, began_at)
    desk.step_ends_at[slot] = ends_at
    apply_escalated(state, slot, step)
    deadline = NOTHING if ends_at == NEVER else ends_at
    case_id: int = state.case_id[slot]
    emit(
        rows, ESCALATED, now, case_id, slot, NONE, 0, step, deadline,
        nobody_eligible, NOTHING, NOTHING, NOTHING, NOTHING,
    )  # fmt: skip
