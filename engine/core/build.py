"""Make an empty state from a roster: index the mediators, give every array its first size."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.policy import PolicySettings
from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster
from engine.core.state import NONE, STEPS, CoreState

_FIRST_SLOTS = 1024
_FIRST_DECLINERS = 256


def new_state(roster: Roster, settings: PolicySettings) -> CoreState:
    """Return a state in which nobody holds a case.

    Parameters
    ----------
    roster
        Courts and mediators.
    settings
        The policy by which mediators are drawn.

    Returns
    -------
    CoreState
        Ready for `apply` and `decide`; grows by itself as cases open.
    """
    units = _units(roster)
    by_type, type_start = _members(roster, roster.dispute_types, len(DISPUTE_TYPES))
    by_language, language_start = _members(roster, roster.languages, len(LANGUAGES))
    first_court, last_court = _unit_courts(units)
    free_count = type_start[:, last_court] - type_start[:, first_court]
    return _construct(
        roster.capacity.copy(),
        roster.dispute_types.copy(),
        roster.languages.copy(),
        roster.mediator_court.copy(),
        units,
        first_court,
        last_court,
        by_type,
        type_start,
        by_language,
        language_start,
        int(settings.policy),
        settings.band_width_milli,
        np.ascontiguousarray(free_count, np.int32),
    )


def _units(roster: Roster) -> NDArray[np.int32]:
    """int32[courts, steps]: the unit that each court searches at each step."""
    courts = np.arange(roster.courts)
    region = roster.courts + roster.court_region
    province = roster.courts + roster.regions + roster.court_province
    nation = np.full(roster.courts, roster.courts + roster.regions + roster.provinces)
    return np.ascontiguousarray(np.stack([courts, region, province, nation], axis=1), np.int32)


def _unit_courts(units: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First court of each unit and the one after its last; units are contiguous by the roster's order."""
    courts = len(units)
    count = int(units.max()) + 1
    first, last = np.full(count, courts, np.int32), np.zeros(count, np.int32)
    for step in range(STEPS):
        np.minimum.at(first, units[:, step], np.arange(courts, dtype=np.int32))
        np.maximum.at(last, units[:, step], np.arange(1, courts + 1, dtype=np.int32))
    return first, last


def _members(roster: Roster, masks: NDArray[np.uint64], bits: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Mediators in order of (bit, mediator), and where each court's begin for each bit."""
    starts = np.zeros((bits, roster.courts + 1), np.int64)
    members: list[NDArray[np.int32]] = []
    offset = 0
    for bit in range(bits):
        of_bit = np.flatnonzero(masks >> np.uint64(bit) & np.uint64(1)).astype(np.int32)
        courts = roster.mediator_court[of_bit]
        starts[bit] = offset + np.searchsorted(courts, np.arange(roster.courts + 1))
        members.append(of_bit)
        offset += len(of_bit)
    return np.concatenate(members), starts


@njit(cache=True)
def _construct(
    capacity: NDArray[np.int32],
    dispute_types: NDArray[np.uint64],
    languages: NDArray[np.uint64],
    mediator_court: NDArray[np.int32],
    unit_of_court: NDArray[np.int32],
    unit_first_court: NDArray[np.int32],
    unit_last_court: NDArray[np.int32],
    members_by_type: NDArray[np.int32],
    type_start: NDArray[np.int64],
    members_by_language: NDArray[np.int32],
    language_start: NDArray[np.int64],
    policy: int,
    band_width_milli: int,
    free_count: NDArray[np.int32],
) -> CoreState:
    mediators, slots, nodes = len(capacity), _FIRST_SLOTS, _FIRST_DECLINERS
    queues = (len(unit_first_court), len(type_start))
    return CoreState(
        capacity,
        dispute_types,
        languages,
        mediator_court,
        unit_of_court,
        unit_first_court,
        unit_last_court,
        members_by_type,
        type_start,
        members_by_language,
        language_start,
        np.int64(policy),
        np.int64(band_width_milli),
        np.zeros(mediators, np.int64),
        np.zeros(mediators, np.int64),
        np.zeros(mediators, np.int64),
        free_count,
        np.zeros(slots, np.uint8),
        np.zeros(slots, np.int64),
        np.zeros(slots, np.int64),
        np.zeros(slots, np.int32),
        np.zeros(slots, np.int32),
        np.zeros(slots, np.int32),
        np.zeros(slots, np.int64),
        np.zeros(slots, np.int32),
        np.zeros(slots, np.int32),
        np.full(slots, NONE, np.int32),
        chain(0, slots),
        np.full(slots, NONE, np.int32),
        np.full(slots, NONE, np.int32),
        np.int64(0),
        np.zeros(nodes, np.int32),
        chain(0, nodes),
        np.int64(0),
        np.full(queues, NONE, np.int32),
        np.full(queues, NONE, np.int32),
    )


@njit(cache=True)
def chain(first: int, count: int) -> NDArray[np.int32]:
    """Return int32[count] in which entry i names `first + i + 1`, and the last one nobody."""
    links = np.arange(first + 1, first + count + 1).astype(np.int32)
    links[count - 1] = NONE
    return links
