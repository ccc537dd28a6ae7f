"""The parties' choice of a mediator: from whom, until when, and who leads their panel."""

import msgspec

from engine.registry.errors import UnknownDisputeError
from engine.service.views.seats import entry_of
from engine.service.world import World


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the parties of an open case may choose."""

    number: int
    """How often they were asked to choose: what was said of an earlier choice is not said of this one."""
    ends_at: int | None
    """End of their time, microseconds since the epoch; None if they are not choosing."""
    listed: tuple[int, ...]
    """Mediators whom they may strike and rank, in the order drawn; none if no list was drawn."""
    strikes_max: int
    """How many of them a side may strike."""
    lead: int | None
    """Mediator who leads the panel."""
    applicants: int
    """Parties who applied: the first ones."""
    respondents: int
    """The other parties."""


def choice(world: World, case_id: int) -> Choice | None:
    """Return what the parties of a case may choose, None if no such case is open at a desk."""
    try:
        dispute, process = world.platform.registry.process(case_id)
    except UnknownDisputeError:
        return None
    entry = entry_of(world, process)
    if entry is None:
        return None
    return Choice(
        number=entry.choices,
        ends_at=entry.choice_ends_at,
        listed=entry.listed,
        strikes_max=entry.strikes_max,
        lead=entry.lead,
        applicants=dispute.applicants,
        respondents=dispute.parties - dispute.applicants,
    )
