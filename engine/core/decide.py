"""Decisions: read the state, choose, write nothing.

`decide_offer` answers "whom shall this case be offered to?", `decide_pull` answers "which waiting case shall this
freed mediator be offered?". What they return becomes an event, and only the event changes the state.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import high_product, trailing_zeros
from engine.core.eligibility import all_have_declined, candidates, has_declined, is_eligible, is_free
from engine.core.policy import Policy
from engine.core.queue import is_older, unit_of
from engine.core.state import NONE, STEPS, CoreState

NOBODY = -1
"""Nobody who may take the case is free: it waits."""
NEW_ROUND = -2
"""Everybody who may take the case has declined it: all may be asked again."""

_BAND_DRAW = int(Policy.BAND_DRAW)
_LEAST_LOADED = int(Policy.LEAST_LOADED)
_RANDOM = int(Policy.RANDOM)
_NO_LIMIT = np.iinfo(np.int64).max


@njit(cache=True)
def decide_offer(state: CoreState, slot: int, word: int) -> tuple[int, int, int]:
    """Choose the mediator to be offered a waiting case at the ladder step it has reached.

    Parameters
    ----------
    state
        The assignment state; only read.
    slot
        Slot of a waiting case.
    word
        64 random bits, as a signed integer, that decide among the band.

    Returns
    -------
    tuple[int, int, int]
        Mediator, `NOBODY` or `NEW_ROUND`; pool size, the eligible and free; band size. The mediator drawn is
        number `high_product(word, band size)` of the band, counted from 0 in ascending order of mediator.

    Notes
    -----
    Three passes over the unit's mediators of the dispute type (for a minority language, its speakers): O(size of
    the unit), and O(1) where nobody of the type is free.
    """
    unit = unit_of(state, slot)
    pool, limit = 0, 0
    if state.free_count[state.dispute_type[slot], unit] > 0:
        pool, limit = _pool(state, slot, unit)
    if pool == 0:
        return (NEW_ROUND if all_have_declined(state, slot, unit) else NOBODY), 0, 0
    band = pool if limit == _NO_LIMIT else _band(state, slot, unit, limit)
    drawn = np.int64(high_product(np.uint64(word), np.uint64(band)))
    return _member(state, slot, unit, limit, drawn), pool, band


@njit(cache=True)
def decide_pull(state: CoreState, mediator: int) -> int:
    """Choose the waiting case to be offered a mediator who has room.

    Parameters
    ----------
    state
        The assignment state; only read.
    mediator
        Mediator whose slot was freed.

    Returns
    -------
    int
        Slot of the oldest case that the mediator may take among those waiting at the court; failing that, at the
        region, then the province, then the nation. `NONE` if there is none, or no room.
    """
    if not is_free(state, mediator):
        return NONE
    for step in range(STEPS):
        unit = state.unit_of_court[state.mediator_court[mediator], step]
        oldest = NONE
        types_left = state.dispute_types[mediator]
        while types_left != np.uint64(0):
            kind = np.int64(trailing_zeros(types_left))
            types_left &= types_left - np.uint64(1)
            slot = _oldest_for(state, unit, kind, mediator)
            if slot != NONE and (oldest == NONE or is_older(state, slot, oldest)):
                oldest = slot
        if oldest != NONE:
            return oldest
    return NONE


@njit(cache=True)
def _metric(state: CoreState) -> NDArray[np.int64]:
    """Return int64[mediators], what the policy wants smallest."""
    if state.policy == _BAND_DRAW:
        return state.cumulative_milli
    if state.policy == _LEAST_LOADED:
        return state.load
    return state.idle_since


@njit(cache=True)
def _may_be_asked(state: CoreState, slot: int, mediator: int) -> bool:
    return is_free(state, mediator) and is_eligible(state, slot, mediator) and not has_declined(state, slot, mediator)


@njit(cache=True)
def _pool(state: CoreState, slot: int, unit: int) -> tuple[int, int]:
    """Return the size of the pool and the largest metric its band admits."""
    members, first, last = candidates(state, slot, unit)
    metric = _metric(state)
    pool, smallest = 0, _NO_LIMIT
    for position in range(first, last):
        mediator: int = members[position]
        if _may_be_asked(state, slot, mediator):
            smallest = min(smallest, metric[mediator])
            pool += 1
    if state.policy == _RANDOM:
        return pool, _NO_LIMIT
    return pool, smallest + (state.band_width_milli if state.policy == _BAND_DRAW else 0)


@njit(cache=True)
def _band(state: CoreState, slot: int, unit: int, limit: int) -> int:
    """Return how many of the pool have a metric of at most `limit`."""
    members, first, last = candidates(state, slot, unit)
    metric = _metric(state)
    band = 0
    for position in range(first, last):
        mediator: int = members[position]
        if metric[mediator] <= limit and _may_be_asked(state, slot, mediator):
            band += 1
    return band


@njit(cache=True)
def _member(state: CoreState, slot: int, unit: int, limit: int, ordinal: np.int64) -> int:
    """Return the band's member number `ordinal`."""
    members, first, last = candidates(state, slot, unit)
    metric = _metric(state)
    seen = 0
    for position in range(first, last):
        mediator: int = members[position]
        if metric[mediator] <= limit and _may_be_asked(state, slot, mediator):
            if seen == ordinal:
                return mediator
            seen += 1
    return NOBODY


@njit(cache=True)
def _oldest_for(state: CoreState, unit: int, kind: int, mediator: int) -> int:
    """Return the oldest slot of one queue that the mediator may take, `NONE` if there is none."""
    slot: int = state.queue_oldest[unit, kind]
    while slot != NONE:
        if is_eligible(state, slot, mediator) and not has_declined(state, slot, mediator):
            return slot
        slot = state.next_slot[slot]
    return NONE
