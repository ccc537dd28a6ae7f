"""The events of a mediation: one frozen record a kind, and the fields every kind has.

Times are integer microseconds since the Unix epoch, UTC. A record holds no party data.
"""

from typing import ClassVar

import msgspec

from engine.events.enums import ActorRole, Channel, ClosingCode, DisputeType, EntryRoute, Language, Stage, Track


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind"):
    """What every event has. Subclasses name one thing that happened."""

    version: ClassVar[int] = 1
    """Version of the record's shape; raised, with an upcaster, whenever the shape changes."""
    actor_role: ClassVar[ActorRole] = ActorRole.PLATFORM
    rule: ClassVar[str | None] = None
    """The article that moves the case, or None where no rule does."""

    occurred_at: int
    """When it happened."""
    recorded_at: int
    """When it was written down; equal to `occurred_at` except for cases met in progress."""
    dispute_id: int
    """The dispute, which keeps its number through every track."""
    case_id: int
    """The case: one track of one dispute."""
    court_id: int
    """The court that invited mediation, an index of the roster."""
    track: Track = Track.MEDIATION


class Filed(Event, frozen=True, kw_only=True, gc=False, tag="filed"):
    """A case was handed in and waits for a mediator."""

    actor_role: ClassVar[ActorRole] = ActorRole.PARTY
    rule: ClassVar[str | None] = "ONL 8"

    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    language: Language
    weight_milli: int
    """What the case adds to its mediator's cumulative weight, thousandths of a standard case."""
    step: int = 0
    """Ladder step it starts at: 0 court, 1 region, 2 province, 3 nation."""
    deadline: int | None = None
    """When it escalates to the next step if nobody has taken it."""


class OpenedInProgress(Event, frozen=True, kw_only=True, gc=False, tag="opened_in_progress"):
    """A case that had begun before observation did: `occurred_at` is its filing, `recorded_at` its first sight."""

    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    language: Language
    weight_milli: int
    stage: Stage
    mediator_id: int | None
    """Who holds it or is offered it; None while it waits."""
    organisation_id: int | None
    attempt: int
    """Offers made so far."""
    step: int
    deadline: int | None
    """End of the open offer or of the ladder step; None once accepted."""
    accepted_at: int | None


class Offered(Event, frozen=True, kw_only=True, gc=False, tag="offered"):
    """A mediator was drawn and asked."""

    rule: ClassVar[str | None] = "ONL 10"

    mediator_id: int
    organisation_id: int
    attempt: int
    """Ordinal of the offer within the case, from 1."""
    step: int
    deadline: int
    """When the offer lapses."""
    pool_size: int
    """Mediators who were eligible and free at this step."""
    band_size: int
    """Of those, how many the policy drew among."""
    word: int
    """The 64-bit word of the draw, as a signed integer; 0 where a freed mediator left nothing to draw."""


class Accepted(Event, frozen=True, kw_only=True, gc=False, tag="accepted"):
    """The mediator took the case; its statutory period starts here."""

    actor_role: ClassVar[ActorRole] = ActorRole.MEDIATOR
    rule: ClassVar[str | None] = "ONL 12"

    mediator_id: int
    organisation_id: int
    attempt: int
    step: int
    weight_milli: int
    """Charged to the mediator's cumulative weight."""


class Declined(Event, frozen=True, kw_only=True, gc=False, tag="declined"):
    """The mediator said no; the case waits again with the age it had."""

    actor_role: ClassVar[ActorRole] = ActorRole.MEDIATOR
    rule: ClassVar[str | None] = "ONL 12"

    mediator_id: int
    organisation_id: int
    attempt: int
    step: int
    penalty_milli: int
    """Added to the mediator's cumulative weight."""


class Lapsed(Event, frozen=True, kw_only=True, gc=False, tag="lapsed"):
    """Nobody answered by the deadline; the case waits again with the age it had."""

    rule: ClassVar[str | None] = "ONL 12"

    mediator_id: int
    organisation_id: int
    attempt: int
    step: int
    penalty_milli: int
    """Added to the mediator's cumulative weight."""


class Escalated(Event, frozen=True, kw_only=True, gc=False, tag="escalated"):
    """The case waited out a ladder step and looks in a wider circle."""

    step: int
    """The step it has reached."""
    deadline: int | None
    """When it leaves this step; None at the last."""


class RoundOpened(Event, frozen=True, kw_only=True, gc=False, tag="round_opened"):
    """Everybody who may take the case has declined it, so all may be asked again."""

    step: int
    round: int
    """Ordinal of the round, from 1 for the first repetition."""


class Closed(Event, frozen=True, kw_only=True, gc=False, tag="closed"):
    """Mediation ended and the mediator's slot is free."""

    actor_role: ClassVar[ActorRole] = ActorRole.MEDIATOR
    rule: ClassVar[str | None] = "ONL 25"

    mediator_id: int
    organisation_id: int
    attempt: int
    step: int
    closing_code: ClosingCode


AnyEvent = Filed | OpenedInProgress | Offered | Accepted | Declined | Lapsed | Escalated | RoundOpened | Closed
"""Every kind there is; the `kind` tag tells them apart on the wire."""
