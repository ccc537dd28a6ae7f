"""Memory fetched ahead: what the next five minutes will touch, before they begin.

Half a million open cases and their mediators lie in main memory, and an event touches some fifteen lines of it, each
only known once another has come. Asked for one by one they take most of a run. The moments of a bucket and its filings
are known when it begins, so their lines are asked for stage by stage, all at once in each.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import prefetch
from engine.core.state import NONE, CoreState
from sim.fast.agenda import SLOT_MASK, Agenda
from sim.model.course import Features
from sim.randomness.words import COURT_SHIFT

_TAG: Final = 2
_LINE: Final = 8
"""Whole numbers a line."""
_POOL_LINES: Final = 4
"""Lines fetched of each array of a court's pool: two courts of three have no more."""


@njit(cache=True)
def fetch_moments(state: CoreState, agenda: Agenda) -> None:
    """Fetch what the moments of the bucket that has begun will touch: slots, then mediators, then their places."""
    tags = agenda.sorted_moments[:, _TAG]
    slots = tags & SLOT_MASK
    for slot in slots:
        prefetch(state.status, slot)
        prefetch(state.aged_at, slot)
    mediators = np.empty(len(slots), np.int64)
    for i in range(len(slots)):
        mediators[i] = state.mediator[slots[i]]
        if mediators[i] != NONE:
            prefetch(state.room_milli, mediators[i])
            prefetch(state.attribute_word, mediators[i])
    for mediator in mediators:
        if mediator != NONE:
            entry = state.position_start[mediator]
            prefetch(state.positions, entry)
            prefetch(state.position_kind, entry)
            prefetch(state.unit_of_court[state.mediator_court[mediator]], 0)
            prefetch(state.queue_oldest[state.mediator_court[mediator]], 0)
    for mediator in mediators:
        if mediator != NONE:
            for entry in range(state.position_start[mediator], state.position_end[mediator]):
                place: int = state.positions[entry]
                prefetch(state.room_at, place)
                prefetch(state.charge_at, place)


@njit(cache=True)
def fetch_filings(state: CoreState, case_ids: NDArray[np.int64], like: Features, first: int, last: int) -> None:
    """Fetch what filings from `first` to `last` will touch: where their pools begin, then the pools."""
    for filing in range(first, last):
        court, kind = case_ids[filing] >> COURT_SHIFT, like.dispute_type[filing]
        prefetch(state.type_start[kind], court)
        prefetch(state.any_start[kind], court)
        prefetch(state.free_count[kind], court)
        prefetch(state.unit_of_court[court], 0)
        prefetch(state.queue_youngest[court], kind)
        prefetch(state.unit_first_court, court)
    for filing in range(first, last):
        court, kind = case_ids[filing] >> COURT_SHIFT, like.dispute_type[filing]
        begin, end = state.type_start[kind, court], state.type_start[kind, court + 1]
        prefetch(state.members_by_type, begin)
        for place in range(begin, min(end, begin + _POOL_LINES * _LINE), _LINE):
            prefetch(state.room_at, place)
            prefetch(state.charge_at, place)
        prefetch(state.members_of_any_origin, state.any_start[kind, court])
