"""Why this mediator: the draw as it was recorded, and how the case stands now."""

from typing import Final

import msgspec

from engine.core.views import Verdict
from engine.events.enums import OfferBasis, OverrideCode
from engine.proof.words import winning_ticket
from engine.service.views.recent_offers import KnownOffer
from engine.service.views.seats import entry_of
from engine.service.world import World

NAMED_MAX: Final = 200
"""Members of the pool that are named; the rest are counted."""


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """One offer, as it was recorded."""

    seq: int
    """Its position in the log."""
    at: int
    """Microseconds since the epoch."""
    mediator_id: int
    attempt: int
    seat: int
    step: int
    basis: OfferBasis
    policy_version: int
    pool_size: int
    """Mediators who were eligible and free."""
    band_size: int
    """Of those, how many had a ticket."""
    ticket_total: int
    winning_ticket: int | None
    """Number of the ticket that the word drew, from 0; null where nothing was drawn."""
    word: int
    """64 bits of the draw, as a signed integer; a keyed hash of case, attempt and head."""
    head: str | None
    """Hash of the log's batch before the case was filed, hex; null if that is not known here."""
    override_code: OverrideCode | None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could be drawn now."""

    mediator_id: int
    tickets: int


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """How many mediators are left after each filter now, in their order; see `engine.core.views.Funnel`."""

    roster: int
    dispute_type: int
    language: int
    origin: int
    gender: int
    expression: int
    present: int
    conflict: int
    declined: int
    room: int


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """How the case stands with the desk that assigns it."""

    step: int
    is_waiting: bool
    funnel: Filters
    pool: tuple[Member, ...]
    """Among whom it would be drawn now, at most two hundred by number; empty while it does not wait."""
    ticket_total: int
    policy_version: int
    policy: str
    why_not: Verdict | None
    """First filter that keeps the mediator asked about out; null if nobody was asked about."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why a case went to whom it went."""

    case_id: int
    seq: int
    """Position of the log at which `now` is true."""
    draw: Draw | None
    """The last offer; null if there was none, or it lies so far back that only an export of the log tells."""
    now: Now | None
    """Null once the case is closed."""


def why(world: World, case_id: int, known: KnownOffer | None, *, why_not: int | None = None) -> Why:
    """Explain a registered case.

    Parameters
    ----------
    world
        Between batches.
    case_id
        A registered case.
    known
        Its last offer, if it is known.
    why_not
        A mediator to ask about.

    Raises
    ------
    UnknownDisputeError
        If no such case is registered.
    UnknownMediatorError
        If the roster has no such mediator.
    """
    return Why(
        case_id=case_id,
        seq=world.seq,
        draw=None if known is None else _draw(known),
        now=_now(world, case_id, why_not),
    )


def _draw(known: KnownOffer) -> Draw:
    offer = known.offer
    is_drawn = offer.basis is OfferBasis.DRAWN and offer.ticket_total > 0
    return Draw(
        seq=known.seq,
        at=offer.occurred_at,
        mediator_id=offer.mediator_id,
        attempt=offer.attempt,
        seat=offer.seat,
        step=offer.step,
        basis=offer.basis,
        policy_version=offer.policy_version,
        pool_size=offer.pool_size,
        band_size=offer.band_size,
        ticket_total=offer.ticket_total,
        winning_ticket=winning_ticket(offer.word, offer.ticket_total) if is_drawn else None,
        word=offer.word,
        head=None if known.head is None else known.head.hex(),
        override_code=offer.override_code,
    )


def _now(world: World, case_id: int, why_not: int | None) -> Now | None:
    _, process = world.platform.registry.process(case_id)
    entry = entry_of(world, process)
    if entry is None:
        return None
    core = world.platform.registry.desks[process.track].core
    version, settings = core.policy_of(entry.court_id)
    pool = core.pool(case_id)
    tickets = pool.tickets.tolist()
    members = zip(pool.members[:NAMED_MAX].tolist(), tickets, strict=False)
    return Now(
        step=entry.step,
        is_waiting=entry.waits,
        funnel=Filters(**core.funnel(case_id)._asdict()),
        pool=tuple(Member(mediator_id=mediator, tickets=count) for mediator, count in members),
        ticket_total=sum(tickets),
        policy_version=version,
        policy=settings.policy.name.lower(),
        why_not=None if why_not is None else core.why_not(case_id, why_not),
    )
