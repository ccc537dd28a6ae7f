"""A small world that is quick to build and has everything that can go wrong: few mediators, full courts, panels."""

from typing import Final

import numpy as np

from engine.audit.roster_file import roster_hash
from engine.calendar.day import local_instant_us
from engine.core.roster import Roster
from engine.events.enums import DisputeType
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.service.opening import LinkedSystems
from engine.service.store import StoreIdentity

COURTS: Final = 6
MEDIATORS: Final = 30
BEGINS_AT: Final = local_instant_us(2022, 6, 6, 10)
"""Ten in the morning of a working Monday under the online rules."""
SECRET: Final = bytes(range(32))


def town_roster() -> Roster:
    """Return six courts of two provinces with five mediators each, who take four cases at most."""
    return Roster(
        court_region=np.array([0, 0, 0, 1, 1, 1], np.int32),
        region_province=np.array([0, 1], np.int32),
        mediator_court=np.repeat(np.arange(COURTS, dtype=np.int32), MEDIATORS // COURTS),
        capacity=np.full(MEDIATORS, 4, np.int32),
        dispute_types=np.full(MEDIATORS, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(MEDIATORS, np.uint64),
    )


def town_identity() -> StoreIdentity:
    """Return the name card of the town's store."""
    return StoreIdentity(
        store_id="town",
        created_at=BEGINS_AT,
        roster_digest=roster_hash(town_roster()),
        first_year=2020,
        announced_until=2024,
        provisional_until=2026,
    )


def town_systems() -> LinkedSystems:
    """Return simulated linked systems that answer always."""
    settings = shipped_settings()
    return LinkedSystems(settings=settings, ports=simulated_systems(settings, mixed_key_words(1)), words=mixed_words(2))
