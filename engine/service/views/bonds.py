"""What connects a case to people: from it a surface tells who may see the case."""

from collections.abc import Iterable

import msgspec

from engine.access.principal import Member
from engine.events.lifecycle_words import State
from engine.lifecycle.dispute import Dispute, Process
from engine.registry.errors import UnknownDisputeError
from engine.service.views.seats import seats_of
from engine.service.world import World


class Bonds(msgspec.Struct, frozen=True, kw_only=True):
    """Of a case or, of a dispute, of all its cases together."""

    dispute_id: int
    court_id: int
    organisations: frozenset[Member]
    """Organisations of the people concerned."""
    offered_to: frozenset[Member]
    """People who have an open offer."""
    handled_by: frozenset[Member]
    """People who have accepted and not left it; once a case is closed, who had it last."""


def case_bonds(world: World, case_id: int) -> Bonds | None:
    """Return the bonds of a case, None if no such case is registered."""
    try:
        dispute, process = world.platform.registry.process(case_id)
    except UnknownDisputeError:
        return None
    return bonds_of(world, dispute, [process])


def dispute_bonds(world: World, dispute_id: int) -> Bonds | None:
    """Return the bonds of a dispute, None if no such dispute is registered."""
    if dispute_id not in world.platform.registry.numbers:
        return None
    dispute = world.platform.registry.dispute(dispute_id)
    return bonds_of(world, dispute, dispute.processes.values())


def meeting_bonds(world: World, number: int) -> Bonds | None:
    """Return the bonds of the case that a meeting is of, None if there is no such meeting."""
    booking = world.platform.scheduler.diary.bookings.get(number)
    return None if booking is None else case_bonds(world, booking.case_id)


def bonds_of(world: World, dispute: Dispute, processes: Iterable[Process]) -> Bonds:
    """Return the bonds of some cases of a dispute."""
    offered: set[Member] = set()
    handled: set[Member] = set()
    organisations: set[Member] = set()
    for process in processes:
        seats, door = seats_of(world, process), process.track
        offered.update(Member(door, seat.mediator_id) for seat in seats if seat.answer_by is not None)
        handled.update(Member(door, seat.mediator_id) for seat in seats if seat.answer_by is None)
        organisations.update(Member(door, seat.organisation_id) for seat in seats)
        if not seats and process.mediator_id is not None and process.state is not State.OFFERED:
            handled.add(Member(door, process.mediator_id))
            organisations.update(() if process.organisation_id is None else (Member(door, process.organisation_id),))
    return Bonds(
        dispute_id=dispute.dispute_id,
        court_id=dispute.court_id,
        organisations=frozenset(organisations),
        offered_to=frozenset(offered),
        handled_by=frozenset(handled),
    )
