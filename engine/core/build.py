"""Make an empty state from a roster: lay out its jurisdictions, give every array its first size."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.attributes import attribute_words
from engine.core.index import index_by_language, index_by_type, index_of_any_origin, positions_of
from engine.core.ladder import Ladder, lower
from engine.core.lending import lend
from engine.core.lines import whole_lines
from engine.core.owned import OwnedState
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.core.state import ABSENT, CIRCLES, MEDIATOR_COLUMNS, NONE, ROW, SLOT_COLUMNS, VACANT, CoreState

_FIRST_SLOTS = 1024
_FIRST_NODES = 256
_MILLI = 1000
_SLOT_ROW = ROW["slot"]
_NEXT_SLOT = SLOT_COLUMNS.index("next_slot")
_LINKS = tuple(
    SLOT_COLUMNS.index(name) for name in ("mediator", "next_seat", "lead", "previous_slot", "first_barred", "next_slot")
)
"""Columns that name somebody or something, in a free slot nobody and nothing."""


def new_state(roster: Roster, settings: PolicySettings, ladder: Ladder, *, slots: int = _FIRST_SLOTS) -> CoreState:
    """Return a state in which nobody holds a case and everybody is present who has been appointed.

    Parameters
    ----------
    roster
        Courts and mediators.
    settings
        The policy by which every court draws until it adopts another.
    ladder
        The steps a case climbs.
    slots
        Seats to have room for from the beginning.

    Returns
    -------
    CoreState
        Ready for `apply` and `decide`; grows by itself as cases open.

    Raises
    ------
    LadderError
        If an expression of the ladder names an attribute that the roster does not know.
    """
    units = _units(roster)
    first_court, last_court = _unit_courts(units)
    by_type = index_by_type(roster)
    position_start, positions = positions_of(by_type.members, roster.mediators)
    room_milli = roster.capacity.astype(np.int64) * _MILLI
    steps = lower(ladder, roster.attribute_names)
    # NumPy's own large arrays lie in large pages, those that compiled code makes do not; it matters at national size.
    return _construct(
        whole_lines(slots, ROW["slot"]),
        np.zeros(len(by_type.members), np.int64),
        _mediator_rows(roster, room_milli, position_start),
        units,
        first_court,
        last_court,
        np.searchsorted(roster.mediator_court, np.arange(roster.courts + 1)).astype(np.int64),
        *by_type,
        *index_of_any_origin(roster),
        *index_by_language(roster),
        positions,
        steps.circle,
        steps.policy,
        steps.program_start,
        steps.program,
        int(settings.policy),
        settings.band_width_milli,
        settings.sample_size,
        int(settings.by_weight),
        np.ascontiguousarray(room_milli[by_type.members]),
        np.ascontiguousarray(by_type.starts[:, last_court] - by_type.starts[:, first_court], np.int32),
    )


def _mediator_rows(
    roster: Roster, room_milli: NDArray[np.int64], position_start: NDArray[np.int64]
) -> NDArray[np.int64]:
    """int64[mediators, columns]: all present with all their room, vacant places not; a bit mask lies bit for bit."""
    words = attribute_words(roster.dispute_types, roster.languages, roster.gender, roster.origin, roster.attributes)
    columns = {
        "room_milli": np.where(roster.vacant, ABSENT, room_milli),
        "capacity_milli": room_milli,
        "absence": np.where(roster.vacant, VACANT, 0),
        "attribute_word": words.view(np.int64),
        "dispute_types": np.ascontiguousarray(roster.dispute_types, np.uint64).view(np.int64),
        "mediator_court": roster.mediator_court,
        "share_milli": roster.share_milli,
        "rank": roster.rank,
        "position_start": position_start[:-1],
        "position_end": position_start[1:],
    }
    rows = whole_lines(roster.mediators, ROW["mediator"])
    rows[:] = 0
    for name, values in columns.items():
        rows[:, MEDIATOR_COLUMNS.index(name)] = values
    return rows


def _units(roster: Roster) -> NDArray[np.int32]:
    """int32[courts, circles]: the unit that each court searches in each circle."""
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
    for circle in range(CIRCLES):
        np.minimum.at(first, units[:, circle], np.arange(courts, dtype=np.int32))
        np.maximum.at(last, units[:, circle], np.arange(1, courts + 1, dtype=np.int32))
    return first, last


@njit(cache=True)
def _construct(
    slots: NDArray[np.int64],
    charge_at: NDArray[np.int64],
    mediators: NDArray[np.int64],
    unit_of_court: NDArray[np.int32],
    unit_first_court: NDArray[np.int32],
    unit_last_court: NDArray[np.int32],
    first_mediator: NDArray[np.int64],
    members_by_type: NDArray[np.int32],
    type_start: NDArray[np.int64],
    members_of_any_origin: NDArray[np.int32],
    any_start: NDArray[np.int64],
    members_by_language: NDArray[np.int32],
    language_start: NDArray[np.int64],
    positions: NDArray[np.int32],
    step_circle: NDArray[np.int64],
    step_policy: NDArray[np.int64],
    program_start: NDArray[np.int64],
    program: NDArray[np.int32],
    policy: int,
    band_width_milli: int,
    sample_size: int,
    by_weight: int,
    room_at: NDArray[np.int64],
    free_count: NDArray[np.int32],
) -> CoreState:
    """One value a field, in their order: longer than other functions because there are as many fields."""
    courts, nodes = len(unit_of_court), _FIRST_NODES
    queues = (len(unit_first_court), len(type_start))
    owned = OwnedState(
        emptied(slots, 0),
        mediators,
        unit_of_court,
        unit_first_court,
        unit_last_court,
        first_mediator,
        members_by_type,
        type_start,
        members_of_any_origin,
        any_start,
        members_by_language,
        language_start,
        positions,
        step_circle,
        step_policy,
        program_start,
        program,
        np.full(courts, policy, np.int64),
        np.zeros(courts, np.int64),
        np.full(courts, band_width_milli, np.int64),
        np.full(courts, sample_size, np.int64),
        np.full(courts, by_weight, np.uint8),
        room_at,
        charge_at,
        free_count,
        np.int64(0),
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.uint8),
        chain(0, nodes),
        np.int64(0),
        np.full(queues, NONE, np.int32),
        np.full(queues, NONE, np.int32),
    )
    return lend(owned)


@njit(cache=True)
def emptied(rows: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    """Make the rows those of free slots from number `first` on, each naming the next, the last one nobody."""
    rows[:] = 0
    for column in _LINKS:
        rows[:, column] = NONE
    rows[:, _NEXT_SLOT] = chain(first, len(rows))
    return rows


@njit(cache=True)
def chain(first: int, count: int) -> NDArray[np.int32]:
    """Return int32[count] in which entry i names `first + i + 1`, and the last one nobody."""
    links = np.arange(first + 1, first + count + 1).astype(np.int32)
    links[count - 1] = NONE
    return links
