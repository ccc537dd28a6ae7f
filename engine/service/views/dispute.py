"""One dispute with all its cases."""

import msgspec

from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Impact, Procedure, Reach
from engine.service.views.case import Case, case_of
from engine.service.world import World


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """What no door changes, and every door it has gone through."""

    dispute_id: int
    court_id: int
    parties: int
    """How many; they are known by ordinal, from 0, the applicants first."""
    applicants: int
    entry_route: EntryRoute
    procedure: Procedure
    amount_fen: int
    """In dispute; hundredths of a yuan."""
    reach: Reach
    impact: Impact
    last_at: int
    """When its last event happened, microseconds since the epoch."""
    facts: dict[str, int]
    """What every door knows of it, and since when."""
    cases: tuple[Case, ...]
    """In the order they were opened."""


def dispute(world: World, dispute_id: int) -> Dispute | None:
    """Return a dispute, None if no such dispute is registered."""
    if dispute_id not in world.platform.registry.numbers:
        return None
    known = world.platform.registry.dispute(dispute_id)
    return Dispute(
        dispute_id=known.dispute_id,
        court_id=known.court_id,
        parties=known.parties,
        applicants=known.applicants,
        entry_route=known.entry_route,
        procedure=known.procedure,
        amount_fen=known.amount_fen,
        reach=known.reach,
        impact=known.impact,
        last_at=known.last_at,
        facts=dict(sorted(known.facts.items())),
        cases=tuple(case_of(world, known, process) for process in known.processes.values()),
    )
