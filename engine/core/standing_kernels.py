"""What compiled code does for a standing: hand out the arrays of the state, and put others into a fresh one."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bars import bar
from engine.core.lending import lend_slots
from engine.core.queue import enqueue
from engine.core.staff import apply_policy_adopted, charge, set_room
from engine.core.state import NONE, WAITING, CoreState


@njit(cache=True)
def seat_rows(state: CoreState) -> NDArray[np.int64]:
    """Return int64[slots, 24], the rows of all seats, free ones too; not a copy, and only to be read."""
    return state.owner.slots


@njit(cache=True)
def gathered(rows: NDArray[np.int64], slots: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[columns, n], some columns of some rows; row by row, since a row lies in three lines of memory."""
    found = np.empty((len(columns), len(slots)), np.int64)
    for place in range(len(slots)):
        for field in range(len(columns)):
            found[field, place] = rows[slots[place], columns[field]]
    return found


@njit(cache=True)
def scattered(rows: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.int64]) -> None:
    """Put int64[columns, n] into some columns of the first n rows, and zeros into the others."""
    for row in range(values.shape[1]):
        rows[row, :] = 0
        for field in range(len(columns)):
            rows[row, columns[field]] = values[field, row]


@njit(cache=True)
def mediator_rows(state: CoreState) -> NDArray[np.int64]:
    """Return int64[mediators, 16], the rows of all mediators; not a copy, and only to be read."""
    return state.owner.mediators


@njit(cache=True)
def court_policies(
    state: CoreState,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Return copies of every court's policy version, policy, band width, sample size and whether by weight."""
    return (
        state.policy_version.copy(),
        state.policy.copy(),
        state.band_width_milli.copy(),
        state.sample_size.copy(),
        state.by_weight.copy(),
    )


@njit(cache=True)
def barred_of(state: CoreState, slots: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[n, 3]: place of the case among the first seats given, mediator and reason of every bar."""
    count = 0
    for place in range(len(slots)):
        node = state.first_barred[slots[place]]
        while node != NONE:
            count += 1
            node = state.next_barred[node]
    rows = np.empty((count, 3), np.int64)
    count = 0
    for place in range(len(slots)):
        node = state.first_barred[slots[place]]
        while node != NONE:
            rows[count, 0] = place
            rows[count, 1] = state.barred[node]
            rows[count, 2] = state.barred_for[node]
            count += 1
            node = state.next_barred[node]
    return rows


@njit(cache=True)
def load_policies(
    state: CoreState,
    version: NDArray[np.int64],
    policy: NDArray[np.int64],
    band_width_milli: NDArray[np.int64],
    sample_size: NDArray[np.int64],
    by_weight: NDArray[np.int64],
) -> None:
    """Give every court its policy."""
    for court in range(len(version)):
        apply_policy_adopted(
            state,
            court,
            version[court],
            policy[court],
            band_width_milli[court],
            sample_size[court],
            by_weight[court],
        )


@njit(cache=True)
def load_mediators(state: CoreState, rows: NDArray[np.int64]) -> None:
    """Give every mediator int64[mediators, 7]: capacity, load, held, weight, answer, absence, cards."""
    for mediator in range(len(rows)):
        state.capacity_milli[mediator] = rows[mediator, 0]
        state.load_milli[mediator] = rows[mediator, 1]
        state.held[mediator] = rows[mediator, 2]
        charge(state, mediator, rows[mediator, 3] - state.cumulative_milli[mediator])
        state.idle_since[mediator] = rows[mediator, 4]
        state.absence[mediator] = rows[mediator, 5]
        state.cards[mediator] = rows[mediator, 6]
        set_room(state, mediator)


@njit(cache=True)
def load_seats(state: CoreState, rows: NDArray[np.int64], slot_chain: int, waiting: NDArray[np.int64]) -> None:
    """Give a fresh state its seats, and queue those that wait, which are handed over oldest first."""
    owned = state.owner
    owned.slots = rows
    lend_slots(state)
    state.slot_chain = slot_chain
    for slot in waiting:
        enqueue(state, slot)


@njit(cache=True)
def load_barred(state: CoreState, rows: NDArray[np.int64]) -> None:
    """Bar int64[n, 3]: first seat of the case, mediator, reason."""
    for row in range(len(rows)):
        bar(state, rows[row, 0], rows[row, 1], rows[row, 2])


@njit(cache=True)
def held_cases(state: CoreState, mediator: int) -> NDArray[np.int64]:
    """Return int64[n], the numbers of the cases that a mediator is offered or holds, in no order."""
    found = np.empty(state.held[mediator], np.int64)
    count = 0
    for slot in range(len(state.status)):
        if state.mediator[slot] == mediator and count < len(found):
            found[count] = state.case_id[slot]
            count += 1
    return found[:count]


@njit(cache=True)
def waiting_seats(state: CoreState) -> NDArray[np.int64]:
    """Return int64[n], the number of the case of every seat that waits, in no order."""
    count = 0
    for slot in range(len(state.status)):
        count += state.status[slot] == WAITING
    found = np.empty(count, np.int64)
    count = 0
    for slot in range(len(state.status)):
        if state.status[slot] == WAITING:
            found[count] = state.case_id[slot]
            count += 1
    return found
