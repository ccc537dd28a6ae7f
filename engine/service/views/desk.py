"""A mediator's desk: what he is offered, what he holds, whether he is there."""

import msgspec

from engine.core.qualification import is_appointed
from engine.events.lifecycle_words import State, Track
from engine.service.views.seats import entry_of
from engine.service.world import World


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a mediator is asked for or holds."""

    case_id: int
    dispute_id: int
    court_id: int
    track: Track
    state: State
    seat: int
    attempt: int
    """Goes into the answer."""
    answer_by: int | None
    """When the offer lapses, microseconds since the epoch; null if he has accepted."""
    period_ends_at: int | None
    """End of the statutory period of what he holds."""
    weight_milli: int
    """Thousandths of a standard case."""


class MediatorDesk(msgspec.Struct, frozen=True, kw_only=True):
    """What lies on a mediator's desk."""

    mediator_id: int
    court_id: int
    is_present: bool
    offers: tuple[Offer, ...]
    """Not answered yet, the first to lapse first."""
    held: tuple[Offer, ...]
    """In order of case number."""


def mediator_desk(world: World, mediator_id: int, *, track: Track = Track.MEDIATION) -> MediatorDesk | None:
    """Return a mediator's desk, None if the roster of the door has no such mediator.

    Parameters
    ----------
    world
        Between batches.
    mediator_id
        Number on the roster.
    track
        The door.
    """
    desk = world.platform.registry.desks.get(track)
    if desk is None or not is_appointed(desk.core, mediator_id):
        return None
    mine = [found for case_id in desk.cases_of(mediator_id) if (found := _offer(world, case_id, mediator_id))]
    open_offers = [offer for offer in mine if offer.answer_by is not None]
    return MediatorDesk(
        mediator_id=mediator_id,
        court_id=int(desk.core.roster.mediator_court[mediator_id]),
        is_present=desk.core.is_present(mediator_id),
        offers=tuple(sorted(open_offers, key=lambda offer: (offer.answer_by or 0, offer.case_id))),
        held=tuple(offer for offer in mine if offer.answer_by is None),
    )


def _offer(world: World, case_id: int, mediator_id: int) -> Offer | None:
    dispute, process = world.platform.registry.process(case_id)
    entry = entry_of(world, process)
    seat = None if entry is None else entry.seat_of(mediator_id)
    if entry is None or seat is None:
        return None
    number = next(number for number, one in entry.seats.items() if one is seat)
    return Offer(
        case_id=case_id,
        dispute_id=dispute.dispute_id,
        court_id=dispute.court_id,
        track=process.track,
        state=process.state,
        seat=number,
        attempt=seat.attempt,
        answer_by=seat.deadline,
        period_ends_at=entry.period_ends_at,
        weight_milli=entry.weight_milli,
    )
