"""When something first happens to each of the disputes that are open when a run begins."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import ClockArrays, end_of_working_day
from engine.events.enums import EntryRoute
from sim.laws.traits import ENTRY_ROUTES
from sim.model.laws import CaseLaws
from sim.rehearsal.chance import parties_of
from sim.rehearsal.course import APPLICANTS, JUDGE_LED, course, course_before
from sim.rehearsal.law import HeldLaw
from sim.rehearsal.steps import CONSENT, SIGN, START_SESSION, STEP_FIELDS

NEVER: Final = 2**62
"""Instant of what will not happen."""
_ENTRUSTED = ENTRY_ROUTES.index(EntryRoute.ENTRUSTED)
_THREADS: Final = 2


def in_parts(
    compiled: Callable[..., Any], laws: CaseLaws, held: HeldLaw, columns: Sequence[NDArray[np.int64]], instant: int
) -> list[Any]:
    """Call a function of this file for parts of the cases, each on a thread of its own: they share nothing.

    Parameters
    ----------
    compiled
        `first_touches` or `courses`.
    laws, held, columns, instant
        What it takes; `columns` are those of the cases.

    Returns
    -------
    list
        What it returned of each part, in order.
    """
    parts = zip(*(np.array_split(column, _THREADS) for column in columns), strict=True)
    with ThreadPoolExecutor(_THREADS) as threads:
        running = [threads.submit(compiled, laws, held, *part, instant) for part in parts]
    return [run.result() for run in running]


@njit(cache=True, nogil=True)
def first_touches(
    laws: CaseLaws,
    held: HeldLaw,
    case_ids: NDArray[np.int64],
    routes: NDArray[np.int64],
    codes: NDArray[np.int64],
    accepted_at: NDArray[np.int64],
    closes_at: NDArray[np.int64],
    starts_at: int,
) -> NDArray[np.int64]:
    """Return when the first step or reminder of each accepted case is due, its close left out.

    Parameters
    ----------
    laws, held
        The laws of chance.
    case_ids, routes, codes, accepted_at, closes_at
        int64[n]: what `course` takes of each.
    starts_at
        What lies before it has happened.

    Returns
    -------
    NDArray[np.int64]
        int64[n], microseconds; `NEVER` where nothing happens before the close.
    """
    first = np.full(len(case_ids), NEVER, np.int64)
    for i in range(len(case_ids)):
        steps = course(laws, held, case_ids[i], routes[i], codes[i], accepted_at[i], closes_at[i])
        everybody = (1 << parties_of(laws, held.law, case_ids[i])) - 1
        reached_at, met_at, signed, signed_at = closes_at[i], closes_at[i], 0, NEVER
        for j in range(len(steps)):
            at, what, parties = steps[j, 0], steps[j, 1], steps[j, 2]
            if at >= starts_at:
                first[i] = min(first[i], at)
            if what == CONSENT and parties | APPLICANTS == everybody:
                reached_at = at
            elif what == START_SESSION:
                met_at = at
            elif what == SIGN:
                signed |= parties
                if signed == everybody:
                    signed_at = at
        if routes[i] != _ENTRUSTED:
            until = reached_at if routes[i] == JUDGE_LED else met_at
            reminded_at = _reminder(laws.clock, accepted_at[i], held.law.contact_days, starts_at)
            first[i] = min(first[i], reminded_at if reminded_at <= until else NEVER)
        if signed_at < starts_at:
            reminded_at = _reminder(laws.clock, signed_at, held.law.sealing_days, starts_at)
            first[i] = min(first[i], reminded_at if reminded_at <= closes_at[i] else NEVER)
    return first


@njit(cache=True, nogil=True)
def courses(
    laws: CaseLaws,
    held: HeldLaw,
    case_ids: NDArray[np.int64],
    routes: NDArray[np.int64],
    codes: NDArray[np.int64],
    accepted_at: NDArray[np.int64],
    closes_at: NDArray[np.int64],
    before: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the courses of many cases, one after another: one call for all costs a tenth of one for each.

    Parameters
    ----------
    laws, held
        The laws of chance.
    case_ids, routes, codes, accepted_at, closes_at
        int64[n]: what `course` takes of each.
    before
        Steps at or after this instant are left out.

    Returns
    -------
    tuple[NDArray[np.int64], NDArray[np.int64]]
        int64[n + 1], where each begins; int64[m, 5], their steps.
    """
    begins, steps = np.zeros(len(case_ids) + 1, np.int64), np.empty((1024, STEP_FIELDS), np.int64)
    for i in range(len(case_ids)):
        rows = course_before(laws, held, case_ids[i], routes[i], codes[i], accepted_at[i], closes_at[i], before)
        begins[i + 1] = begins[i] + len(rows)
        while begins[i + 1] > len(steps):
            steps = np.concatenate((steps, np.empty_like(steps)))
        steps[begins[i] : begins[i + 1]] = rows
    return begins, steps[: begins[-1]].copy()


@njit(cache=True)
def _reminder(clock: ClockArrays, since: int, days: int, starts_at: int) -> int:
    """Return the first end of a period that begins anew at each of its ends, from the beginning of the run on."""
    end = end_of_working_day(clock, since, days)
    while end < starts_at:
        end = end_of_working_day(clock, end, days)
    return end
