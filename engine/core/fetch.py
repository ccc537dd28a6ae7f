"""Memory fetched ahead: what coming events will touch, for whoever knows a few hundred of them beforehand.

Half a million open cases and their mediators lie in main memory, and an event touches some fifteen lines of it, each
only known once another has come. Asked for one by one they take most of a run; asked for stage by stage, all at once in
each, they come while the rest is done. Nothing here changes what is computed. A negative number stands for nothing.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import prefetch, trailing_zeros
from engine.core.narrow import foresee_narrow
from engine.core.state import CoreState
from engine.events.enums import DisputeType

ROOM: Final = 1
"""Of a mediator's changes: what he may still take."""
CHARGE: Final = 2
"""His cumulative weight."""
QUEUE: Final = 4
"""The cases of his court that wait, which he is asked for."""
_REGION: Final = 1
"""Circle whose queues are too many for the nearest caches; those of provinces and the nation stay there."""
_LAST_TYPE: Final = len(DisputeType) - 1
"""A unit's queues may begin on one line and end on the next."""
_NEARLY_FULL_MILLI: Final = 1000
"""Room of one standard case: who has no more may be full next, and who is full may have room next."""
_LINE: Final = 8
"""Whole numbers a line."""
_POOL_LINES: Final = 4
"""Lines fetched of each array of a court's pool: two courts of three have no more."""


@njit(cache=True)
def fetch_slots(state: CoreState, slots: NDArray[np.int64]) -> None:
    """Fetch what events of seats touch first."""
    for slot in slots:
        if slot >= 0:
            prefetch(state.status, slot)
            prefetch(state.aged_at, slot)


@njit(cache=True)
def fetch_mediators(state: CoreState, mediators: NDArray[np.int64]) -> None:
    """Fetch mediators, then where they stand in the pools of their types and which cases wait at their court."""
    fetch_for(state, mediators, np.full(len(mediators), ROOM | CHARGE | QUEUE))


@njit(cache=True)
def fetch_for(state: CoreState, mediators: NDArray[np.int64], changes: NDArray[np.int64]) -> None:
    """Fetch mediators, then no more of what hangs on them than is about to change.

    Parameters
    ----------
    state
        The assignment state; only read.
    mediators
        int64[n].
    changes
        int64[n]: `ROOM`, `CHARGE` and `QUEUE` of each, as one number.
    """
    known = len(state.room_milli)
    for mediator in mediators:
        if 0 <= mediator < known:
            prefetch(state.room_milli, mediator)
            prefetch(state.attribute_word, mediator)
    for i in range(len(mediators)):
        mediator = mediators[i]
        if 0 <= mediator < known:
            prefetch(state.positions, int(state.position_start[mediator]))
            if changes[i] & QUEUE:
                court = int(state.mediator_court[mediator])
                prefetch(state.unit_of_court[court], 0)
                prefetch(state.queue_oldest[court], 0)
                prefetch(state.queue_oldest[court], _LAST_TYPE)
    for i in range(len(mediators)):
        mediator = mediators[i]
        if 0 <= mediator < known:
            if changes[i] & QUEUE:
                region = int(state.unit_of_court[state.mediator_court[mediator], _REGION])
                prefetch(state.queue_oldest[region], 0)
                prefetch(state.queue_oldest[region], _LAST_TYPE)
            if changes[i] & ROOM and state.room_milli[mediator] <= _NEARLY_FULL_MILLI:
                _fetch_counts(state, mediator)
            for entry in range(state.position_start[mediator], state.position_end[mediator]):
                place: int = state.positions[entry]
                if changes[i] & ROOM:
                    prefetch(state.room_at, place)
                if changes[i] & CHARGE:
                    prefetch(state.charge_at, place)


@njit(cache=True)
def _fetch_counts(state: CoreState, mediator: int) -> None:
    """Fetch the counts of free mediators of his court, which change when he is full or is so no longer."""
    court = int(state.mediator_court[mediator])
    kinds = state.dispute_types[mediator]
    while kinds != np.uint64(0):
        prefetch(state.free_count[np.int64(trailing_zeros(kinds))], court)
        kinds &= kinds - np.uint64(1)


@njit(cache=True)
def fetch_drawn(
    state: CoreState,
    courts: NDArray[np.int64],
    kinds: NDArray[np.int64],
    weights: NDArray[np.int64],
    words: NDArray[np.int64],
    changes: int,
) -> None:
    """Fetch the mediators to whom coming filings will probably be offered; their pools should have been fetched.

    Whoever would be drawn now is drawn later but for a few. Without this, each offer waits for its mediator.

    Parameters
    ----------
    state
        The assignment state; only read.
    courts, kinds, weights, words
        int64[n]: court, dispute type, weight in thousandths and the first draw's word of each filing.
    changes
        `ROOM`, and `CHARGE` besides where the offers are accepted at once.
    """
    drawn = np.empty(len(courts), np.int64)
    for i in range(len(courts)):
        drawn[i] = foresee_narrow(state, courts[i], kinds[i], weights[i], words[i])
    fetch_for(state, drawn, np.full(len(drawn), changes))


@njit(cache=True)
def fetch_pools(state: CoreState, courts: NDArray[np.int64], kinds: NDArray[np.int64]) -> None:
    """Fetch the pools of courts for dispute types, first where they begin."""
    last_court, last_kind = len(state.unit_of_court) - 1, len(state.type_start) - 1
    for i in range(len(courts)):
        court, kind = courts[i], kinds[i]
        if 0 <= court <= last_court and 0 <= kind <= last_kind:
            prefetch(state.type_start[kind], court)
            prefetch(state.any_start[kind], court)
            prefetch(state.free_count[kind], court)
            prefetch(state.unit_of_court[court], 0)
            prefetch(state.queue_youngest[court], kind)
            prefetch(state.policy, court)
            prefetch(state.policy_version, court)
            prefetch(state.band_width_milli, court)
    for i in range(len(courts)):
        court, kind = courts[i], kinds[i]
        if 0 <= court <= last_court and 0 <= kind <= last_kind:
            first, last = state.type_start[kind, court], state.type_start[kind, court + 1]
            prefetch(state.members_by_type, first)
            for place in range(first, min(last, first + _POOL_LINES * _LINE), _LINE):
                prefetch(state.room_at, place)
                prefetch(state.charge_at, place)
            prefetch(state.members_of_any_origin, state.any_start[kind, court])
