"""The smallest world in which something can be assigned: for examples, documentation and first tests."""

import numpy as np

from engine.core.roster import Roster
from engine.events.enums import Channel, DisputeType, EntryRoute, Language
from engine.events.records import Filed


def one_court_roster(capacity: int = 3) -> Roster:
    """Return one court with two mediators who take every dispute in Mandarin.

    Examples
    --------
    >>> one_court_roster().courts
    1
    """
    return Roster(
        court_region=np.zeros(1, np.int32),
        region_province=np.zeros(1, np.int32),
        mediator_court=np.zeros(2, np.int32),
        capacity=np.full(2, capacity, np.int32),
        dispute_types=np.full(2, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(2, np.uint64),
    )


def filed(*, case_id: int, at: int = 0) -> Filed:
    """Return the filing of a standard case at the one court.

    Examples
    --------
    >>> filed(case_id=7).dispute_type.value
    'family'
    """
    return Filed(
        occurred_at=at,
        recorded_at=at,
        dispute_id=case_id,
        case_id=case_id,
        court_id=0,
        dispute_type=DisputeType.FAMILY,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        language=Language.MANDARIN,
        weight_milli=1000,
    )
