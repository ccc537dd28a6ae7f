"""What may happen to a confirmation and when its periods end, as numbers for compiled functions."""

from typing import Final, NamedTuple

from numba import njit

from engine.events.lifecycle_words import Clock, Track
from engine.lifecycle.rulebook import Era
from sim.rehearsal.doors.confirmation import AT_ONCE_SHARE
from sim.scenario.doors import Doors

# Where a confirmation stands.
AGREED: Final = 0
"""Not applied for yet."""
SUBMITTED: Final = 1
EXAMINING: Final = 2
CONFIRMED: Final = 3
OBJECTED: Final = 4
REJECTED: Final = 5
ENFORCEMENT_FILED: Final = 6
"""From here on the confirmation waits for what is being enforced."""
NOTICE_OWED: Final = 7
ENFORCING: Final = 8
OVER: Final = 9

# What somebody does there.
NOTHING: Final = 0
ACCEPT: Final = 1
CONFIRM: Final = 2
REJECT: Final = 3
OBJECT: Final = 4
UPHOLD: Final = 5
ENFORCE: Final = 6
GIVE_NOTICE: Final = 7
END: Final = 8
"""Whatever ends it: refused, taken back, revoked, performed, enforced, left."""


class AfterLaw(NamedTuple):
    """Shares and means of `[lifecycle.doors]`, and the periods of the rules."""

    confirmation_share: float
    confirmation_mean_days: float
    refused_share: float
    withdrawn_share: float
    rejected_share: float
    objected_share: float
    revoked_share: float
    performed_share: float
    review_mean_days: float
    decision_mean_days: float
    choice_mean_days: float
    performance_mean_days: float
    enforcement_mean_days: float
    window_days: int
    """Calendar days, as all below: in which the parties may apply."""
    acceptance_days: int
    decision_days: int
    objection_days: int
    review_days: int
    choice_days: int
    filed_days: int
    """In which the court takes up an enforcement."""
    notice_days: int


_SHARES_AND_MEANS: Final = AfterLaw._fields[:13]
_PERIODS: Final = (
    (Track.MEDIATION, Clock.CONFIRMATION_WINDOW, 0),
    (Track.CONFIRMATION, Clock.ACCEPTANCE, 0),
    (Track.CONFIRMATION, Clock.DECISION, -1),  # the first is of commercial mediations
    (Track.CONFIRMATION, Clock.OBJECTION_WINDOW, 0),
    (Track.CONFIRMATION, Clock.OBJECTION_REVIEW, 0),
    (Track.CONFIRMATION, Clock.PARTY_CHOICE, 0),
    (Track.LITIGATION, Clock.ACCEPTANCE, 0),
    (Track.LITIGATION, Clock.NOTICE, 0),
)


def after_law(doors: Doors, era: Era) -> AfterLaw:
    """Return the law of a section under the rules of an era.

    Examples
    --------
    >>> from engine.lifecycle.rulebook import Rulebook
    >>> after_law(Doors(), Rulebook.shipped().at(0))[-8:]
    (30, 3, 15, 15, 30, 30, 7, 10)
    """
    numbers = [getattr(doors, name) for name in _SHARES_AND_MEANS]
    days = [era.periods[track, clock][place].entry.days for track, clock, place in _PERIODS]
    return AfterLaw(*numbers, *days)


@njit(cache=True)
def act_after(law: AfterLaw, stage: int, in_window: bool, in_third_window: bool, drawn: float) -> tuple[int, float]:  # noqa: FBT001 - compiled functions take their arguments by position
    """Return what is done next where a confirmation stands, and the mean days until then.

    Parameters
    ----------
    law
        The law.
    stage
        Where it stands.
    in_window, in_third_window
        Whether parties, and whether others, may still object.
    drawn
        In [0, 1). Weights are taken in turn, as `sim.rehearsal.doors.act.choose` does.
    """
    left = drawn - law.refused_share
    if stage == SUBMITTED:
        return (ACCEPT if left >= 0.0 and left - law.withdrawn_share >= 0.0 else END), law.review_mean_days
    if stage == EXAMINING:
        left = drawn - law.rejected_share
        if left < 0.0:
            return REJECT, law.decision_mean_days
        is_back = left < law.withdrawn_share
        return (END, law.review_mean_days) if is_back else (CONFIRM, law.decision_mean_days)
    if stage == CONFIRMED:
        left = drawn
        if in_window or in_third_window:
            left -= law.objected_share
            if left < 0.0:
                return OBJECT, law.decision_mean_days
        return (END if left < law.performed_share else ENFORCE), law.performance_mean_days
    if stage == OBJECTED:
        return (END if drawn < law.revoked_share else UPHOLD), law.decision_mean_days
    if stage == REJECTED:
        return (END if drawn < AT_ONCE_SHARE else NOTHING), law.choice_mean_days
    if stage == ENFORCEMENT_FILED:
        return (END if drawn < law.withdrawn_share else ACCEPT), law.review_mean_days
    if stage == NOTICE_OWED:
        return GIVE_NOTICE, law.review_mean_days
    return END, (law.review_mean_days if drawn < law.withdrawn_share else law.enforcement_mean_days)
