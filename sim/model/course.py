"""The course of one case, as far as its own words decide it: answers, duration, and what it is like."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import levelled, unlevelled
from sim.laws.answer import answer
from sim.laws.duration import duration_us
from sim.laws.patience import withdrawn_at
from sim.laws.traits import traits
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform, word

_DURATION = int(Purpose.DURATION)
_DRAW = int(Purpose.DRAW)


class Features(NamedTuple):
    """What each of n cases is like: int64[n] each, numbered as in `sim.laws.traits.Traits`."""

    dispute_type: NDArray[np.int64]
    language: NDArray[np.int64]
    entry_route: NDArray[np.int64]
    channel: NDArray[np.int64]
    closing_code: NDArray[np.int64]
    weight_milli: NDArray[np.int64]


@njit(cache=True)
def closes_at(laws: CaseLaws, case_id: int, accepted_at: int) -> int:
    """Return when a case accepted at an instant will close: its duration later, in levelled time."""
    return ends_at(laws, accepted_at, duration_quantile(laws, case_id))


@njit(cache=True)
def duration_quantile(laws: CaseLaws, case_id: int) -> float:
    """Return the place of a case's duration among all durations, in [0, 1)."""
    return uniform(laws.seed, laws.replication, _DURATION, case_id, 0)


@njit(cache=True)
def ends_at(laws: CaseLaws, accepted_at: int, quantile: float) -> int:
    """Return when a case accepted at an instant will close if its duration is the one at a quantile."""
    return unlevelled(laws.clock, levelled(laws.clock, accepted_at) + duration_us(laws.duration, quantile))


@njit(cache=True)
def draw_word(laws: CaseLaws, case_id: int, attempt: int) -> int:
    """Return the word that draws the mediator of a case's attempt."""
    return word(laws.seed, laws.replication, _DRAW, case_id, attempt)


@njit(cache=True)
def answer_to_offer(laws: CaseLaws, case_id: int, attempt: int, offered_at: int) -> tuple[int, int, int]:
    """Return the answer, its instant and the offer's deadline; see `sim.laws.answer.answer`."""
    return answer(laws.answer, laws.clock, laws.seed, laws.replication, case_id, attempt, offered_at)


@njit(cache=True)
def withdraws_at(laws: CaseLaws, case_id: int, filed_at: int) -> int:
    """Return when a case is withdrawn unless accepted by then; see `sim.laws.patience.withdrawn_at`."""
    return withdrawn_at(laws.patience, laws.seed, laws.replication, case_id, filed_at)


@njit(cache=True, nogil=True)
def features(laws: CaseLaws, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64]) -> Features:
    """Return what each case, filed at an instant, is like."""
    count = len(case_ids)
    columns = np.empty((6, count), np.int64)
    for i in range(count):
        drawn = traits(laws.traits, laws.clock, laws.seed, laws.replication, case_ids[i], filed_at[i])
        columns[0, i] = drawn.dispute_type
        columns[1, i] = drawn.language
        columns[2, i] = drawn.entry_route
        columns[3, i] = drawn.channel
        columns[4, i] = drawn.closing_code
        columns[5, i] = drawn.weight_milli
    return Features(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5])
