"""Many cases of a log that were filed and offered at one instant, followed in one compiled call.

What it does to the state is what following their events one by one does. A case whose events do not fit the state is
left alone with all after it: the caller follows those one by one, and is told by the first that does not fit what is
wrong with it.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.apply import apply_closed, apply_escalated, apply_filed
from engine.core.checked import offer
from engine.core.fetch import fetch_mediators
from engine.core.follow import BOOST_MAX_US
from engine.core.outcome import NOBODY
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.state import CoreState

LODGED_COLUMNS: Final = (
    "case_id", "boost_us", "court", "dispute_type", "language", "origin", "gender", "weight_milli", "step", "mediator",
)  # fmt: skip
"""Columns of what is followed. `step` is where the case came to, one step after another; `mediator` is `NOBODY` where
it was not offered."""
_FETCHED_AT_ONCE = 64
_FIRST_STEP = 0
_FIRST_SEAT = 0
_FIRST_ATTEMPT = 1
_ONE_SEAT = 1
_BOOST_MAX_US = int(BOOST_MAX_US)
_WEIGHT_MILLI_MAX = int(WEIGHT_MILLI_MAX)


@njit(cache=True)
def follow_lodged(state: CoreState, at: int, lodged: NDArray[np.int64], slots: NDArray[np.int64]) -> int:
    """Follow cases from their filing to their first offer; return how many, which are all before one that is unfit.

    Parameters
    ----------
    state
        The assignment state; changed.
    at
        Instant of all their events, microseconds since the epoch.
    lodged
        int64[n, m], of whose columns the first are `LODGED_COLUMNS`: cases of one seat that are not open, in order.
        Words of vocabularies are the numbers that the state knows them by.
    slots
        int64[n]; written: the slot of each.
    """
    for row in range(len(lodged)):
        if row % _FETCHED_AT_ONCE == 0:
            fetch_mediators(state, lodged[row : row + _FETCHED_AT_ONCE, 9])
        if not _is_fit(state, lodged[row]):
            return row
        case_id, boost, court, kind = lodged[row, 0], lodged[row, 1], lodged[row, 2], lodged[row, 3]
        language, origin, gender, weight = lodged[row, 4], lodged[row, 5], lodged[row, 6], lodged[row, 7]
        slot = apply_filed(
            state, case_id, at - boost, court, kind, language, origin, gender, weight, _FIRST_STEP, _ONE_SEAT
        )
        for step in range(_FIRST_STEP + 1, lodged[row, 8] + 1):
            apply_escalated(state, slot, step)
        mediator = lodged[row, 9]
        if mediator != NOBODY and offer(state, slot, _FIRST_SEAT, mediator, _FIRST_ATTEMPT, False) != 0:
            apply_closed(state, slot)
            return row
        slots[row] = slot
    return len(lodged)


@njit(cache=True)
def _is_fit(state: CoreState, lodged: NDArray[np.int64]) -> bool:
    """Tell whether what can be checked of a case before it is open is as it must be."""
    return (
        lodged[0] >= 0
        and 0 <= lodged[1] <= _BOOST_MAX_US
        and 0 <= lodged[2] < len(state.unit_of_court)
        and 0 <= lodged[7] <= _WEIGHT_MILLI_MAX
        and 0 <= lodged[8] < len(state.step_circle)
    )
