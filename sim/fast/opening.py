"""The cases that are open when the window begins, for the loop: found, seated, written and noted in the agenda."""

from numba import njit

from engine.core.state import NONE, CoreState
from sim.fast.agenda import NEVER, Agenda
from sim.fast.desk import Desk, open_notes
from sim.fast.expecting import expect_answer, expect_closing, expect_withdrawal, step_end
from sim.fast.rows import NOTHING, OPENED, EventRows, emit, pack_traits
from sim.model.course import Features
from sim.model.laws import CaseLaws
from sim.model.seating import Seats
from sim.model.survivors import OPEN_ACCEPTED, Survivors


@njit(cache=True)
def open_cases(
    state: CoreState,
    laws: CaseLaws,
    desk: Desk,
    agenda: Agenda,
    rows: EventRows,
    cases: Survivors,
    like: Features,
    seats: Seats,
    starts_at: int,
) -> None:
    """Write the cases met in progress and note what will happen to them; as `sim.model.opening` does.

    Parameters
    ----------
    state
        The assignment state in which `sim.model.seating.seat` has seated them.
    laws, desk, agenda, rows
        The loop's; all but the laws are changed.
    cases, like, seats
        The cases, oldest first, what they are like, and where they sit.
    starts_at
        Beginning of the window, microseconds.
    """
    for i in range(len(cases.case_id)):
        slot, mediator, step = seats.slot[i], seats.mediator[i], seats.step[i]
        waits, attempt, accepted = mediator == NONE, cases.attempt[i], cases.stage[i] == OPEN_ACCEPTED
        code = like.closing_code[i]
        traits = pack_traits(like.dispute_type[i], like.language[i], like.entry_route[i], like.channel[i], code)
        deadline, accepted_at = NOTHING, NOTHING
        ends_at = NEVER
        if waits:
            attempt -= 1
        elif accepted:
            accepted_at = cases.moved_at[i]
            expect_closing(state, agenda, slot, cases.closes_at[i])
        else:
            deadline = cases.deadline[i]
            ends_at = step_end(laws, desk, step, cases.filed_at[i])
            expect_answer(state, laws, agenda, slot, attempt, cases.moved_at[i])
        if waits or not accepted:
            expect_withdrawal(state, laws, agenda, slot, cases.filed_at[i])
        open_notes(desk, slot, ends_at, code)
        case_id, weight = cases.case_id[i], like.weight_milli[i]
        emit(
            rows, OPENED, starts_at, case_id, slot, mediator, attempt, step, deadline,
            traits, weight, cases.filed_at[i], accepted_at, NOTHING,
        )  # fmt: skip
