"""When international disputes come to the one-stop platform, and what each is about."""

import math
from collections.abc import Iterator
from typing import Final

from engine.calendar.day import DAY_US
from engine.events.enums import Channel, DisputeType, EntryRoute
from engine.events.lifecycle_words import Impact, Reach
from engine.registry.requests import OpenDispute
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.randomness.words import COURT_SHIFT
from sim.rehearsal.chance import chance, exponential
from sim.rehearsal.doors.timing import instant_at, levelled_at
from sim.scenario.doors import Doors

COURTS_OF_THE_NATION: Final = 3_502
INTERNATIONAL_BIT: Final = 1 << 30
"""Set in the numbers of these disputes: no court files a thousand million cases."""
PROCESSES_MAX: Final = 31
"""Of one dispute."""
_PROCESS_BITS: Final = 5
_DAYS_A_YEAR: Final = 365.25
_FEN_A_YUAN: Final = 100
_ARRIVAL: Final = int(Purpose.DOOR_ARRIVAL)
_CASE: Final = int(Purpose.DOOR_CASE)


def arrivals(
    doors: Doors, laws: CaseLaws, *, courts: int, starts_at: int, ends_at: int
) -> Iterator[tuple[int, OpenDispute]]:
    """Yield when each dispute comes in, and how it is registered: a Poisson process in the courts' working time.

    Parameters
    ----------
    doors
        How many a year, and of what size.
    laws
        Key of the words, and the courts' clock.
    courts
        Of the scenario.
    starts_at, ends_at
        From when, and until when they come, microseconds; what comes before the run begins is its history.

    Yields
    ------
    tuple[int, OpenDispute]
        In order of time.
    """
    rate = doors.international_per_year * courts / COURTS_OF_THE_NATION
    if rate <= 0:
        return
    gap_us = _DAYS_A_YEAR * DAY_US / rate
    reached, place = levelled_at(laws, starts_at), 0
    while True:
        reached += int(exponential(laws, _ARRIVAL, place, 0, gap_us))
        at = max(instant_at(laws, reached), starts_at)
        if at >= ends_at:
            return
        yield at, _dispute(doors, laws, place, courts)
        place += 1


def next_number(dispute_id: int, processes: int) -> int | None:
    """Return the number of a dispute's next process; None if it has as many as it may have."""
    return None if processes >= PROCESSES_MAX else dispute_id + processes + 1


def _dispute(doors: Doors, laws: CaseLaws, place: int, courts: int) -> OpenDispute:
    court = int(courts * chance(laws, _CASE, place, 0))
    radius = math.sqrt(-2.0 * math.log1p(-chance(laws, _CASE, place, 1)))
    normal = radius * math.cos(2.0 * math.pi * chance(laws, _CASE, place, 2))
    amount_yuan = doors.amount_median_yuan * math.exp(doors.amount_spread * normal)
    significant = chance(laws, _CASE, place, 3) < doors.significant_share
    return OpenDispute(
        dispute_id=(court << COURT_SHIFT) | INTERNATIONAL_BIT | (place << _PROCESS_BITS),
        court_id=court,
        dispute_type=DisputeType.FOREIGN_COMMERCIAL,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        amount_fen=max(_FEN_A_YUAN, round(_FEN_A_YUAN * amount_yuan)),
        reach=Reach.INTERNATIONAL,
        impact=Impact.SIGNIFICANT if significant else Impact.ORDINARY,
    )
