"""What the next events of a replay will touch, fetched before their turn."""

from typing import Final

import numpy as np
from numba import njit

from engine.audit.case_index import NOWHERE, SLOT, CaseIndex, fetch_home, find
from engine.audit.codes import EventNumbers, Field, Kind
from engine.core.fetch import fetch_mediators, fetch_pools, fetch_slots
from engine.core.state import NONE, CoreState

AHEAD: Final = 128
"""Events looked ahead: what they touch fits the second cache."""


@njit(cache=True)
def fetch_ahead(state: CoreState, cases: CaseIndex, rows: EventNumbers, first: int) -> None:
    """Fetch what the `AHEAD` events from `first` on will touch; only those of cases that are open by now."""
    count = min(AHEAD, len(rows) - first)
    for row in range(first, first + count):
        fetch_home(cases, rows[row, Field.CASE_ID])
    slots, kinds = np.full(count, NONE, np.int64), np.full(count, NONE, np.int64)
    for i in range(count):
        found = find(cases, rows[first + i, Field.CASE_ID])
        if found != NOWHERE:
            slots[i] = cases[found, SLOT]
    fetch_slots(state, slots)
    fetch_mediators(state, rows[first : first + count, Field.MEDIATOR])
    for i in range(count):
        kind = rows[first + i, Field.KIND]
        if kind == Kind.FILED:
            kinds[i] = rows[first + i, Field.DISPUTE_TYPE]
        elif kind == Kind.OFFERED and slots[i] != NONE:
            kinds[i] = state.dispute_type[slots[i]]
    fetch_pools(state, rows[first : first + count, Field.COURT], kinds)
