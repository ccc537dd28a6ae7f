"""The course of one case, as far as its own words decide it: answers, duration, and what it is like."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import end_of_working_day, levelled, unlevelled
from sim.laws.answer import ACCEPT, accepts_first, answer
from sim.laws.duration import duration_us
from sim.laws.patience import withdrawn_at
from sim.laws.traits import traits
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform, word

_DURATION = int(Purpose.DURATION)
_DRAW = int(Purpose.DRAW)

OPEN_OFFERED = 1
"""Course so far: an offer is open at the start of observation."""
OPEN_ACCEPTED = 2
"""Course so far: a mediator holds the case at the start of observation."""


class Features(NamedTuple):
    """What each of n cases is like: int64[n] each, numbered as in `sim.laws.traits.Traits`."""

    dispute_type: NDArray[np.int64]
    language: NDArray[np.int64]
    entry_route: NDArray[np.int64]
    channel: NDArray[np.int64]
    closing_code: NDArray[np.int64]
    weight_milli: NDArray[np.int64]


class Survivors(NamedTuple):
    """Cases filed before observation starts and still open then: int64[n] each, times in microseconds."""

    case_id: NDArray[np.int64]
    filed_at: NDArray[np.int64]
    stage: NDArray[np.int64]
    """`OPEN_OFFERED` or `OPEN_ACCEPTED`."""
    attempt: NDArray[np.int64]
    moved_at: NDArray[np.int64]
    """When it was accepted, or when the open offer was made."""
    deadline: NDArray[np.int64]
    """End of the open offer; 0 for an accepted case."""
    closes_at: NDArray[np.int64]
    """When an accepted case will close; 0 for an offered one."""


@njit(cache=True)
def closes_at(laws: CaseLaws, case_id: int, accepted_at: int) -> int:
    """Return when a case accepted at an instant will close: its duration later, in levelled time."""
    quantile = uniform(laws.seed, laws.replication, _DURATION, case_id, 0)
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


@njit(cache=True)
def _is_long_over(laws: CaseLaws, case_id: int, filed_at: int, starts_at: int) -> bool:
    """Return whether a case ends before an instant even if the first mediator takes all his time to accept it.

    Nine cases in ten of a history are, and are known to be without their true instants, which cost more to draw.
    """
    if not accepts_first(laws.answer, laws.seed, laws.replication, case_id):
        return False
    return closes_at(laws, case_id, end_of_working_day(laws.clock, filed_at, laws.answer.deadline_days)) < starts_at


@njit(cache=True, nogil=True)
def survivors(laws: CaseLaws, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], starts_at: int) -> Survivors:
    """Follow cases filed before `starts_at`, each as if a mediator were always free, and keep those still open.

    Whose parties lost patience before that acceptance, and before `starts_at`, is not open any more.

    Returns
    -------
    Survivors
        In the order given.
    """
    kept, columns = 0, np.empty((7, 1024), np.int64)
    for i in range(len(case_ids)):
        if _is_long_over(laws, case_ids[i], filed_at[i], starts_at):
            continue
        case_id, at, attempt = case_ids[i], filed_at[i], 1
        kind, answered_at, deadline = answer_to_offer(laws, case_id, attempt, at)
        while kind != ACCEPT and answered_at < starts_at:
            at, attempt = answered_at, attempt + 1
            kind, answered_at, deadline = answer_to_offer(laws, case_id, attempt, at)
        if withdraws_at(laws, case_id, filed_at[i]) < min(answered_at, starts_at):
            continue
        stage, moved_at, ends_at = OPEN_OFFERED, at, 0
        if answered_at < starts_at:
            stage, moved_at, deadline = OPEN_ACCEPTED, answered_at, 0
            ends_at = closes_at(laws, case_id, answered_at)
            if ends_at < starts_at:
                continue
        if kept == columns.shape[1]:
            columns = np.concatenate((columns, np.empty_like(columns)), axis=1)
        columns[:, kept] = (case_id, filed_at[i], stage, attempt, moved_at, deadline, ends_at)
        kept += 1
    rows = columns[:, :kept]
    return Survivors(
        rows[0].copy(),
        rows[1].copy(),
        rows[2].copy(),
        rows[3].copy(),
        rows[4].copy(),
        rows[5].copy(),
        rows[6].copy(),
    )
