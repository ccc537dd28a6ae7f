"""The seats of a case: one, or several for a panel, in a chain from the first."""

from numba import njit

from engine.core.state import NONE, WAITING, CoreState


@njit(cache=True)
def seat_at(state: CoreState, slot: int, place: int) -> int:
    """Return the slot of the seat at a place, counted from 0; `NONE` if the case has no such seat."""
    seat = slot
    while seat != NONE and state.seat[seat] != place:
        seat = state.next_seat[seat]
    return seat


@njit(cache=True)
def waiting_seat(state: CoreState, slot: int) -> int:
    """Return the slot of the first seat that waits, `NONE` if none does."""
    seat = slot
    while seat != NONE and state.status[seat] != WAITING:
        seat = state.next_seat[seat]
    return seat


@njit(cache=True)
def last_attempt(state: CoreState, slot: int) -> int:
    """Return the number of the last offer made for any seat of the case."""
    attempt = 0
    seat = slot
    while seat != NONE:
        attempt = max(attempt, state.attempt[seat])
        seat = state.next_seat[seat]
    return attempt
