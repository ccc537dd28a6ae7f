"""Memory fetched ahead: what coming events will touch, for whoever knows a few hundred of them beforehand.

Half a million open cases and their mediators lie in main memory, and an event touches some fifteen lines of it, each
only known once another has come. Asked for one by one they take most of a run; asked for stage by stage, all at once in
each, they come while the rest is done. Nothing here changes what is computed. A negative number stands for nothing.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import prefetch
from engine.core.state import CoreState

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
    known = len(state.room_milli)
    for mediator in mediators:
        if 0 <= mediator < known:
            prefetch(state.room_milli, mediator)
            prefetch(state.attribute_word, mediator)
    for mediator in mediators:
        if 0 <= mediator < known:
            entry = int(state.position_start[mediator])
            court = int(state.mediator_court[mediator])
            prefetch(state.positions, entry)
            prefetch(state.position_kind, entry)
            prefetch(state.unit_of_court[court], 0)
            prefetch(state.queue_oldest[court], 0)
    for mediator in mediators:
        if 0 <= mediator < known:
            for entry in range(state.position_start[mediator], state.position_end[mediator]):
                place: int = state.positions[entry]
                prefetch(state.room_at, place)
                prefetch(state.charge_at, place)


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
            prefetch(state.unit_first_court, court)
    for i in range(len(courts)):
        court, kind = courts[i], kinds[i]
        if 0 <= court <= last_court and 0 <= kind <= last_kind:
            first, last = state.type_start[kind, court], state.type_start[kind, court + 1]
            prefetch(state.members_by_type, first)
            for place in range(first, min(last, first + _POOL_LINES * _LINE), _LINE):
                prefetch(state.room_at, place)
                prefetch(state.charge_at, place)
            prefetch(state.members_of_any_origin, state.any_start[kind, court])
