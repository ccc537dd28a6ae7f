"""The steps of a case from its filing to its close: offers, their answers, the ladder."""

from typing import ClassVar

from engine.events.enums import (
    ActorRole,
    Channel,
    ClosingCode,
    DeclineReason,
    DisputeType,
    EntryRoute,
    EscalationReason,
    Gender,
    Language,
    OfferBasis,
    Origin,
    OverrideCode,
    Stage,
)
from engine.events.event import Event


class Filed(Event, frozen=True, kw_only=True, gc=False, tag="filed"):
    """A case was handed in and waits for a mediator."""

    version: ClassVar[int] = 2
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
    boost_us: int = 0
    """Head start in the queues, microseconds: it is served as if it had been filed so much earlier."""
    origin: Origin = Origin.MAINLAND
    """Where the party from farthest away is from."""
    mediator_gender: Gender | None = None
    """Asked for on a lawful ground; None if nothing was asked."""
    panel_size: int = 1
    """Mediators who shall handle it together (ONL 11)."""


class OpenedInProgress(Event, frozen=True, kw_only=True, gc=False, tag="opened_in_progress"):
    """A case that had begun before observation did: `occurred_at` is its filing, `recorded_at` its first sight."""

    version: ClassVar[int] = 2

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
    boost_us: int = 0
    origin: Origin = Origin.MAINLAND
    mediator_gender: Gender | None = None


class Offered(Event, frozen=True, kw_only=True, gc=False, tag="offered"):
    """A mediator was asked."""

    version: ClassVar[int] = 2
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
    """Of those, how many had a chance to be drawn."""
    word: int
    """The 64-bit word of the draw, as a signed integer; 0 where nothing was drawn."""
    basis: OfferBasis = OfferBasis.DRAWN
    ticket_total: int
    """Tickets in the draw; number `word * ticket_total >> 64` won. 0 where nothing was drawn."""
    policy_version: int = 0
    """Version of the court's policy at the draw; 0 is the one the log began with."""
    seat: int = 0
    """Seat of the panel, from 0; always 0 for a single mediator."""
    override_code: OverrideCode | None = None
    """Why it was put out of sequence; only of an override."""


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

    version: ClassVar[int] = 2
    actor_role: ClassVar[ActorRole] = ActorRole.MEDIATOR
    rule: ClassVar[str | None] = "ONL 12"

    mediator_id: int
    organisation_id: int
    attempt: int
    step: int
    penalty_milli: int
    """Added to the mediator's cumulative weight."""
    reason: DeclineReason = DeclineReason.NOT_RECORDED


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
    """The case left a ladder step and looks in a wider circle."""

    version: ClassVar[int] = 2
    rule: ClassVar[str | None] = "ONL 28"

    step: int
    """The step it has reached."""
    deadline: int | None
    """When it leaves this step; None at the last."""
    reason: EscalationReason = EscalationReason.TIMED_OUT


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


class Withdrawn(Event, frozen=True, kw_only=True, gc=False, tag="withdrawn"):
    """The parties took the case back before a mediator had accepted it: nothing was mediated, so no closing code."""

    actor_role: ClassVar[ActorRole] = ActorRole.PARTY

    mediator_id: int | None
    """Who was offered it at that moment; None while it waited."""
    organisation_id: int | None
    attempt: int
    """Offers made so far."""
    step: int
