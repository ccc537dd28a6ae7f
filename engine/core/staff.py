"""Changes to mediators and to the rules of courts: room, presence, weight, policy; each follows an event."""

import numpy as np
from numba import njit

from engine.core.bits import trailing_zeros
from engine.core.state import ABSENT, CIRCLES, CoreState

_MILLI = 1000


@njit(cache=True)
def take_room(state: CoreState, mediator: int, weight_milli: int, cases: int) -> None:
    """Let a mediator hold so much more, less where negative."""
    state.load_milli[mediator] += weight_milli
    state.held[mediator] += cases
    set_room(state, mediator)


@njit(cache=True)
def charge(state: CoreState, mediator: int, weight_milli: int) -> None:
    """Add to a mediator's cumulative weight."""
    state.cumulative_milli[mediator] += weight_milli
    positions, charge_at, charged = state.positions, state.charge_at, state.cumulative_milli[mediator]
    for entry in range(state.position_start[mediator], state.position_end[mediator]):
        charge_at[positions[entry]] = charged


@njit(cache=True)
def apply_capacity_set(state: CoreState, mediator: int, capacity: int) -> None:
    """A mediator may hold so many standard cases from now on; what he holds beyond it he keeps."""
    state.capacity_milli[mediator] = capacity * _MILLI
    set_room(state, mediator)


@njit(cache=True)
def apply_went_absent(state: CoreState, mediator: int, cause: int) -> None:
    """A mediator is offered nothing, for cause number `cause` among others."""
    state.absence[mediator] |= np.uint8(1 << cause)
    set_room(state, mediator)


@njit(cache=True)
def apply_returned(state: CoreState, mediator: int, cause: int, entry_milli: int) -> None:
    """A cause of absence has ended, and the mediator's cumulative weight is raised."""
    state.absence[mediator] &= ~np.uint8(1 << cause)
    charge(state, mediator, entry_milli)
    set_room(state, mediator)


@njit(cache=True)
def apply_policy_adopted(
    state: CoreState, court: int, version: int, policy: int, band_width_milli: int, sample_size: int, by_weight: int
) -> None:
    """A court draws by another policy from now on."""
    state.policy_version[court] = version
    state.policy[court] = policy
    state.band_width_milli[court] = band_width_milli
    state.sample_size[court] = sample_size
    state.by_weight[court] = by_weight


@njit(cache=True)
def entry_raise(state: CoreState, mediator: int, drift_cap_milli: int) -> int:
    """Return by how much a mediator's cumulative weight must rise to lie at most the cap below his colleagues'.

    Without it, a policy that fills up whoever has done least would give a new or returning mediator every case.

    Parameters
    ----------
    state
        The assignment state; only read.
    mediator
        Who enters.
    drift_cap_milli
        How far below the smallest weight of the other present mediators of his court he may start, thousandths.
    """
    court = state.mediator_court[mediator]
    smallest = np.iinfo(np.int64).max
    for other in range(state.first_mediator[court], state.first_mediator[court + 1]):
        if other != mediator and state.absence[other] == 0:
            smallest = min(smallest, state.cumulative_milli[other])
    if smallest == np.iinfo(np.int64).max:
        return 0
    return max(0, smallest - drift_cap_milli - state.cumulative_milli[mediator])


@njit(cache=True)
def set_room(state: CoreState, mediator: int) -> None:
    """Bring the mediator's room, its copies by position, and the counts of free mediators up to date."""
    before = state.room_milli[mediator]
    room = state.capacity_milli[mediator] - state.load_milli[mediator]
    if state.absence[mediator] != 0:
        room = np.int64(ABSENT)
    state.room_milli[mediator] = room
    change = int(np.int64(room > 0) - np.int64(before > 0))
    positions, room_at = state.positions, state.room_at
    free_count, units = state.free_count, state.unit_of_court
    court: int = state.mediator_court[mediator]
    kinds: np.uint64 = state.dispute_types[mediator]
    for entry in range(state.position_start[mediator], state.position_end[mediator]):
        room_at[positions[entry]] = room
        if change != 0:
            # His positions are those of his dispute types, in order: no table is asked for what his own bits say.
            kind = np.int64(trailing_zeros(kinds))
            kinds &= kinds - np.uint64(1)
            for circle in range(CIRCLES):
                free_count[kind, units[court, circle]] += change
