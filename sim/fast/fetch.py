"""What the moments and filings of the next five minutes will touch, fetched before they begin."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.fetch import fetch_mediators, fetch_pools, fetch_slots
from engine.core.state import CoreState
from sim.fast.agenda import SLOT_MASK, Agenda
from sim.model.course import Features
from sim.randomness.words import COURT_SHIFT

_TAG: Final = 2


@njit(cache=True)
def fetch_moments(state: CoreState, agenda: Agenda) -> None:
    """Fetch the seats and mediators of the moments of the bucket that has begun."""
    slots = agenda.sorted_moments[:, _TAG] & SLOT_MASK
    fetch_slots(state, slots)
    mediators = np.empty(len(slots), np.int64)
    for i in range(len(slots)):
        mediators[i] = state.mediator[slots[i]]
    fetch_mediators(state, mediators)


@njit(cache=True)
def fetch_filings(state: CoreState, case_ids: NDArray[np.int64], like: Features, first: int, last: int) -> None:
    """Fetch the pools of filings from `first` to `last`."""
    fetch_pools(state, case_ids[first:last] >> COURT_SHIFT, like.dispute_type[first:last])
