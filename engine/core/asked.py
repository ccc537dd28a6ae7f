"""Questions that the Python border asks: each answers with plain numbers and changes nothing."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.decide import decide_offer, decide_pull
from engine.core.eligibility import staffed_step
from engine.core.policies.table import Policy, fill_tickets
from engine.core.policies.wanted import policy_of
from engine.core.pool import pool_of
from engine.core.seats import waiting_seat
from engine.core.state import NONE, CoreState

NOT_WAITING = -4
"""Instead of a mediator: the case has no seat that waits."""

_BATCH_OPTIMAL = int(Policy.BATCH_OPTIMAL)


@njit(cache=True)
def draw(state: CoreState, slot: int, word: int) -> tuple[int, int, int, int]:
    """Return what `decide_offer` chooses for the first seat that waits."""
    seat = waiting_seat(state, slot)
    if seat == NONE:
        return NOT_WAITING, 0, 0, 0
    return decide_offer(state, seat, word)


@njit(cache=True)
def tickets_of(state: CoreState, slot: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the pool of a case's first waiting seat, empty if none waits, and tickets, none where nobody is drawn."""
    seat = waiting_seat(state, slot)
    if seat == NONE:
        return np.empty(0, np.int32), np.empty(0, np.int64)
    pool = pool_of(state, seat)
    tickets = np.zeros(len(pool), np.int64)
    policy = policy_of(state, seat)
    if len(pool) > 0 and policy != _BATCH_OPTIMAL:
        fill_tickets(state, policy, state.court[seat], pool, tickets)
    return pool, tickets


@njit(cache=True)
def pull(state: CoreState, mediator: int) -> int:
    """Return the number of the case that `decide_pull` chooses, `NONE` if there is none."""
    slot = decide_pull(state, mediator)
    return NONE if slot == NONE else state.case_id[slot]


@njit(cache=True)
def staffed(state: CoreState, slot: int, step: int) -> int:
    """Return the first ladder step from `step` on with anybody who may ever take the case."""
    return staffed_step(state, slot, step)


@njit(cache=True)
def first_waiting(state: CoreState, slot: int) -> int:
    """Return the slot of the first seat that waits, `NONE` if none does."""
    return waiting_seat(state, slot)


@njit(cache=True)
def mediators_at_work(state: CoreState) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return copies of every mediator's load and cumulative weight (thousandths) and last answer (microseconds)."""
    return state.load_milli.copy(), state.cumulative_milli.copy(), state.idle_since.copy()


@njit(cache=True)
def case_at(state: CoreState, slot: int) -> tuple[int, int, int, int, int]:
    """Return a seat's status, ladder step, attempt and mediator, and the slot of the next seat."""
    return state.status[slot], state.step[slot], state.attempt[slot], state.mediator[slot], state.next_seat[slot]


@njit(cache=True)
def presence(state: CoreState, mediator: int) -> int:
    """Return the causes of a mediator's absence, a bit each; 0 if he is present."""
    return int(state.absence[mediator])


@njit(cache=True)
def court_policy(state: CoreState, court: int) -> tuple[int, int, int, int, int]:
    """Return the version of a court's policy, its number and its settings: width, sample size, by weight."""
    return (
        state.policy_version[court],
        state.policy[court],
        state.band_width_milli[court],
        state.sample_size[court],
        int(state.by_weight[court]),
    )
