"""Who is asked for a case or holds it, as the desk of its door knows."""

import msgspec

from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskCaseError
from engine.lifecycle.dispute import Process
from engine.service.world import World


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a case that somebody is asked for or holds."""

    seat: int
    """From 0; always 0 for a single mediator."""
    mediator_id: int
    """Of the roster of the case's door."""
    organisation_id: int
    attempt: int
    """Ordinal of the offer within the case, from 1."""
    answer_by: int | None
    """When the open offer lapses, microseconds since the epoch; null once it is accepted."""


def entry_of(world: World, process: Process) -> DocketEntry | None:
    """Return what a desk remembers of a case, None once it is closed or if none assigns it; to be read only."""
    desk = world.platform.registry.desks.get(process.track)
    if desk is None:
        return None
    try:
        return desk.entry(process.case_id)
    except DeskCaseError:
        return None


def seats_of(world: World, process: Process) -> tuple[Seat, ...]:
    """Return the taken seats of a case, in their order; none once it is closed."""
    entry = entry_of(world, process)
    if entry is None:
        return ()
    return tuple(
        Seat(
            seat=number,
            mediator_id=seat.mediator,
            organisation_id=seat.organisation_id,
            attempt=seat.attempt,
            answer_by=seat.deadline,
        )
        for number, seat in sorted(entry.seats.items())
    )
