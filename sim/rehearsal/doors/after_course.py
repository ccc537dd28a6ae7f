"""Where the confirmation of an agreement from before a run stands at its beginning: followed in numbers.

The words are those by which `agents` draws; a test holds the result against confirmations that have gone through every
act and every end of a period by the rules.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.day import DAY_US, MINUTE_US
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance
from sim.rehearsal.doors.after_law import (
    ACCEPT,
    CONFIRM,
    CONFIRMED,
    END,
    ENFORCE,
    ENFORCEMENT_FILED,
    ENFORCING,
    EXAMINING,
    GIVE_NOTICE,
    NOTHING,
    NOTICE_OWED,
    OBJECT,
    OBJECTED,
    OVER,
    REJECT,
    REJECTED,
    SUBMITTED,
    AfterLaw,
    act_after,
)
from sim.rehearsal.doors.timing import acts_at
from sim.rehearsal.instants import period_end
from sim.rehearsal.touching import NEVER

PROCESS_SHIFT: Final = 28
"""Where the place of a process stands in its number: no court files two hundred million cases."""
ANSWER_US: Final = MINUTE_US
"""What the court's own system took to open the case (assumption): so long after the application it is looked at."""
HINDSIGHT_US: Final = 170 * DAY_US
"""Who was confirmed longer ago is left out: hardly anybody has neither performed nor asked for enforcement by then."""

# The columns that a confirmation is followed in.
STAGE: Final = 0
APPLIED_AT: Final = 1
ENTERED_AT: Final = 2
"""When the process came into its state; of an enforcement, when that was applied for or taken up."""
CLOCK_FROM: Final = 3
"""From when the period of the state counts: since then, or since the last reminder."""
OVERDUE_AT: Final = 4
"""When somebody was reminded; 0 if nobody was, or what was due has been done."""
CONFIRMED_AT: Final = 5
STATE_AT: Final = 6
"""When it was confirmed, or last upheld: where the confirmation itself stands while something is enforced."""
IN_WINDOW: Final = 7
IN_THIRD_WINDOW: Final = 8
PLAN: Final = 9
"""Which of its plans is to be carried out."""
SINCE: Final = 10
"""Since when, microseconds."""
ENFORCED_FROM: Final = 11
"""When enforcement was applied for; 0 before."""
ENFORCEMENT_PLAN: Final = 12
ENFORCEMENT_SINCE: Final = 13
LAST_AT: Final = 14
"""When something happened last."""
NEXT_AT: Final = 15
"""When something happens next; `NEVER` if it is over."""
AFTER_FIELDS: Final = 16

_ACT: Final = int(Purpose.DOOR_ACT)
_DELAY: Final = int(Purpose.DOOR_DELAY)


@njit(cache=True)
def follow_after(
    laws: CaseLaws, law: AfterLaw, case_id: int, applied_at: int, starts_at: int, row: NDArray[np.int64]
) -> None:
    """Follow a confirmation to the beginning of a run.

    Parameters
    ----------
    laws, law
        The laws of chance.
    case_id
        The mediation.
    applied_at
        When the parties apply for it.
    starts_at
        What lies at or after this instant has not happened.
    row
        int64[AFTER_FIELDS]; written to.
    """
    row[:] = 0
    row[APPLIED_AT], row[NEXT_AT] = applied_at, applied_at
    if applied_at >= starts_at:
        return
    _enter(row, SUBMITTED, applied_at)
    row[PLAN], row[SINCE] = 1, applied_at + ANSWER_US
    while row[STAGE] != OVER:
        what, act_at = _plan(laws, law, case_id, row)
        end = _period_end(laws, law, row)
        window_end = NEVER
        if row[IN_WINDOW]:
            window_end = period_end(laws.clock, row[CONFIRMED_AT], law.objection_days)
        row[NEXT_AT] = min(act_at, end, window_end)
        if row[NEXT_AT] >= starts_at:
            return
        row[LAST_AT] = row[NEXT_AT]
        if window_end <= min(act_at, end):
            row[IN_WINDOW] = 0
            row[PLAN], row[SINCE] = row[PLAN] + 1, window_end  # what is being enforced goes on as planned
        elif end <= act_at:
            _remind(row, end)
        else:
            _act(row, what, act_at)
        if row[CONFIRMED_AT] and row[CONFIRMED_AT] < starts_at - HINDSIGHT_US:
            row[STAGE] = OVER
    row[NEXT_AT] = NEVER


@njit(cache=True)
def _plan(laws: CaseLaws, law: AfterLaw, case_id: int, row: NDArray[np.int64]) -> tuple[int, int]:
    """Return what is done next and when, unless something else comes first."""
    is_enforced = row[STAGE] >= ENFORCEMENT_FILED
    subject = case_id | (1 + is_enforced) << PROCESS_SHIFT
    k = row[ENFORCEMENT_PLAN] if is_enforced else row[PLAN]
    since = row[ENFORCEMENT_SINCE] if is_enforced else row[SINCE]
    drawn = chance(laws, _ACT, subject, k)
    what, mean_days = act_after(law, row[STAGE], row[IN_WINDOW] != 0, row[IN_THIRD_WINDOW] != 0, drawn)
    return what, NEVER if what == NOTHING else acts_at(laws, _DELAY, subject, k, since, mean_days)


@njit(cache=True)
def _period_end(laws: CaseLaws, law: AfterLaw, row: NDArray[np.int64]) -> int:
    """Return the end of the period of the state; `NEVER` where it has none that could end within the hindsight."""
    stage = row[STAGE]
    if stage == SUBMITTED:
        days = law.acceptance_days
    elif stage == EXAMINING:
        days = law.decision_days
    elif stage == OBJECTED:
        days = law.review_days
    elif stage == REJECTED:
        days = law.choice_days
    elif stage == ENFORCEMENT_FILED:
        days = law.filed_days
    elif stage == NOTICE_OWED:
        days = law.notice_days
    else:
        return NEVER
    return period_end(laws.clock, row[CLOCK_FROM], days)


@njit(cache=True)
def _enter(row: NDArray[np.int64], stage: int, at: int) -> None:
    row[STAGE], row[ENTERED_AT], row[CLOCK_FROM], row[LAST_AT] = stage, at, at, at


@njit(cache=True)
def _plan_again(row: NDArray[np.int64], at: int) -> None:
    """Something has happened at `at`: whatever is still to be done is planned anew, in an enforcement, too."""
    row[PLAN] += 1
    row[SINCE] = at
    if row[STAGE] >= ENFORCEMENT_FILED:
        row[ENFORCEMENT_PLAN] += 1
        row[ENFORCEMENT_SINCE] = at


@njit(cache=True)
def _remind(row: NDArray[np.int64], end: int) -> None:
    """The period of the state has ended: somebody is reminded, or the parties' time to choose is over."""
    if row[STAGE] == REJECTED:
        row[STAGE] = OVER
        return
    row[CLOCK_FROM] = end
    if row[STAGE] != NOTICE_OWED:
        row[OVERDUE_AT] = end
    _plan_again(row, end)


@njit(cache=True)
def _act(row: NDArray[np.int64], what: int, at: int) -> None:
    """Somebody acts."""
    stage = row[STAGE]
    if what == END:
        row[STAGE] = OVER
        return
    _plan_again(row, at)
    if what == ACCEPT:
        row[OVERDUE_AT] = 0
        _enter(row, EXAMINING if stage == SUBMITTED else NOTICE_OWED, at)
    elif what == CONFIRM:
        row[OVERDUE_AT] = 0
        row[CONFIRMED_AT], row[STATE_AT], row[IN_WINDOW], row[IN_THIRD_WINDOW] = at, at, 1, 1
        _enter(row, CONFIRMED, at)
    elif what == REJECT:
        _enter(row, REJECTED, at)
    elif what == OBJECT:
        row[IN_WINDOW if row[IN_WINDOW] else IN_THIRD_WINDOW] = 0
        _enter(row, OBJECTED, at)
    elif what == ENFORCE:
        row[OVERDUE_AT] = 0
        row[ENFORCED_FROM], row[ENFORCEMENT_PLAN], row[ENFORCEMENT_SINCE] = at, 1, at
        _enter(row, ENFORCEMENT_FILED, at)
    elif what == GIVE_NOTICE:
        row[STAGE] = ENFORCING
    else:  # upheld
        row[OVERDUE_AT], row[STATE_AT] = 0, at
        _enter(row, CONFIRMED, at)
