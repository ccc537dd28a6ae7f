"""What a desk has to remember and no core decides by: lists, periods, leases, leave, relations, approvals.

Nobody stands in them as text. A party, an approver and a paper are whole numbers, hashes under the desk's secret
(`engine.desk.register_keys`): who has the log alone cannot tell from a name whether it stands there.
"""

from typing import ClassVar

from engine.events.enums import ActorRole, ConflictGround, ConflictSource
from engine.events.event import Event, RosterEvent


class Listed(Event, frozen=True, kw_only=True, gc=False, tag="listed"):
    """A mediator stands on the list that the parties may strike and rank; follows the `choice_opened` it is for."""

    rule: ClassVar[str | None] = "ONL 10"

    mediator_id: int
    place: int
    """Place in the order drawn, from 1."""
    strikes_max: int
    """Names that each party may strike of the whole list."""


class PeriodExtended(Event, frozen=True, kw_only=True, gc=False, tag="period_extended"):
    """All parties agree that the mediation may last longer."""

    actor_role: ClassVar[ActorRole] = ActorRole.PARTY
    rule: ClassVar[str | None] = "ONL 24"

    deadline: int
    """The new end of its period."""


class OverrideApproved(Event, frozen=True, kw_only=True, gc=False, tag="override_approved"):
    """A second person approved an offer out of sequence; follows the `offered` it is about."""

    actor_role: ClassVar[ActorRole] = ActorRole.COURT

    mediator_id: int
    attempt: int
    """Ordinal of the offer within the case."""
    approver_key: int
    """Who approved it: a key, never a name."""


class LeaseHeld(RosterEvent, frozen=True, kw_only=True, gc=False, tag="lease_held"):
    """A mediator is there until the deadline, and absent from then on unless he says so again."""

    actor_role: ClassVar[ActorRole] = ActorRole.MEDIATOR

    mediator_id: int
    deadline: int


class LeavePlanned(RosterEvent, frozen=True, kw_only=True, gc=False, tag="leave_planned"):
    """A mediator's leave was entered beforehand."""

    actor_role: ClassVar[ActorRole] = ActorRole.MEDIATOR

    mediator_id: int
    ordinal: int
    """Which of his leaves it is, from 1."""
    starts_at: int
    deadline: int
    """First instant back."""


class LeaveBegun(RosterEvent, frozen=True, kw_only=True, gc=False, tag="leave_begun"):
    """A leave has begun; `went_absent` follows unless another one had."""

    actor_role: ClassVar[ActorRole] = ActorRole.PLATFORM

    mediator_id: int
    ordinal: int


class LeaveEnded(RosterEvent, frozen=True, kw_only=True, gc=False, tag="leave_ended"):
    """A leave is over, or broken off; `returned` follows if it was the last."""

    actor_role: ClassVar[ActorRole] = ActorRole.PLATFORM

    mediator_id: int
    ordinal: int


class RelationEntered(RosterEvent, frozen=True, kw_only=True, gc=False, tag="relation_entered"):
    """The register knows what stands between a party and a mediator, whatever case may bring them together."""

    rule: ClassVar[str | None] = "ONL 13"

    mediator_id: int
    party_key: int
    """Which party: a key, never a name."""
    ground: ConflictGround
    source: ConflictSource
    provenance_key: int
    """Which paper or record says so: a key."""


class RelationRemoved(RosterEvent, frozen=True, kw_only=True, gc=False, tag="relation_removed"):
    """An entry of the register was withdrawn, or erased with its party."""

    rule: ClassVar[str | None] = "ONL 13"

    mediator_id: int
    party_key: int
    ground: ConflictGround
