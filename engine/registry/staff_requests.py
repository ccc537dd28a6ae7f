"""What can be asked about the people of a roster and the policy of a court.

Each door has a roster of its own, so each request names the door.
"""

from typing import Annotated

import msgspec

from engine.core.policy import STANDARD_CASE_MILLI
from engine.core.roster import CAPACITY_MAX
from engine.desk.appointment import APPOINTED_AT_ONCE_MAX, Appointment, Attributes, Share, Speaks, Takes
from engine.events.enums import AbsenceCause, ConflictGround, ConflictSource, PolicyName
from engine.events.lifecycle_words import Track
from engine.events.whole import Whole
from engine.registry.requests import OpaqueKey, PlatformAsked


class StaffAsked(PlatformAsked, frozen=True, kw_only=True, gc=False):
    """What every request about a roster has."""

    track: Track = Track.MEDIATION
    """The door whose roster it is."""


class SetCapacity(StaffAsked, frozen=True, kw_only=True, gc=False, tag="set_capacity"):
    """A mediator may hold so many standard cases at once; what he holds beyond it he keeps."""

    mediator_id: Whole
    capacity: Whole


class GoAbsent(StaffAsked, frozen=True, kw_only=True, gc=False, tag="go_absent"):
    """A mediator is offered nothing from now on, for a cause."""

    mediator_id: Whole
    cause: AbsenceCause
    release_held: bool = False
    """With a cause of the court's: whether he loses the cases that he holds, too (ONL 27, 29)."""


class ReturnToWork(StaffAsked, frozen=True, kw_only=True, gc=False, tag="return_to_work"):
    """A cause of absence is over."""

    mediator_id: Whole
    cause: AbsenceCause


class HoldPresence(StaffAsked, frozen=True, kw_only=True, gc=False, tag="hold_presence"):
    """A mediator says that he is there, until an instant; unless he says so again, he is absent from then on."""

    mediator_id: Whole
    until: Whole
    """Microseconds since the epoch."""


class PlanAbsence(StaffAsked, frozen=True, kw_only=True, gc=False, tag="plan_absence"):
    """A mediator's leave is entered beforehand."""

    mediator_id: Whole
    starts_at: Whole
    """First instant away, microseconds since the epoch."""
    ends_at: Whole
    """First instant back."""


class AppointMediators(StaffAsked, frozen=True, kw_only=True, gc=False, tag="appoint_mediators"):
    """People sit at vacant places of their courts, all of them or nobody (ONL 27)."""

    mediators: Annotated[tuple[Appointment, ...], msgspec.Meta(min_length=1, max_length=APPOINTED_AT_ONCE_MAX)]
    """In order: of one court, the first gets the smallest number."""


class QualifyMediator(StaffAsked, frozen=True, kw_only=True, gc=False, tag="qualify_mediator"):
    """A mediator may be asked for other cases from now on; what is left out stays, and so does what he holds."""

    mediator_id: Whole
    dispute_types: Takes | None = None
    languages: Speaks | None = None
    attributes: Attributes | None = None
    share_milli: Share | None = None
    capacity: Annotated[int, msgspec.Meta(ge=0, le=CAPACITY_MAX)] | None = None


class EnterRelation(StaffAsked, frozen=True, kw_only=True, gc=False, tag="enter_relation"):
    """The register of conflicts shall know what stands between a party and a mediator (ONL 13)."""

    party: OpaqueKey
    """The same as in `FileCase.parties`; the event has a key of it only."""
    mediator_id: Whole
    ground: ConflictGround
    source: ConflictSource
    provenance: OpaqueKey
    """A reference to the paper or record that says so; the event has a key of it only."""


class WithdrawRelation(StaffAsked, frozen=True, kw_only=True, gc=False, tag="withdraw_relation"):
    """An entry of the register was wrong, or is no longer true."""

    party: OpaqueKey
    mediator_id: Whole
    ground: ConflictGround


class EraseParty(StaffAsked, frozen=True, kw_only=True, gc=False, tag="erase_party"):
    """The register shall forget a party; what it led to in cases stays and names nobody."""

    party: OpaqueKey


class AdoptPolicy(StaffAsked, frozen=True, kw_only=True, gc=False, tag="adopt_policy"):
    """A court draws by another policy from now on; settings that the policy does not read do nothing."""

    court_id: Whole
    policy: PolicyName
    band_width_milli: Whole = STANDARD_CASE_MILLI
    """Thousandths of a standard case."""
    sample_size: Whole = 2
    by_weight: bool = False


StaffRequest = (
    SetCapacity
    | GoAbsent
    | ReturnToWork
    | HoldPresence
    | PlanAbsence
    | EnterRelation
    | WithdrawRelation
    | EraseParty
    | AdoptPolicy
    | AppointMediators
    | QualifyMediator
)
"""Everything that can be asked about people, the register of conflicts and policies."""
