"""Loops around the core's compiled functions, as a compiled caller has them.

Not cached on disk: the cache would notice a change of this file but not of the core that it calls, and the
benchmark would time yesterday's core.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.apply import apply_filed
from engine.core.decide import decide_offer
from engine.core.eligibility import staffed_step
from engine.core.policy import STANDARD_CASE_MILLI
from engine.core.state import CoreState
from sim.randomness.words import COURT_SHIFT


@njit
def file_all(
    state: CoreState,
    case_ids: NDArray[np.int64],
    filed_at: int,
    dispute_types: NDArray[np.int64],
    languages: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """File cases, each at the first ladder step with anybody who may take it.

    Returns
    -------
    tuple[NDArray[np.int64], NDArray[np.int64]]
        int64[n] each: the slots, the steps.
    """
    count = len(case_ids)
    slots, steps = np.empty(count, np.int64), np.empty(count, np.int64)
    for i in range(count):
        court = case_ids[i] >> COURT_SHIFT
        kind, language = dispute_types[i], languages[i]
        steps[i] = staffed_step(state, court, kind, language, 0)
        slots[i] = apply_filed(state, case_ids[i], filed_at, court, kind, language, STANDARD_CASE_MILLI, steps[i])
    return slots, steps


@njit
def decide_all(state: CoreState, slots: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[n], the mediator drawn for each waiting case; the state is only read."""
    drawn = np.empty(len(slots), np.int64)
    for i in range(len(slots)):
        drawn[i] = decide_offer(state, slots[i], words[i])[0]
    return drawn
