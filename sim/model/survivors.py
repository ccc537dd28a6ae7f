"""Who of the cases filed before a run is still open at its beginning, if a mediator was always free for them."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import end_of_working_day
from engine.calendar.day import DAY_US, UTC_OFFSET_US
from engine.core.lent import lent
from sim.laws.answer import ACCEPT, accepts_first
from sim.model.course import answer_to_offer, closes_at, duration_quantile, ends_at, withdraws_at
from sim.model.laws import CaseLaws

OPEN_OFFERED: Final = 1
"""Course so far: an offer is open at the start of observation."""
OPEN_ACCEPTED: Final = 2
"""Course so far: a mediator holds the case at the start of observation."""
_QUANTILES: Final = 2**53
"""Numbers in [0, 1) that a word may come to; see `sim.randomness.words.unit`."""
_COLUMNS: Final = 7


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


@njit(cache=True, nogil=True)
def survivors(laws: CaseLaws, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], starts_at: int) -> Survivors:
    """Follow cases filed before `starts_at`, each as if a mediator were always free, and keep those still open.

    Whose parties lost patience before that acceptance, and before `starts_at`, is not open any more.

    Returns
    -------
    Survivors
        In the order given.
    """
    places = _maybe_open(laws, case_ids, filed_at, starts_at)
    columns = np.empty((_COLUMNS, len(places)), np.int64)
    kept = _follow(laws, case_ids, filed_at, places, starts_at, columns)
    return Survivors(
        columns[0, :kept].copy(),
        columns[1, :kept].copy(),
        columns[2, :kept].copy(),
        columns[3, :kept].copy(),
        columns[4, :kept].copy(),
        columns[5, :kept].copy(),
        columns[6, :kept].copy(),
    )


@njit(cache=True)
def _follow(
    laws: CaseLaws,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    places: NDArray[np.int64],
    starts_at: int,
    columns: NDArray[np.int64],
) -> int:
    """Follow the cases at some places, write those still open into columns, and return how many they are."""
    kept, used_ids, instants, used_places, written = 0, lent(case_ids), lent(filed_at), lent(places), lent(columns)
    for i in range(len(places)):
        case_id, at, attempt = used_ids[used_places[i]], instants[used_places[i]], 1
        filed = at
        kind, answered_at, deadline = answer_to_offer(laws, case_id, attempt, at)
        while kind != ACCEPT and answered_at < starts_at:
            at, attempt = answered_at, attempt + 1
            kind, answered_at, deadline = answer_to_offer(laws, case_id, attempt, at)
        if withdraws_at(laws, case_id, filed) < min(answered_at, starts_at):
            continue
        stage, moved_at, over_at = OPEN_OFFERED, at, 0
        if answered_at < starts_at:
            stage, moved_at, deadline = OPEN_ACCEPTED, answered_at, 0
            over_at = closes_at(laws, case_id, answered_at)
            if over_at < starts_at:
                continue
        written[:, kept] = (case_id, filed, stage, attempt, moved_at, deadline, over_at)
        kept += 1
    return kept


@njit(cache=True)
def _maybe_open(
    laws: CaseLaws, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], starts_at: int
) -> NDArray[np.int64]:
    """Return the places of the cases that are not known to be over without following them: one in ten of a history."""
    places = np.empty(len(case_ids), np.int64)
    if len(case_ids) == 0:
        return places
    first_day = _day_of(filed_at.min())
    below = _over_below(laws, first_day, _day_of(filed_at.max()) + 1 - first_day, starts_at)
    count = _mark(laws, case_ids, filed_at, first_day, below, places)
    return places[:count].copy()


@njit(cache=True)
def _mark(
    laws: CaseLaws,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    first_day: int,
    below: NDArray[np.float64],
    places: NDArray[np.int64],
) -> int:
    """Write the places of the cases not known to be over by `_over_below`, and return how many they are."""
    count, used_ids, instants, known, written = 0, lent(case_ids), lent(filed_at), lent(below), lent(places)
    for place in range(len(case_ids)):
        case_id = used_ids[place]
        is_short = duration_quantile(laws, case_id) < known[_day_of(instants[place]) - first_day]
        written[count] = place
        count += not (is_short and accepts_first(laws.answer, laws.seed, laws.replication, case_id))
    return count


@njit(cache=True)
def _day_of(at: int) -> int:
    return (at + UTC_OFFSET_US) // DAY_US


@njit(cache=True)
def _over_below(laws: CaseLaws, first_day: int, days: int, starts_at: int) -> NDArray[np.float64]:
    """Return for each day the quantile of the duration below which a case filed then is over at an instant anyhow.

    That is, if it is accepted at its first offer, even as late as a mediator may. A longer duration never ends earlier,
    and the last moment to accept is the same for a whole day, so one search a day tells for most cases what their true
    instants, which cost more to draw, would tell.

    Parameters
    ----------
    laws
        Laws of the cases.
    first_day, days
        Local day number of the first of the days, and how many they are.
    starts_at
        The instant.

    Returns
    -------
    NDArray[np.float64]
        float64[days].
    """
    below = np.empty(days, np.float64)
    for place in range(days):
        filed_at = (first_day + place) * DAY_US - UTC_OFFSET_US
        accepted_at = end_of_working_day(laws.clock, filed_at, laws.answer.deadline_days)
        least, most = 0, _QUANTILES
        while least < most:
            middle = (least + most) // 2
            if ends_at(laws, accepted_at, middle / _QUANTILES) < starts_at:
                least = middle + 1
            else:
                most = middle
        below[place] = least / _QUANTILES
    return below
