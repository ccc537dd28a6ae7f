"""A small dispute for examples and tests."""

from typing import Final

from engine.calendar.day import local_instant_us
from engine.events.enums import Channel, DisputeType, EntryRoute
from engine.events.lifecycle_words import Impact, Procedure, Reach
from engine.events.moves import DisputeOpened
from engine.lifecycle.apply import opened
from engine.lifecycle.dispute import Dispute

MONDAY: Final = local_instant_us(2022, 6, 6, 9)
"""Nine in the morning of a working Monday, long after the online rules came into force."""


def dispute_opened(
    *, entry_route: EntryRoute = EntryRoute.DELEGATED, at: int = MONDAY, parties: int = 2
) -> DisputeOpened:
    """Return the event that opens an ordinary domestic dispute of 20,000 yuan, number 1 at court 0."""
    return DisputeOpened(
        occurred_at=at,
        recorded_at=at,
        dispute_id=1,
        case_id=1,
        court_id=0,
        parties=parties,
        applicants=1,
        dispute_type=DisputeType.SALES,
        channel=Channel.ONLINE_FILING,
        entry_route=entry_route,
        procedure=Procedure.ORDINARY,
        amount_fen=2_000_000,
        reach=Reach.DOMESTIC,
        impact=Impact.ORDINARY,
    )


def opened_dispute(*, entry_route: EntryRoute = EntryRoute.DELEGATED, at: int = MONDAY, parties: int = 2) -> Dispute:
    """Return that dispute, still without a process."""
    return opened(dispute_opened(entry_route=entry_route, at=at, parties=parties))
