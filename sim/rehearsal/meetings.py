"""The sessions of a course: when they are, who misses one, and the appraisal after the first."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import WORKING_DAY_US, add_working
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance, poisson
from sim.rehearsal.instants import put, within
from sim.rehearsal.law import LifecycleLaw
from sim.rehearsal.steps import ASK_IDENTITY, COMMISSION, HOLD_SESSION, IDENTIFY, RECEIVE, START_SESSION

_SESSIONS = int(Purpose.SESSIONS)
_APPRAISAL = int(Purpose.APPRAISAL)
_SHARE_OF_TIME = 0.85
"""What the sessions take of the time between contact and close (assumption); the rest is for the last steps."""

_FIRST_SHARE = 0.35
"""The first session is in the first third of the time it might be in (assumption)."""


class Meetings(NamedTuple):
    """Where the sessions lead to."""

    steps: int
    """How many there are now."""
    last_at: int
    """Instant of the last of them."""
    stopped_at: int
    """When an appraisal was commissioned; 0 if none was."""
    resumed_at: int
    """When it was received."""


@njit(cache=True)
def sessions_of(laws: CaseLaws, law: LifecycleLaw, case_id: int) -> int:
    """Return how many sessions beyond the first a case would have."""
    return poisson(chance(laws, _SESSIONS, case_id, 0), law.further_sessions_mean)


@njit(cache=True)
def put_sessions(
    laws: CaseLaws,
    law: LifecycleLaw,
    case_id: int,
    everybody: int,
    sessions: int,
    from_at: int,
    closes_at: int,
    appraisal_before: int,
    steps: NDArray[np.int64],
    count: int,
) -> Meetings:
    """Write the sessions of a case.

    Parameters
    ----------
    laws, law
        The laws of chance.
    case_id
        The case.
    everybody
        Its parties, one bit each.
    sessions
        How many are held.
    from_at, closes_at
        When all parties have been reached, and when the case will close.
    appraisal_before
        An appraisal must be commissioned before this instant; 0 if there may be none.
    steps
        int64[STEPS_MAX, 5]; written to.
    count
        Steps there are already.
    """
    last_party = everybody ^ (everybody >> 1)
    slots = sessions
    for i in range(sessions):
        slots += int(_missed(laws, law, case_id, i))
    starts_at, last_at, place, stopped_at, resumed_at = from_at, from_at, 0, 0, 0
    for i in range(sessions):
        if _missed(laws, law, case_id, i):
            at = _slot(laws, case_id, starts_at, closes_at, place, slots, 100 + i)
            count = put(steps, count, max(last_at, at - law.identity_us), ASK_IDENTITY, everybody, 0, 2 * i + 1)
            count = put(steps, count, at, IDENTIFY, everybody & ~last_party, 0, 0)
            place, last_at = place + 1, at
        at = _slot(laws, case_id, starts_at, closes_at, place, slots, 200 + i)
        place += 1
        count = put(steps, count, max(last_at, at - law.identity_us), ASK_IDENTITY, everybody, 0, 2 * i + 2)
        count = put(steps, count, at, IDENTIFY, everybody, 0, 0)
        count = put(steps, count, at, START_SESSION if i == 0 else HOLD_SESSION, everybody, 0, i + 1)
        last_at = at
        if i == 0 and at < appraisal_before and chance(laws, _APPRAISAL, case_id, 0) < law.appraisal_share:
            received_at = add_working(laws.clock, at, law.appraisal_days * WORKING_DAY_US)
            if received_at < closes_at:
                count = put(steps, count, at, COMMISSION, everybody, 0, 0)
                count = put(steps, count, received_at, RECEIVE, 0, 0, 0)
                stopped_at, resumed_at = at, received_at
                starts_at, last_at, place, slots = received_at, received_at, 0, slots - place
    return Meetings(count, last_at, stopped_at, resumed_at)


@njit(cache=True)
def _missed(laws: CaseLaws, law: LifecycleLaw, case_id: int, session: int) -> bool:
    return chance(laws, _SESSIONS, case_id, 1 + session) < law.no_show_share


@njit(cache=True)
def _slot(laws: CaseLaws, case_id: int, starts_at: int, closes_at: int, place: int, slots: int, k: int) -> int:
    """Return when a session is: each in a part of its own of the time there is."""
    drawn = chance(laws, _SESSIONS, case_id, k)
    share = (place + (drawn if place else _FIRST_SHARE * drawn)) / slots
    return within(laws.clock, starts_at, closes_at, _SHARE_OF_TIME * share)
