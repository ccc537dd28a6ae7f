"""The draw of nine cases in ten, fast: `BAND_DRAW` where the pool is what one index holds but for a few who are barred.

Such a case is in Mandarin, about mainland parties, asks for no gender and stands at a step without an expression. Its
candidates are one range of `members_by_type`, whose room and weight lie side by side in `room_at` and `charge_at`: the
processor compares several at once, and nothing is looked up mediator by mediator. Whoever is barred by a conflict or a
refusal has no room in a copy that is made for the one draw. The result is that of the slow way, which the tests hold it
to.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.bits import high_product
from engine.core.eligibility import all_have_declined
from engine.core.outcome import NEW_ROUND, NOBODY
from engine.core.policies.table import Policy
from engine.core.queue import courts_of, unit_of
from engine.core.state import ABSENT, NONE, CoreState

_BAND_DRAW = int(Policy.BAND_DRAW)
_FAR = np.iinfo(np.int64).max


@njit(cache=True)
def is_narrow(state: CoreState, slot: int, policy: int) -> bool:
    """Return whether `decide_narrow` may answer for the case."""
    step = state.step[slot]
    return (
        policy == _BAND_DRAW
        and state.is_ordinary[slot] != 0
        and state.program_start[step] == state.program_start[step + 1]
    )


@njit(cache=True)
def decide_narrow(state: CoreState, slot: int, word: int) -> tuple[int, int, int, int]:
    """Draw as `decide_offer` does, for a case for which `is_narrow` holds."""
    unit = unit_of(state, slot)
    kind: int = state.dispute_type[slot]
    if state.free_count[kind, unit] == 0:
        return _nobody(state, slot), 0, 0, 0
    first_court, last_court = courts_of(state, unit)
    first: int = state.type_start[kind, first_court]
    last: int = state.type_start[kind, last_court]
    room, charge = state.room_at[first:last], state.charge_at[first:last]
    if state.first_barred[slot] != NONE:
        room = _room_but_barred(state, slot, first, last)
    court: int = state.court[slot]
    width: int = state.band_width_milli[court]
    place, pool, band = _draw(room, charge, max(state.weight_milli[slot], 1), width, word)
    if place == NONE:
        return _nobody(state, slot), 0, 0, 0
    return int(state.members_by_type[first + place]), pool, band, band


@njit(cache=True)
def foresee_narrow(state: CoreState, court: int, kind: int, weight_milli: int, word: int) -> int:
    """Guess whom an ordinary case will be offered to when it is filed: whom it would be offered to now.

    What happens before the filing may change that, so nothing may follow from it but what is fetched.

    Returns
    -------
    int
        The mediator; `NONE` where nobody of the court has room, or the court does not draw by `BAND_DRAW`.
    """
    if state.policy[court] != _BAND_DRAW:
        return NONE
    first: int = state.type_start[kind, court]
    last: int = state.type_start[kind, court + 1]
    room, charge = state.room_at[first:last], state.charge_at[first:last]
    place, _, _ = _draw(room, charge, max(weight_milli, 1), state.band_width_milli[court], word)
    return NONE if place == NONE else int(state.members_by_type[first + place])


@njit(cache=True)
def _draw(room: NDArray[np.int64], charge: NDArray[np.int64], need: int, width: int, word: int) -> tuple[int, int, int]:
    """Return the place that is drawn, `NONE` if nobody has room; how many have, and how many of them a ticket."""
    pool, smallest = 0, _FAR
    for place in range(len(room)):
        fits = room[place] >= need
        pool += fits
        smallest = min(smallest, charge[place] if fits else _FAR)
    if pool == 0:
        return NONE, 0, 0
    limit = smallest + width
    band = 0
    for place in range(len(room)):
        band += (room[place] >= need) & (charge[place] <= limit)
    drawn = np.int64(high_product(np.uint64(word), np.uint64(band)))
    place = 0
    # Who has a ticket is as good as random: the processor guesses only where the search ends.
    while True:
        drawn -= (room[place] >= need) & (charge[place] <= limit)
        if drawn < 0:
            return place, pool, band
        place += 1


@njit(cache=True)
def _room_but_barred(state: CoreState, slot: int, first: int, last: int) -> NDArray[np.int64]:
    """Return the room of a range of candidates as a copy in which whoever is barred has none."""
    room = state.room_at[first:last].copy()
    members = state.members_by_type[first:last]
    node: int = state.first_barred[slot]
    while node != NONE:
        mediator: int = state.barred[node]
        place = np.searchsorted(members, mediator)
        if place < len(members) and members[place] == mediator:
            room[place] = ABSENT
        node = state.next_barred[node]
    return room


@njit(cache=True)
def _nobody(state: CoreState, slot: int) -> int:
    return NEW_ROUND if all_have_declined(state, slot) else NOBODY
