"""What is owed after a mediation: who does it, and when."""

from typing import Final

from numba import njit

from engine.calendar.clock import levelled, unlevelled
from engine.calendar.day import DAY_US
from engine.events.lifecycle_words import State
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance, exponential
from sim.rehearsal.law import HeldLaw
from sim.rehearsal.steps import FILE_ONLINE, ISSUE_PAPER, PART, PERMIT_WITHDRAWAL, REGISTER

SETTLED: Final = 0
TO_REGISTER: Final = 1
AWAITING_CHOICE: Final = 2
BEFORE_JUDGE: Final = 3
DUTIES: Final = {
    State.SETTLED: SETTLED,
    State.TO_REGISTER: TO_REGISTER,
    State.AWAITING_CHOICE: AWAITING_CHOICE,
    State.BEFORE_JUDGE: BEFORE_JUDGE,
}
"""States in which somebody owes something, by the numbers that compiled functions use."""
NOBODY_ACTS: Final = -1

_DUTY = int(Purpose.DUTY)


@njit(cache=True)
def duty(
    laws: CaseLaws,
    held: HeldLaw,
    case_id: int,
    owed: int,
    since: int,
    has_paper: bool,  # noqa: FBT001 - compiled functions take their arguments by position
    is_partial: bool,  # noqa: FBT001 - same
) -> tuple[int, int]:
    """Return when and by which step a duty is fulfilled.

    Parameters
    ----------
    laws, held
        The laws of chance.
    case_id
        The case.
    owed
        One of `DUTIES`.
    since
        When the process came into that state, microseconds.
    has_paper
        Whether there is an agreement on which a mediation paper could be issued.
    is_partial
        Whether it leaves a part of the dispute open.

    Returns
    -------
    tuple[int, int]
        An instant in office hours, and a step; `NOBODY_ACTS` where it is left to the end of the period.
    """
    law = held.law
    drawn, k = chance(laws, _DUTY, case_id, 2 * owed), 2 * owed + 1
    if owed == SETTLED:
        acts, what, mean_us = is_partial or drawn < law.performed_share, PART, law.performance_mean_us
    elif owed == TO_REGISTER:
        acts, what, mean_us = True, REGISTER, law.registration_mean_us
    elif owed == AWAITING_CHOICE:
        acts, what, mean_us = drawn < law.filing_share, FILE_ONLINE, law.filing_mean_us
    else:
        paper = has_paper and (is_partial or drawn < law.paper_share)
        acts, what, mean_us = True, ISSUE_PAPER if paper else PERMIT_WITHDRAWAL, law.judge_mean_us
    if not acts:
        return 0, NOBODY_ACTS
    delay = min(exponential(laws, _DUTY, case_id, k, mean_us), 366.0 * DAY_US)
    return max(unlevelled(laws.clock, levelled(laws.clock, since) + int(delay)), since), what
