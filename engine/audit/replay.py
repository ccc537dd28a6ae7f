"""The compiled replay: every event is applied to a fresh state, and every offer decided again on the way."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.audit.ahead import AHEAD, fetch_ahead
from engine.audit.case_index import BATCH, DISPUTE, NOWHERE, SLOT, CaseIndex, find, insert, remove
from engine.audit.changes import change_case, change_staff, open_case
from engine.audit.codes import EventNumbers, Fault, Field, Kind
from engine.audit.draws import check_offer, is_due
from engine.core import checked
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.state import NONE, CoreState

_AMOUNT: Final = int(Field.AMOUNT)
"""As a whole number: a member beside numbers is a type that the compiler can join or not, as its order falls."""
_OF_OPEN_CASES: Final = tuple(
    int(kind) for kind in (Kind.LISTED, Kind.PERIOD_EXTENDED, Kind.OVERRIDE_APPROVED, Kind.DESK_DEADLINE_MOVED)
)
"""Of the kinds that change nothing here, those that must be about an open case, its dispute and its court."""


@njit(cache=True)
def replay(
    state: CoreState,
    cases: CaseIndex,
    rows: EventNumbers,
    first: int,
    batch_of: NDArray[np.int64],
    filed_in: NDArray[np.int64],
    tally: NDArray[np.float64],
) -> tuple[int, Fault, int]:
    """Apply rows from `first` on, deciding every offer again, up to the first that is wrong or not for compiled code.

    Parameters
    ----------
    state
        What the rows before have led to; changed.
    cases
        Slot of each open case, the batch it was filed in and its dispute; changed. Must have room for all openings.
    rows
        The events, each in the form that `FormCheck` asks for.
    first
        Row to start with.
    batch_of
        int64[n]: ordinal of the batch that each row was sealed in.
    filed_in
        int64[n], written: for an offer, the ordinal of the batch that its case was filed in.
    tally
        float64[mediators, 3] or float64[0, 3]: observed draws, expected draws and their variance, added to.

    Returns
    -------
    tuple[int, Fault, int]
        The row it stopped at, why, and the detail of it.
    """
    for row in range(first, len(rows)):
        if (row - first) % AHEAD == 0:
            fetch_ahead(state, cases, rows, row)
        kind, case = rows[row, Field.KIND], rows[row, Field.CASE_ID]
        if kind >= Kind.POLICY_ADOPTED and kind not in _OF_OPEN_CASES:
            fault, detail = (Fault.BY_RECORD, NONE)
            if kind != Kind.POLICY_ADOPTED and kind < Kind.MEDIATOR_APPOINTED:
                fault, detail = change_staff(state, rows, row)
            if fault != Fault.NONE:
                return row, fault, detail
            continue
        found = find(cases, case)
        is_opening = kind <= Kind.OPENED_IN_PROGRESS
        if is_opening == (found != NOWHERE):
            return row, Fault.UNKNOWN_CASE, NONE
        if is_opening:
            fault, detail, slot = open_case(state, rows, row)
            if fault != Fault.NONE:
                return row, fault, detail
            insert(cases, case, slot, batch_of[row], rows[row, Field.DISPUTE])
            continue
        slot = cases[found, SLOT]
        fault, detail = _contradiction(state, slot, rows, row, cases[found, DISPUTE])
        if fault == Fault.NONE and kind == Kind.OFFERED:
            filed_in[row] = cases[found, BATCH]
            fault, detail = check_offer(state, slot, rows, row, tally)
        elif fault == Fault.NONE and kind in (Kind.ROUND_OPENED, Kind.DECK_RENEWED) and not is_due(state, slot, kind):
            fault = Fault.NOT_DUE
        if fault != Fault.NONE:
            return row, fault, detail
        refusal = checked.DONE if kind >= Kind.POLICY_ADOPTED else change_case(state, slot, rows, row)
        if refusal != checked.DONE:
            return row, Fault.REFUSED, refusal
        if kind in (Kind.CLOSED, Kind.WITHDRAWN):
            remove(cases, found)
    return len(rows), Fault.NONE, NONE


@njit(cache=True)
def _contradiction(state: CoreState, slot: int, rows: EventNumbers, row: int, dispute: int) -> tuple[Fault, int]:
    """Return what an event says otherwise of its case than the events before it, and what they said."""
    kind = rows[row, Field.KIND]
    if rows[row, Field.DISPUTE] != dispute:
        return Fault.OTHER_DISPUTE, dispute
    if rows[row, Field.COURT] != state.court[slot]:
        return Fault.OTHER_COURT, state.court[slot]
    if rows[row, Field.STEP] != state.step[slot] and kind != Kind.ESCALATED and _has_step(kind):
        return Fault.OTHER_STEP, state.step[slot]
    if kind == Kind.ACCEPTED and rows[row, Field.AMOUNT] != state.weight_milli[slot]:
        return Fault.OTHER_WEIGHT, state.weight_milli[slot]
    is_refusal = kind in (Kind.DECLINED, Kind.LAPSED)
    if is_refusal and not 0 <= rows[row, Field.AMOUNT] <= WEIGHT_MILLI_MAX:
        return Fault.OUT_OF_BOUNDS, _AMOUNT
    return Fault.NONE, NONE


@njit(cache=True)
def _has_step(kind: int) -> bool:
    """Return whether events of a kind say at which ladder step the case stands."""
    return kind <= Kind.WITHDRAWN or kind in (Kind.RELEASED, Kind.EXHAUSTED, Kind.DECK_RENEWED)
