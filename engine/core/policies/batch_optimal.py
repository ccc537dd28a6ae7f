"""Match the cases of a window to mediators all at once: as many as can be, then the smallest weights.

Nobody is drawn: cases wait until the window ends, and `engine.core.matching` pairs them. This file is what that needs
to know of the state. Nothing here is random, so whoever knows the state can foresee a match.
Guarantee: of all ways to match the cases of a window that weigh alike, none matches more; of those that match as many,
none has a smaller sum of the mediators' cumulative weights after each match. So nobody who is given a case ends higher
than a colleague would who has room for it and may take it. For other cases see `engine.core.matching_costs`.
Source: Horn, "Minimizing Average Flow Time with Parallel Machines", Operations Research 21(3), 1973, and Bruno,
Coffman, Sethi, "Scheduling Independent Tasks to Reduce Mean Finishing Time", Communications of the ACM 17(7), 1974: a
sum of completion times is the cost of a matching of jobs to places, the k-th last on a machine counting k times.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.eligibility import all_have_declined
from engine.core.outcome import NOBODY
from engine.core.policies.table import Policy
from engine.core.policies.wanted import policy_of
from engine.core.pool import pool_of
from engine.core.seats import waiting_seat
from engine.core.state import OFFERED, WAITING, CoreState

_BATCH_OPTIMAL = int(Policy.BATCH_OPTIMAL)


@njit(cache=True)
def waits_for_match(state: CoreState, slot: int) -> bool:
    """Return whether a seat waits to be matched; of the seats of a panel only the first does, the others follow it."""
    return (
        state.status[slot] == WAITING
        and policy_of(state, slot) == _BATCH_OPTIMAL
        and waiting_seat(state, state.head[slot]) == slot
    )


@njit(cache=True)
def seats_to_match(state: CoreState) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return slot, case number and aged key of every seat that waits to be matched, in order of slot."""
    slots = np.empty(len(state.status), np.int64)
    count = 0
    for slot in range(len(state.status)):
        if waits_for_match(state, slot):
            slots[count] = slot
            count += 1
    slots = slots[:count].copy()
    return slots, state.case_id[slots], state.aged_at[slots]


@njit(cache=True)
def pools_of(
    state: CoreState, slots: NDArray[np.int64], links_max: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_], NDArray[np.int64]]:
    """Return the pools of the first of some waiting seats: as many as have `links_max` members in all, at least one.

    Returns
    -------
    tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_], NDArray[np.int64]]
        int64[n + 1], where each pool starts; int32[links], the pools one after the other, each ascending; bool[n],
        whether everybody eligible has declined, so that a round is due; int64[n], weights in thousandths.
    """
    start, refused = np.zeros(len(slots) + 1, np.int64), np.zeros(len(slots), np.bool_)
    members = np.empty(1024, np.int32)
    count, size = 0, 0
    for slot in slots:
        pool = pool_of(state, slot)
        if count > 0 and size + len(pool) > links_max:
            break
        while size + len(pool) > len(members):
            members = np.concatenate((members, np.empty_like(members)))
        members[size : size + len(pool)] = pool
        size += len(pool)
        refused[count] = len(pool) == 0 and all_have_declined(state, slot)
        count += 1
        start[count] = size
    return start[: count + 1], members[:size], refused[:count], state.weight_milli[slots[:count]]


@njit(cache=True)
def standing(state: CoreState) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every mediator's room, and his cumulative weight with that of the offers open to him, in thousandths.

    An offer counts as if it were accepted: else whoever was matched in the last window and has not answered yet would
    look as light in this one as if he had been passed over.
    """
    weight_milli = state.cumulative_milli.copy()
    for slot in range(len(state.status)):
        if state.status[slot] == OFFERED:
            weight_milli[state.mediator[slot]] += state.weight_milli[slot]
    return state.room_milli.copy(), weight_milli


@njit(cache=True)
def lightest(state: CoreState, slot: int) -> int:
    """Return whom a case would be matched with in a window of its own: smallest cumulative weight, then number.

    `NOBODY` if its pool is empty.
    """
    found = NOBODY
    for mediator in pool_of(state, slot):
        if found == NOBODY or state.cumulative_milli[mediator] < state.cumulative_milli[found]:
            found = mediator
    return int(found)
