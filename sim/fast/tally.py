"""Counts and time averages of a run, folded from its rows as they come.

Rows about courts and mediators count nowhere: who is away keeps his room in the capacity that a load is held against.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import WORKING_DAY_US, ClockArrays, add_working
from engine.core.lent import lent
from sim.fast.rows import (
    ACCEPTED,
    AT,
    CASE_ID,
    CLOSED,
    DECLINED,
    ESCALATED,
    FILED,
    FIRST,
    FOURTH,
    KIND,
    LAPSED,
    MEDIATOR,
    NOTHING,
    OFFERED,
    OPENED,
    SECOND,
    SLOT,
    WITHDRAWN,
)
from sim.model.laws import lent_clock
from sim.randomness.words import COURT_SHIFT

FILED_AT: Final = 0
"""Column of a slot's notes: when the case was filed, `NOTHING` if before the window."""
ACCEPTED_AT: Final = 1
DUE_AT: Final = 2
"""Column: one working day after filing, `NOTHING` if the window ends before it."""
WEIGHT: Final = 3
CLIMBED: Final = 4
"""Column: 1 once the case left a step because its time ran out."""
NOTES: Final = 5

N_FILED: Final = 0
N_ACCEPTED: Final = 1
"""Of cases filed in the window; the wait is theirs."""
N_CLOSED: Final = 2
N_SETTLED: Final = 3
N_OFFERED: Final = 4
N_CLIMBED: Final = 5
N_DUE: Final = 6
N_IN_TIME: Final = 7
WAIT_US: Final = 8
"""Sum over the accepted."""
DURATION_US: Final = 9
"""Sum over the closed."""
PENDING_US: Final = 10
"""Integral of the number of open cases over the window."""
WAITING_US: Final = 11
"""Integral of the number of cases that wait, offered to nobody."""
LOAD_US: Final = 12
"""Integral of the weight held or offered, thousandths of a case."""
N_WITHDRAWN: Final = 13
N_GIVEN_UP: Final = 14
"""Of cases filed in the window, those withdrawn in it."""
SUMS: Final = 15

COURT_WAITING: Final = 0
COURT_LOAD: Final = 1
COURT_DUE: Final = 2
COURT_IN_TIME: Final = 3
COURT_SUMS: Final = 4

BIN_US: Final = 360_000_000
"""Width of a bin of the histogram of waits: six minutes."""
BINS: Final = 20_000
"""The last holds all longer waits, beyond 83 days."""
_SETTLED_MAX: Final = 2


@njit(cache=True, nogil=True)
def tally_rows(
    rows: NDArray[np.int64],
    notes: NDArray[np.int64],
    sums: NDArray[np.float64],
    by_court: NDArray[np.float64],
    court_of_mediator: NDArray[np.int32],
    accepted_weight: NDArray[np.float64],
    histogram: NDArray[np.int64],
    clock: ClockArrays,
    ends_at: int,
) -> None:
    """Fold rows into the tallies; a flat table of kinds, one after the other.

    An integral over time is kept as if every number stayed until the end of the window: what begins adds the time that
    is left, what ends takes it away.

    Parameters
    ----------
    rows
        int64[n, WIDTH], in order, continuing the rows before.
    notes
        int64[slots, NOTES], changed; must have room for every slot in the rows.
    sums, by_court, accepted_weight, histogram
        float64[SUMS], float64[courts, COURT_SUMS], float64[mediators] (thousandths of a case), int64[BINS]; changed.
    court_of_mediator
        Where a mediator's load counts.
    clock
        For the working day after a filing.
    ends_at
        End of the window, microseconds.
    """
    used_rows, used_notes = lent(rows), lent(notes)
    sums, by_court, clock = lent(sums), lent(by_court), lent_clock(clock)
    for i in range(len(rows)):
        row = used_rows[i]
        kind, at, mediator = row[KIND], row[AT], row[MEDIATOR]
        court, left, note = row[CASE_ID] >> COURT_SHIFT, float(ends_at - row[AT]), used_notes[row[SLOT]]
        waits, load = 0.0, 0.0
        if kind in (FILED, OPENED):
            is_new = kind == FILED
            note[FILED_AT] = at if is_new else NOTHING
            note[ACCEPTED_AT] = NOTHING if is_new else row[FOURTH]
            note[WEIGHT] = row[SECOND]
            note[CLIMBED] = 0
            note[DUE_AT] = NOTHING
            sums[PENDING_US] += left
            if is_new:
                sums[N_FILED] += 1
                due_at = add_working(clock, at, WORKING_DAY_US)
                if due_at < ends_at:
                    note[DUE_AT] = due_at
                    sums[N_DUE] += 1
                    by_court[court, COURT_DUE] += 1
            if mediator < 0:
                waits = left
            else:
                load = left * row[SECOND]
        elif kind == OFFERED:
            sums[N_OFFERED] += 1
            waits, load = -left, left * note[WEIGHT]
        elif kind == ACCEPTED:
            note[ACCEPTED_AT] = at
            accepted_weight[mediator] += row[FIRST]
            if note[FILED_AT] != NOTHING:
                wait = at - note[FILED_AT]
                sums[N_ACCEPTED] += 1
                sums[WAIT_US] += wait
                histogram[min(wait // BIN_US, BINS - 1)] += 1
                if note[DUE_AT] != NOTHING and at <= note[DUE_AT]:
                    sums[N_IN_TIME] += 1
                    by_court[court, COURT_IN_TIME] += 1
        elif kind in (DECLINED, LAPSED):
            waits, load = left, -left * note[WEIGHT]
        elif kind in (CLOSED, WITHDRAWN):
            waits, load = _ended(row, note, sums, left)
        elif kind == ESCALATED and row[FIRST] == 0 and note[CLIMBED] == 0 and note[FILED_AT] != NOTHING:
            note[CLIMBED] = 1
            sums[N_CLIMBED] += 1
        if waits != 0.0:
            sums[WAITING_US] += waits
            by_court[court, COURT_WAITING] += waits
        if load != 0.0:
            sums[LOAD_US] += load
            by_court[court_of_mediator[mediator], COURT_LOAD] += load


@njit(cache=True)
def _ended(
    row: NDArray[np.int64], note: NDArray[np.int64], sums: NDArray[np.float64], left: float
) -> tuple[float, float]:
    """Count a case that ends; return what that takes off the integrals of waiting cases and of the load."""
    sums[PENDING_US] -= left
    if row[KIND] == CLOSED:
        sums[N_CLOSED] += 1
        sums[N_SETTLED] += row[FIRST] <= _SETTLED_MAX
        sums[DURATION_US] += row[AT] - note[ACCEPTED_AT]
    else:
        sums[N_WITHDRAWN] += 1
        sums[N_GIVEN_UP] += note[FILED_AT] != NOTHING
    if row[MEDIATOR] < 0:
        return -left, 0.0
    return 0.0, -left * note[WEIGHT]


@njit(cache=True)
def quantile_us(histogram: NDArray[np.int64], share: float) -> float:
    """Return the wait that a share of the accepted cases did not exceed, spread evenly within a bin; NaN without any.

    Examples
    --------
    >>> quantile_us(np.array([0, 10, 0]), 0.5) / BIN_US
    1.5
    """
    total = histogram.sum()
    if total == 0:
        return np.nan
    wanted, passed = share * total, 0
    for place in range(len(histogram)):
        if passed + histogram[place] >= wanted and histogram[place] > 0:
            return (place + (wanted - passed) / histogram[place]) * BIN_US
        passed += histogram[place]
    return float(len(histogram) * BIN_US)
