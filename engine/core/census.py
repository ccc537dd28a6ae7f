"""How many seats and mediators stand how, court by court: for pages and reports, in one pass each."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import ACCEPTED, CHOOSING, FREE, OFFERED, VACANT, WAITING, CoreState

STATUSES = (WAITING, CHOOSING, OFFERED, ACCEPTED)
"""Columns of `census`, in order."""
_COLUMN_OF = (-1, 0, 2, 3, 1)
"""Column of each status; `FREE` has none."""


@njit(cache=True)
def census(state: CoreState) -> NDArray[np.int64]:
    """Return int64[courts, 4]: seats that wait, are being chosen for, are offered and are held.

    A panel counts once for each of its seats.
    """
    counts = np.zeros((len(state.unit_of_court), 4), np.int64)
    for slot in range(len(state.status)):
        status = state.status[slot]
        if status != FREE:
            counts[state.court[slot], _COLUMN_OF[status]] += 1
    return counts


@njit(cache=True)
def presence_census(state: CoreState) -> tuple[int, int, int]:
    """Return how many mediators are present, of those how many hold or are offered a case, and how many have no room.

    Room is less than a thousandth of a standard case where it counts as none.
    """
    present = busy = full = 0
    for mediator in range(len(state.room_milli)):
        if state.absence[mediator] == 0:
            present += 1
            busy += state.held[mediator] > 0
            full += state.room_milli[mediator] <= 0
    return present, busy, full


@njit(cache=True)
def appointed_census(state: CoreState) -> int:
    """Return how many mediators there are, present or not: all places but the vacant ones."""
    appointed = 0
    for mediator in range(len(state.room_milli)):
        appointed += state.absence[mediator] < VACANT
    return appointed
