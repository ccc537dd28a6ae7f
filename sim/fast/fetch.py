"""What the next moments and filings will touch, fetched while those before them happen."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import prefetch
from engine.core.fetch import CHARGE, QUEUE, ROOM, fetch_drawn, fetch_for, fetch_pools, fetch_slots
from engine.core.state import CoreState
from sim.fast.agenda import SLOT_BITS, SLOT_MASK, Agenda
from sim.fast.desk import Desk
from sim.fast.filings import CASE_ID, DISPUTE_TYPE, WEIGHT, WORD
from sim.laws.answer import ACCEPT
from sim.order import RANK_SHIFT, Rank
from sim.randomness.words import COURT_SHIFT

_KEY: Final = 1
_TAG: Final = 2
_CLOSING: Final = int(Rank.CLOSING)
_ANSWER: Final = int(Rank.ANSWER)
_AHEAD: Final = 24
"""Moments between fetching and use: time enough for main memory."""
AT_ONCE: Final = 32
"""Moments, or filings, fetched together: enough to come side by side, few enough to be in a near cache when used."""
_CHANGES_AT_CLOSE: Final = ROOM | QUEUE
_CHANGES_AT_ACCEPTANCE: Final = CHARGE
_CHANGES_ELSE: Final = ROOM | CHARGE | QUEUE


@njit(cache=True)
def fetch_moments(state: CoreState, desk: Desk, agenda: Agenda, fetched: int) -> int:
    """Fetch the seats, notes and mediators of the bucket's next moments, if the last ones fetched come soon.

    Parameters
    ----------
    state, desk, agenda
        Only read.
    fetched
        Moments of the bucket fetched so far.

    Returns
    -------
    int
        Moments of the bucket fetched by now.
    """
    if agenda.taken + _AHEAD <= fetched or fetched == len(agenda.sorted_moments):
        return fetched
    moments = agenda.sorted_moments[fetched : fetched + AT_ONCE]
    slots, mediators = np.empty(len(moments), np.int64), np.empty(len(moments), np.int64)
    changes = np.empty(len(moments), np.int64)
    for i in range(len(moments)):
        slots[i] = moments[i, _TAG] & SLOT_MASK
        prefetch(desk.closing_code, slots[i])
    fetch_slots(state, slots)
    for i in range(len(moments)):
        mediators[i] = state.mediator[slots[i]]
        changes[i] = _changes(moments[i, _KEY] >> RANK_SHIFT, moments[i, _TAG] >> SLOT_BITS)
    fetch_for(state, mediators, changes)
    return fetched + len(moments)


@njit(cache=True)
def _changes(rank: int, mark: int) -> int:
    """Return what a moment will change about the mediator of its case."""
    if rank == _CLOSING:
        return _CHANGES_AT_CLOSE
    return _CHANGES_AT_ACCEPTANCE if rank == _ANSWER and mark == ACCEPT else _CHANGES_ELSE


@njit(cache=True)
def fetch_filings(state: CoreState, filings: NDArray[np.int64], filing: int) -> None:
    """Fetch whom the filings after the next few will be offered to, and the pools of those that follow them.

    Parameters
    ----------
    state
        Only read.
    filings
        int64[n, FILING_WIDTH]: the day's.
    filing
        The one that comes next: a multiple of `AT_ONCE`, so that each is fetched once, stage after stage.
    """
    if filing == 0:
        _fetch_pools(state, filings[: 2 * AT_ONCE])
        _fetch_drawn(state, filings[:AT_ONCE])
    _fetch_pools(state, filings[filing + 2 * AT_ONCE : filing + 3 * AT_ONCE])
    _fetch_drawn(state, filings[filing + AT_ONCE : filing + 2 * AT_ONCE])


@njit(cache=True)
def _fetch_pools(state: CoreState, filings: NDArray[np.int64]) -> None:
    fetch_pools(state, filings[:, CASE_ID] >> COURT_SHIFT, filings[:, DISPUTE_TYPE].copy())


@njit(cache=True)
def _fetch_drawn(state: CoreState, filings: NDArray[np.int64]) -> None:
    courts, kinds = filings[:, CASE_ID] >> COURT_SHIFT, filings[:, DISPUTE_TYPE].copy()
    fetch_drawn(state, courts, kinds, filings[:, WEIGHT].copy(), filings[:, WORD].copy(), ROOM)
