"""The lists of candidates laid out anew from what the mediators are, after one was appointed or became another.

They are what `engine.core.index` makes of a roster, and lie in the same order. A list is rebuilt as a whole: whoever
comes into it moves everybody behind him, and an appointment is rare.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.attributes import FIRST_ABROAD, FIRST_LANGUAGE, FIRST_NAMED
from engine.core.bits import trailing_zeros
from engine.core.lent import lent
from engine.core.state import CIRCLES, CoreState
from engine.events.enums import DisputeType, Language

_TYPES = len(DisputeType)
_NOTHING = np.uint64(0)
_ONE = np.uint64(1)
_MANDARIN = np.uint64(1 << FIRST_LANGUAGE)
_ABROAD = np.uint64((1 << FIRST_NAMED) - (1 << FIRST_ABROAD))
_FIRST_OTHER = np.uint64(FIRST_LANGUAGE + 1)
_OTHERS = np.uint64((1 << (len(Language) - 1)) - 1)


def lay_out(state: CoreState) -> None:
    """Bring lists, positions, copies and counts up to date with the mediators' attributes.

    O(mediators x dispute types): 24 ms of the processor for the nation (165,333 mediators).

    Parameters
    ----------
    state
        The assignment state; everything that `engine.core.index` made of the roster is replaced.
    """
    by_type, of_any, by_language = _count(state)
    # NumPy's own large arrays lie in large pages, those that compiled code makes do not; it matters at national size.
    _fill(
        state,
        np.empty(by_type, np.int32),
        np.empty(of_any, np.int32),
        np.empty(by_language, np.int32),
        np.empty(by_type, np.int32),
        np.empty(by_type, np.int64),
        np.empty(by_type, np.int64),
    )


@njit(cache=True)
def _is_plain(word: np.uint64) -> bool:
    """Return whether somebody is from the mainland and speaks Mandarin."""
    return word & _MANDARIN != _NOTHING and word & _ABROAD == _NOTHING


@njit(cache=True)
def _count(state: CoreState) -> tuple[int, int, int]:
    """Write where each list's courts begin, and return how long the lists are."""
    type_start, any_start, language_start = state.type_start, state.any_start, state.language_start
    type_start[:], any_start[:], language_start[:] = 0, 0, 0
    for mediator in range(len(state.room_milli)):
        word, following = state.attribute_word[mediator], state.mediator_court[mediator] + 1
        is_plain = _is_plain(word)
        kinds: np.uint64 = state.dispute_types[mediator]
        while kinds != _NOTHING:
            kind = np.int64(trailing_zeros(kinds))
            kinds &= kinds - _ONE
            any_start[kind, following] += 1
            type_start[kind, following] += np.int64(is_plain)
            spoken = word >> _FIRST_OTHER & _OTHERS
            while spoken != _NOTHING:
                language_start[np.int64(trailing_zeros(spoken)) * _TYPES + kind, following] += 1
                spoken &= spoken - _ONE
    return _add_up(type_start), _add_up(any_start), _add_up(language_start)


@njit(cache=True)
def _add_up(starts: NDArray[np.int64]) -> int:
    """Turn counts, each one court too far right, into where the courts begin; return the sum."""
    total = 0
    for row in range(len(starts)):
        starts[row, 0] = total
        for court in range(1, starts.shape[1]):
            total += starts[row, court]
            starts[row, court] = total
    return total


@njit(cache=True)
def _fill(
    state: CoreState,
    members_by_type: NDArray[np.int32],
    members_of_any_origin: NDArray[np.int32],
    members_by_language: NDArray[np.int32],
    positions: NDArray[np.int32],
    room_at: NDArray[np.int64],
    charge_at: NDArray[np.int64],
) -> None:
    """Write the lists into new arrays, which the state then has: the owner first, as `engine.core.lent` asks."""
    type_next, any_next = state.type_start[:, 0].copy(), state.any_start[:, 0].copy()
    language_next = state.language_start[:, 0].copy()
    free_count, units = state.free_count, state.unit_of_court
    free_count[:] = 0
    entry = 0
    for mediator in range(len(state.room_milli)):
        word, court = state.attribute_word[mediator], state.mediator_court[mediator]
        room, charge, is_plain = state.room_milli[mediator], state.cumulative_milli[mediator], _is_plain(word)
        state.position_start[mediator] = entry
        kinds: np.uint64 = state.dispute_types[mediator]
        while kinds != _NOTHING:
            kind = np.int64(trailing_zeros(kinds))
            kinds &= kinds - _ONE
            members_of_any_origin[any_next[kind]] = mediator
            any_next[kind] += 1
            if is_plain:
                place = type_next[kind]
                type_next[kind] += 1
                members_by_type[place], room_at[place], charge_at[place] = mediator, room, charge
                positions[entry] = place
                entry += 1
                if room > 0:
                    for circle in range(CIRCLES):
                        free_count[kind, units[court, circle]] += 1
            spoken = word >> _FIRST_OTHER & _OTHERS
            while spoken != _NOTHING:
                row = np.int64(trailing_zeros(spoken)) * _TYPES + kind
                spoken &= spoken - _ONE
                members_by_language[language_next[row]] = mediator
                language_next[row] += 1
        state.position_end[mediator] = entry
    _adopt(state, members_by_type, members_of_any_origin, members_by_language, positions, room_at, charge_at)


@njit(cache=True)
def _adopt(
    state: CoreState,
    members_by_type: NDArray[np.int32],
    members_of_any_origin: NDArray[np.int32],
    members_by_language: NDArray[np.int32],
    positions: NDArray[np.int32],
    room_at: NDArray[np.int64],
    charge_at: NDArray[np.int64],
) -> None:
    owned = state.owner
    owned.members_by_type, owned.members_of_any_origin = members_by_type, members_of_any_origin
    owned.members_by_language, owned.positions = members_by_language, positions
    owned.room_at, owned.charge_at = room_at, charge_at
    state.members_by_type = lent(members_by_type)
    state.members_of_any_origin = lent(members_of_any_origin)
    state.members_by_language = lent(members_by_language)
    state.positions = lent(positions)
    state.room_at = lent(room_at)
    state.charge_at = lent(charge_at)
