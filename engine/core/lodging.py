"""Many cases filed at one instant, each decided before the next is filed, in one compiled call.

What it does to the state is what the desk's way does with one case after another: filed, moved on to the first step at
which anybody may ever take it, drawn for, offered. What cannot be done so is refused before anything of it is done, and
everything after it waits: the caller files that case by itself and comes back with the rest.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.apply import apply_deck_renewed, apply_escalated, apply_filed, apply_offered
from engine.core.decide import decide_offer
from engine.core.eligibility import staffed_step
from engine.core.fetch import fetch_pools
from engine.core.follow import BOOST_MAX_US
from engine.core.outcome import NEW_DECK, NOBODY
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.pool import pool_of
from engine.core.roster import DISPUTE_TYPES, GENDERS, LANGUAGES, ORIGINS
from engine.core.state import CoreState
from engine.events.enums import DisputeType, Gender, Language, Origin

FILED_COLUMNS: Final = (
    "case_id", "boost_us", "court", "dispute_type", "language", "origin", "gender", "weight_milli",
)  # fmt: skip
"""Columns of what is filed."""
DONE_COLUMNS: Final = (
    "slot", "step", "busy_steps", "is_deck_renewed", "mediator", "pool_size", "band_size", "ticket_total",
    "policy_version",
)  # fmt: skip
"""Columns of what has become of it. `busy_steps` has a bit for each step that was left because nobody was free there;
the others before `step` had nobody who might ever take the case. `mediator` is `NOBODY` where the case waits."""
_TYPE_NUMBER: Final = {str(word.value): number for number, word in enumerate(DISPUTE_TYPES)}
_LANGUAGE_NUMBER: Final = {str(word.value): number for number, word in enumerate(LANGUAGES)}
_ORIGIN_NUMBER: Final = {str(word.value): number for number, word in enumerate(ORIGINS)}
_GENDER_NUMBER: Final = {None if word is None else str(word.value): number for number, word in enumerate(GENDERS)}
"""By the word itself: a member of an enumeration is slow to hash."""
_FETCHED_AT_ONCE = 64
"""Cases whose pools are fetched from main memory together, before the first of them is drawn for."""
_FIRST_STEP = 0
_FIRST_ATTEMPT = 1
_ONE_SEAT = 1
_BOOST_MAX_US = int(BOOST_MAX_US)
_WEIGHT_MILLI_MAX = int(WEIGHT_MILLI_MAX)


def numbers_of(
    dispute_type: DisputeType, language: Language, origin: Origin, gender: Gender | None
) -> tuple[int, int, int, int]:
    """Return the numbers by which the state knows what a case asks for."""
    return (
        _TYPE_NUMBER[dispute_type._value_],
        _LANGUAGE_NUMBER[language._value_],
        _ORIGIN_NUMBER[origin._value_],
        0 if gender is None else _GENDER_NUMBER[gender._value_],
    )


@njit(cache=True, nogil=True)
def fetch_and_lodge(
    state: CoreState,
    at: int,
    filed: NDArray[np.int64],
    words: NDArray[np.int64],
    skips: NDArray[np.bool_],
    done: NDArray[np.int64],
) -> int:
    """Do what `lodge` does, with what the next cases will touch fetched ahead."""
    first = 0
    while first < len(filed):
        last = min(first + _FETCHED_AT_ONCE, len(filed))
        fetch_pools(state, filed[first:last, 2], filed[first:last, 3])
        lodged = lodge(state, at, filed[first:last], words[first:last], skips, done[first:last])
        first += lodged
        if first < last:
            break
    return first


@njit(cache=True)
def lodge(
    state: CoreState,
    at: int,
    filed: NDArray[np.int64],
    words: NDArray[np.int64],
    skips: NDArray[np.bool_],
    done: NDArray[np.int64],
) -> int:
    """File cases and offer each to whom the draw names; return how many, which are all before the first unfit one.

    Parameters
    ----------
    state
        The assignment state; changed.
    at
        Instant of the filings, microseconds since the epoch.
    filed
        int64[n, 8], columns `FILED_COLUMNS`: cases of one seat that are not open, in order. Words of vocabularies are
        the numbers that the state knows them by.
    words
        int64[n]: 64 random bits for the draw of each.
    skips
        bool[steps]: `LadderStep.skip_if_nobody_free`.
    done
        int64[n, 9], columns `DONE_COLUMNS`; written.

    Notes
    -----
    A row is unfit if its court, weight or head start lies outside the bounds of the core.
    """
    for row in range(len(filed)):
        case_id, boost, court, kind = filed[row, 0], filed[row, 1], filed[row, 2], filed[row, 3]
        weight = filed[row, 7]
        if case_id < 0 or not 0 <= court < len(state.unit_of_court) or not 0 <= weight <= _WEIGHT_MILLI_MAX:
            return row
        if not 0 <= boost <= _BOOST_MAX_US:
            return row
        language, origin, gender = filed[row, 4], filed[row, 5], filed[row, 6]
        slot = apply_filed(
            state, case_id, at - boost, court, kind, language, origin, gender, weight, _FIRST_STEP, _ONE_SEAT
        )
        _seek(state, slot, words[row], skips, done[row])
    return len(filed)


@njit(cache=True)
def _seek(state: CoreState, slot: int, word: int, skips: NDArray[np.bool_], done: NDArray[np.int64]) -> None:
    """Carry a new case up the ladder until it is offered or has to wait; tell in `done` how it went."""
    step, busy, renewed, last = _FIRST_STEP, 0, 0, len(skips) - 1
    while True:
        staffed = staffed_step(state, slot, step)
        if staffed > step:
            step = staffed
            apply_escalated(state, slot, step)
        mediator, pool, band, tickets = decide_offer(state, slot, word)
        if mediator == NEW_DECK:
            renewed = 1
            apply_deck_renewed(state, slot)
            mediator, pool, band, tickets = decide_offer(state, slot, word)
        # A case that waits for a matching finds nobody although somebody has room, and does not skip for that.
        if mediator != NOBODY or step == last or not skips[step] or len(pool_of(state, slot)) > 0:
            break
        busy |= 1 << step
        step += 1
        apply_escalated(state, slot, step)
    version = state.policy_version[state.court[slot]]
    if mediator != NOBODY:
        apply_offered(state, slot, mediator, _FIRST_ATTEMPT)
    done[0], done[1], done[2], done[3], done[4] = slot, step, busy, renewed, mediator
    done[5], done[6], done[7], done[8] = pool, band, tickets, version
