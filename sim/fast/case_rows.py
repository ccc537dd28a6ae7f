"""Cases folded from rows as they come: one row a case, written once it has closed."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.fast import rows as r

CASE_ID: Final = 0
"""Column of a case; `NOTHING` in a note whose slot no case has."""
TRAITS: Final = 1
FILED_AT: Final = 2
OBSERVED_FROM: Final = 3
"""Column: when it was filed, or the beginning of the window for a case met in progress."""
ACCEPTED_AT: Final = 4
"""Column: `NOTHING` until somebody has accepted."""
MEDIATOR: Final = 5
"""Column: who accepted, -1 for nobody."""
CLOSED_AT: Final = 6
CODE: Final = 7
"""Column: closing code; 0 while it is open, and of a case withdrawn."""
OFFERS: Final = 8
DECLINES: Final = 9
LAPSES: Final = 10
STEP: Final = 11
"""Column: the widest step it reached."""
CASE_WIDTH: Final = 12

_NOBODY: Final = -1
_OPENED, _FILED, _ACCEPTED, _CLOSED = r.OPENED, r.FILED, r.ACCEPTED, r.CLOSED
_DECLINED, _LAPSED, _WITHDRAWN = r.DECLINED, r.LAPSED, r.WITHDRAWN


def new_notes(slots: int) -> NDArray[np.int64]:
    """Return notes of no cases, int64[slots, CASE_WIDTH]."""
    notes = np.zeros((slots, CASE_WIDTH), np.int64)
    notes[:, CASE_ID] = r.NOTHING
    return notes


@njit(cache=True, nogil=True)
def fold_cases(rows: NDArray[np.int64], notes: NDArray[np.int64], ended: NDArray[np.int64]) -> int:
    """Follow the cases of some rows, and write down those that close.

    Parameters
    ----------
    rows
        int64[n, WIDTH], in order, continuing the rows before.
    notes
        int64[slots, CASE_WIDTH] by slot, changed; must have room for every slot in the rows.
    ended
        int64[m, CASE_WIDTH], written; must have room for all cases that close.

    Returns
    -------
    int
        Cases that closed.
    """
    count = 0
    for i in range(len(rows)):
        row = rows[i]
        kind, slot = row[r.KIND], row[r.SLOT]
        if slot < 0:
            continue  # about mediators, not about a case
        note = notes[slot]
        if kind in (_OPENED, _FILED):
            _open(row, note)
        elif kind == _ACCEPTED:
            note[ACCEPTED_AT], note[MEDIATOR] = row[r.AT], row[r.MEDIATOR]
        elif kind == _DECLINED:
            note[DECLINES] += 1
        elif kind == _LAPSED:
            note[LAPSES] += 1
        note[OFFERS] = max(note[OFFERS], row[r.ATTEMPT])
        note[STEP] = max(note[STEP], row[r.STEP])
        if kind in (_CLOSED, _WITHDRAWN):
            note[CLOSED_AT], note[CODE] = row[r.AT], row[r.FIRST]
            ended[count] = note
            count += 1
            note[CASE_ID] = r.NOTHING
    return count


@njit(cache=True)
def _open(row: NDArray[np.int64], note: NDArray[np.int64]) -> None:
    is_new = row[r.KIND] == _FILED
    accepted_at = r.NOTHING if is_new else row[r.FOURTH]
    note[CASE_ID], note[TRAITS] = row[r.CASE_ID], row[r.FIRST]
    note[FILED_AT] = row[r.AT] if is_new else row[r.THIRD]
    note[OBSERVED_FROM] = row[r.AT]
    note[ACCEPTED_AT] = accepted_at
    # A case met while it is offered names whom it is offered to, and has nobody yet.
    note[MEDIATOR] = _NOBODY if accepted_at == r.NOTHING else row[r.MEDIATOR]
    note[CLOSED_AT], note[CODE] = r.NOTHING, 0
    note[OFFERS], note[STEP] = 0, 0
    note[DECLINES], note[LAPSES] = 0, 0
