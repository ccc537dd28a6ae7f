"""Decisions: read the state, choose, write nothing.

`decide_offer` answers "whom shall this case be offered to?", `decide_pull` answers "which waiting case shall this
freed mediator be offered?". What they return becomes an event, and only the event changes the state.
"""

import numpy as np
from numba import njit

from engine.core.bits import high_product, trailing_zeros
from engine.core.eligibility import all_have_declined, has_room, is_barred, is_eligible
from engine.core.narrow import decide_narrow, is_narrow
from engine.core.outcome import NEW_DECK, NEW_ROUND, NOBODY
from engine.core.policies.table import Policy, fill_tickets
from engine.core.policies.wanted import policy_of
from engine.core.pool import pool_of
from engine.core.queue import is_older, unit_around
from engine.core.state import CIRCLES, NONE, CoreState

_BATCH_OPTIMAL = int(Policy.BATCH_OPTIMAL)


@njit(cache=True)
def decide_offer(state: CoreState, slot: int, word: int) -> tuple[int, int, int, int]:
    """Choose the mediator to be offered a waiting case at the ladder step it has reached.

    Parameters
    ----------
    state
        The assignment state; only read.
    slot
        Slot of a waiting seat.
    word
        64 random bits, as a signed integer, that decide among the tickets.

    Returns
    -------
    tuple[int, int, int, int]
        Mediator, `NOBODY`, `NEW_ROUND` or `NEW_DECK`; pool size, the eligible who are present and have room; how many
        of them have a ticket; tickets. The tickets lie in ascending order of mediator, and number
        `high_product(word, tickets)`, counted from 0, wins: no ticket is likelier than another by more than
        tickets / 2**64.

    Notes
    -----
    O(mediators of the dispute type in the unit). The ordinary case under the default policy is two passes over arrays
    that lie side by side; everything else gathers its pool first.
    """
    policy = policy_of(state, slot)
    if policy == _BATCH_OPTIMAL:
        return NOBODY, 0, 0, 0
    if is_narrow(state, slot, policy):
        return decide_narrow(state, slot, word)
    pool = pool_of(state, slot)
    if len(pool) == 0:
        return (NEW_ROUND if all_have_declined(state, slot) else NOBODY), 0, 0, 0
    tickets = np.empty(len(pool), np.int64)
    fill_tickets(state, policy, state.court[slot], pool, tickets)
    total, band = 0, 0
    for held in tickets:
        total += held
        band += held > 0
    if total == 0:
        return NEW_DECK, len(pool), 0, 0
    drawn = np.int64(high_product(np.uint64(word), np.uint64(total)))
    place = 0
    while drawn >= tickets[place]:
        drawn -= tickets[place]
        place += 1
    return int(pool[place]), len(pool), int(band), int(total)


@njit(cache=True)
def decide_pull(state: CoreState, mediator: int) -> int:
    """Choose the waiting case to be offered a mediator who has room.

    Parameters
    ----------
    state
        The assignment state; only read.
    mediator
        Mediator whose room, presence or place on the roster has changed.

    Returns
    -------
    int
        Slot of the oldest seat, by aged key, that waits at a step whose unit he sits in and that he may take, whether
        at his court, region, province or in the nation; `NONE` if there is none, or no room.
    """
    oldest = NONE
    if state.room_milli[mediator] < 1:
        return oldest
    for circle in range(CIRCLES):
        unit = unit_around(state, int(state.mediator_court[mediator]), circle)
        types_left = state.dispute_types[mediator]
        while types_left != np.uint64(0):
            kind = int(np.int64(trailing_zeros(types_left)))
            types_left &= types_left - np.uint64(1)
            slot = _oldest_for(state, unit, kind, mediator, oldest)
            if slot != NONE:
                oldest = slot
    return oldest


@njit(cache=True)
def _oldest_for(state: CoreState, unit: int, kind: int, mediator: int, than: int) -> int:
    """Return the oldest slot of one queue that the mediator may take and that is older than `than`, else `NONE`."""
    slot: int = state.queue_oldest[unit, kind]
    while slot != NONE and (than == NONE or is_older(state, slot, than)):
        if (
            has_room(state, slot, mediator)
            and is_eligible(state, slot, mediator, state.step[slot])
            and not is_barred(state, slot, mediator)
            and policy_of(state, slot) != _BATCH_OPTIMAL
        ):
            return slot
        slot = state.next_slot[slot]
    return NONE
