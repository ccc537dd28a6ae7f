"""The platform compiled: one bucket of moments after the other.

What a moment does is in `moves.py`; this is the order in which they come. The functions here and there go through the
same decisions in the same order as the methods of `sim.model.platform`; the parity tests hold them to it.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.day import DAY_US
from engine.core.lent import lent
from engine.core.state import FREE, OFFERED, WAITING, CoreState
from sim.fast.agenda import BUCKET_US, NEVER, SLOT_BITS, SLOT_MASK, Agenda, begin_bucket, next_moment, take_moment
from sim.fast.desk import Desk
from sim.fast.expecting import key_of
from sim.fast.fetch import AT_ONCE, fetch_filings, fetch_moments
from sim.fast.filings import CASE_ID, FILED_AT
from sim.fast.moves import accept, close, file_case, refuse, seek, withdraw
from sim.fast.rows import EventRows
from sim.laws.answer import ACCEPT
from sim.model.laws import CaseLaws
from sim.order import RANK_SHIFT, Rank

_CLOSING: Final = int(Rank.CLOSING)
_ANSWER: Final = int(Rank.ANSWER)
_WITHDRAWAL: Final = int(Rank.WITHDRAWAL)
_FILING: Final = int(Rank.FILING)
_CASE_MASK: Final = (1 << RANK_SHIFT) - 1
_BUCKETS_A_DAY: Final = DAY_US // BUCKET_US


@njit(cache=True, nogil=True)
def run_day(
    state: CoreState,
    laws: CaseLaws,
    desk: Desk,
    agenda: Agenda,
    rows: EventRows,
    day: int,
    filings: NDArray[np.int64],
) -> None:
    """Let everything of one day happen, after what changes at the midnight at its beginning.

    Parameters
    ----------
    state, desk, agenda
        Changed.
    laws
        Laws and words of the cases.
    rows
        The day's events are written here.
    day
        Which, counted from the beginning of the agenda; days come one after the other.
    filings
        int64[n, FILING_WIDTH]: the day's, in order of instant, then case; see `sim.fast.filings`.
    """
    filing, used = 0, lent(filings)
    for bucket in range(day * _BUCKETS_A_DAY, (day + 1) * _BUCKETS_A_DAY):
        ends_at = agenda.starts_at + (bucket + 1) * BUCKET_US
        last = filing
        while last < len(used) and used[last, FILED_AT] < ends_at:
            last += 1
        begin_bucket(agenda, bucket)
        _run_bucket(state, laws, desk, agenda, rows, filing, last, used)
        filing = last


@njit(cache=True)
def _run_bucket(
    state: CoreState,
    laws: CaseLaws,
    desk: Desk,
    agenda: Agenda,
    rows: EventRows,
    filing: int,
    last: int,
    filings: NDArray[np.int64],
) -> None:
    """Let the moments of the bucket that has begun happen, and the filings from `filing` to `last` between them."""
    fetched = 0
    while True:
        fetched = fetch_moments(state, desk, agenda, fetched)
        at, key = next_moment(agenda)
        if filing < last:
            instant, case_id = filings[filing, FILED_AT], filings[filing, CASE_ID]
            if instant < at or (instant == at and key_of(_FILING, case_id) < key):
                if filing % AT_ONCE == 0:
                    fetch_filings(state, filings, filing)
                file_case(state, laws, desk, agenda, rows, instant, filings[filing])
                filing += 1
                continue
        if at == NEVER:
            return
        _happen(state, laws, desk, agenda, rows, at, key, take_moment(agenda))


@njit(cache=True)
def _happen(
    state: CoreState, laws: CaseLaws, desk: Desk, agenda: Agenda, rows: EventRows, now: int, key: int, tag: int
) -> None:
    """Let a moment come: the owner of a stale one has moved on, and nothing happens."""
    rank, slot, mark = key >> RANK_SHIFT, tag & SLOT_MASK, tag >> SLOT_BITS
    status = int(state.status[slot]) if state.case_id[slot] == (key & _CASE_MASK) else FREE
    if rank == _CLOSING:
        close(state, laws, desk, agenda, rows, slot, now)
    elif rank == _ANSWER:
        if status == OFFERED and mark == ACCEPT:
            accept(state, laws, desk, agenda, rows, slot, now)
        elif status == OFFERED:
            refuse(state, laws, desk, agenda, rows, slot, now, mark)
    elif rank == _WITHDRAWAL:
        if status in (WAITING, OFFERED):
            withdraw(state, laws, agenda, rows, slot, now)
    elif status == WAITING and int(state.step[slot]) == mark:
        seek(state, laws, desk, agenda, rows, slot, now)
