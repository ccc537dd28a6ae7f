"""Open cases by number: a hash table in one array, because the compiler's own dictionary takes longer than the replay.

A row holds case, slot, batch and dispute, so that a look-up touches one line of memory. Collisions go to the next free
row; removal closes the gap, so rows never have to be marked as deleted (Knuth, TAOCP volume 3, 6.4, algorithm R).
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import high_product, prefetch

NOWHERE: Final = -1
"""No row."""
CASE: Final = 0
SLOT: Final = 1
BATCH: Final = 2
DISPUTE: Final = 3
"""Columns of a row."""

_EMPTY: Final = -(2**63)
"""A number that no case has: those of events about none are -1, the others are not negative."""
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
"""Fibonacci hashing: spreads numbers that differ little."""
_FIRST_ROWS: Final = 1024
_COLUMNS: Final = 4

CaseIndex = NDArray[np.int64]
"""int64[rows, 4]; at most half of the rows are in use."""


def new_index() -> CaseIndex:
    """Return an index without cases."""
    return np.full((_FIRST_ROWS, _COLUMNS), _EMPTY, np.int64)


def with_room(index: CaseIndex, cases: int) -> CaseIndex:
    """Return the index itself if it has room for so many cases in all, else a larger copy."""
    rows = len(index)
    while rows < 2 * cases:
        rows *= 2
    if rows == len(index):
        return index
    larger = np.full((rows, _COLUMNS), _EMPTY, np.int64)
    _copy(index, larger)
    return larger


@njit(cache=True)
def find(index: CaseIndex, case: int) -> int:
    """Return the row of a case, `NOWHERE` if it is not open."""
    row = _home(index, case)
    while index[row, CASE] != _EMPTY:
        if index[row, CASE] == case:
            return row
        row = row + 1 if row + 1 < len(index) else 0
    return NOWHERE


@njit(cache=True)
def fetch_home(index: CaseIndex, case: int) -> None:
    """Have the line fetched where a case is looked for first."""
    prefetch(index[_home(index, case)], 0)


@njit(cache=True)
def insert(index: CaseIndex, case: int, slot: int, batch: int, dispute: int) -> None:
    """Add a case that is not there."""
    row = _home(index, case)
    while index[row, CASE] != _EMPTY:
        row = row + 1 if row + 1 < len(index) else 0
    index[row, CASE] = case
    index[row, SLOT] = slot
    index[row, BATCH] = batch
    index[row, DISPUTE] = dispute


@njit(cache=True)
def remove(index: CaseIndex, row: int) -> None:
    """Take out the case of a row, and move up those behind it that would not be found any more."""
    gap = row
    while True:
        row = row + 1 if row + 1 < len(index) else 0
        if index[row, CASE] == _EMPTY:
            break
        home = _home(index, index[row, CASE])
        # Its home lies cyclically in (gap, row]: it is found where it is.
        stays = gap < home <= row if gap <= row else home > gap or home <= row
        if not stays:
            index[gap] = index[row]
            gap = row
    index[gap, CASE] = _EMPTY


@njit(cache=True)
def _home(index: CaseIndex, case: int) -> int:
    return int(np.int64(high_product(np.uint64(case) * _GOLDEN, np.uint64(len(index)))))


@njit(cache=True)
def _copy(index: CaseIndex, larger: CaseIndex) -> None:
    for row in range(len(index)):
        if index[row, CASE] != _EMPTY:
            insert(larger, index[row, CASE], index[row, SLOT], index[row, BATCH], index[row, DISPUTE])
