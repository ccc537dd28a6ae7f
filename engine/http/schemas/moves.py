"""Steps of the rules, outcomes and transfers between doors, as they come in."""

from enum import StrEnum
from typing import Annotated, Final

import msgspec

from engine.access.words import Role
from engine.events.enums import DeclineReason
from engine.events.lifecycle_words import Ground, Medium, Track, Transition
from engine.events.whole import Whole
from engine.registry.requests import PARTIES_MAX

Parties = Annotated[int, msgspec.Meta(ge=0, le=2**PARTIES_MAX - 1)]
"""Which parties, one bit each."""


class OnPaper(StrEnum):
    """Whose acts a clerk may record: of those who come with a paper, or have no access of their own (assumption)."""

    PARTY = "party"
    INSTITUTION = "institution"
    EXPERT = "expert"


class Decline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mediator does not take a case."""

    reason: DeclineReason
    """ONL 12 asks for one; `relation` bars him from the case for good (ONL 13)."""


class NewStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every step may say."""

    acting_as: Role | None = None
    """Needed by who has several roles in the case."""
    recorded_for: OnPaper | None = None
    """By a clerk: who did it on paper, as all parties who apply together do; `parties` names which."""
    parties: Parties = 0
    """Which parties do it or agree to it; a party speaks for itself alone, and may leave it out."""


class NewMove(NewStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the rules of one of a dispute's doors."""

    case_id: Whole
    track: Track = Track.MEDIATION
    transition: Transition
    until: Whole | None = None
    """The date agreed, microseconds since the epoch."""
    ground: Ground | None = None
    medium: Medium | None = None
    amount_fen: Whole | None = None
    number: Whole | None = None
    """Of a session, an institution, or how many."""


class Outcome(StrEnum):
    """How a mediation ends (ONL 25)."""

    AGREEMENT = "agreement"
    SELF_SETTLED = "self_settled"
    UNREACHABLE = "unreachable"
    UNWILLING = "unwilling"
    GAP = "gap"
    EXPIRED = "expired"
    UNSIGNED = "unsigned"
    OTHER = "other"


TRANSITION_OF: Final = {
    Outcome.AGREEMENT: Transition.CONCLUDE,
    Outcome.SELF_SETTLED: Transition.CLOSE_SELF_SETTLED,
    Outcome.UNREACHABLE: Transition.CLOSE_UNREACHABLE,
    Outcome.UNWILLING: Transition.CLOSE_UNWILLING,
    Outcome.GAP: Transition.CLOSE_GAP,
    Outcome.EXPIRED: Transition.EXPIRE,
    Outcome.UNSIGNED: Transition.CLOSE_UNSIGNED,
    Outcome.OTHER: Transition.CLOSE_OTHER,
}
"""The step of the rules that each outcome is."""


class NewOutcome(NewStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mediation has ended."""

    outcome: Outcome


class Opening(StrEnum):
    """How a dispute goes through another door."""

    ARBITRATION = "arbitration"
    COMMERCIAL_MEDIATION = "commercial_mediation"
    EVALUATION = "evaluation"
    CONFIRMATION = "confirmation"
    SUE = "sue"
    REGISTER = "register"
    """The court registers a lawsuit after a mediation that failed."""
    SET_ASIDE = "set_aside"
    RECOGNITION = "recognition"
    ENFORCEMENT = "enforcement"
    ENFORCEMENT_OF_AWARD = "enforcement_of_award"
    PRESERVATION = "preservation"
    PRESERVATION_BEFORE_SUIT = "preservation_before_suit"
    PRESERVATION_IN_SUIT = "preservation_in_suit"


OPENED_BY: Final = {
    Opening.ARBITRATION: (Track.ARBITRATION, Transition.APPLY),
    Opening.COMMERCIAL_MEDIATION: (Track.COMMERCIAL_MEDIATION, Transition.APPLY),
    Opening.EVALUATION: (Track.EVALUATION, Transition.APPLY),
    Opening.CONFIRMATION: (Track.CONFIRMATION, Transition.APPLY),
    Opening.SUE: (Track.LITIGATION, Transition.SUE),
    Opening.REGISTER: (Track.LITIGATION, Transition.REGISTER),
    Opening.SET_ASIDE: (Track.LITIGATION, Transition.APPLY_TO_SET_ASIDE),
    Opening.RECOGNITION: (Track.LITIGATION, Transition.APPLY_FOR_RECOGNITION),
    Opening.ENFORCEMENT: (Track.LITIGATION, Transition.APPLY_TO_ENFORCE),
    Opening.ENFORCEMENT_OF_AWARD: (Track.LITIGATION, Transition.APPLY_TO_ENFORCE_AWARD),
    Opening.PRESERVATION: (Track.PRESERVATION, Transition.APPLY),
    Opening.PRESERVATION_BEFORE_SUIT: (Track.PRESERVATION, Transition.APPLY_BEFORE_SUIT),
    Opening.PRESERVATION_IN_SUIT: (Track.PRESERVATION, Transition.APPLY_IN_SUIT),
}
"""Door and first step of each way."""


class NewTransfer(NewStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dispute goes through another door; the new case gets its number from the service."""

    door: Opening
    amount_fen: Whole | None = None
    """Money that it is about, where it is about money."""
    number: Whole | None = None
    """Of the institution, where the door asks for one."""
    ground: Ground | None = None
