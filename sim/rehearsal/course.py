"""The course of a mediation: from its acceptance to its close, both given, every step that makes that close lawful.

A pure function: the same case has the same course whoever asks and whenever. Closing codes are those of ONL 25.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import end_of_working_day
from engine.calendar.day import DAY_US, HOUR_US
from engine.events.enums import EntryRoute
from sim.laws.traits import ENTRY_ROUTES
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance, exponential, parties_of, procedure_of
from sim.rehearsal.instants import in_order, later, period_end, period_shifted, put, within
from sim.rehearsal.law import PROCEDURES, HeldLaw, LifecycleLaw
from sim.rehearsal.meetings import put_sessions, sessions_of
from sim.rehearsal.steps import (
    CONSENT,
    DRAFT_AGREEMENT,
    DRAFT_PARTIAL,
    EXTEND,
    REFUSE,
    SEAL,
    SHORTEN,
    SIGN,
    STEP_FIELDS,
    STEPS_MAX,
)

_BEFORE_FILING = tuple(ENTRY_ROUTES.index(route) for route in EntryRoute if route.is_pre_filing)
JUDGE_LED: Final = ENTRY_ROUTES.index(EntryRoute.JUDGE_LED)
APPLICANTS: Final = 0b1
"""The party who has consented by applying."""

_PROCEDURES = len(PROCEDURES)
_CONTACT = int(Purpose.CONTACT)
_EXTENSION = int(Purpose.EXTENSION)
_ENDING = int(Purpose.ENDING)
_AGREEMENT, _UNREACHABLE, _UNWILLING, _GAP, _EXPIRED, _UNSIGNED = 1, 3, 4, 5, 6, 7
_MET = (_AGREEMENT, _GAP, _UNSIGNED)
"""Codes of cases in which there has been a session."""
_CONTACT_SHARE = 0.4
"""Of the time there is: later than that nobody is reached for the first time (assumption)."""
_EXTENDED_DAYS_BEFORE = 5
"""Parties agree to a longer period in its last days (assumption)."""
_EXTENDED_BEYOND_DAYS = 5
"""They agree to up to so many working days more than are needed (assumption)."""
_REFUSED_HOURS_BEFORE = 2
"""A refusal ends the mediation the same day (ONL 15)."""


@njit(cache=True)
def course(
    laws: CaseLaws, held: HeldLaw, case_id: int, route: int, code: int, accepted_at: int, closes_at: int
) -> NDArray[np.int64]:
    """Return the steps that people take from acceptance to close.

    Parameters
    ----------
    laws, held, case_id
        The laws of chance, and the case.
    route
        Entry route, by its number in `ENTRY_ROUTES`.
    code
        Closing code, 1 to 8.
    accepted_at, closes_at
        Both in office hours, edges included, the first not after the second; microseconds.

    Returns
    -------
    NDArray[np.int64]
        int64[n, 5], the fields of `sim.rehearsal.steps.Step`, by instant; none after `closes_at`. What is to be done
        at that instant is to be done before the close.
    """
    law, clock = held.law, laws.clock
    steps, count = np.empty((STEPS_MAX, STEP_FIELDS), np.int64), 0
    parties = parties_of(laws, law, case_id)
    everybody, last_party = (1 << parties) - 1, 1 << (parties - 1)
    days = law.period_days[_PROCEDURES * route + procedure_of(laws, law, case_id)]
    ends_at = closes_at if route == JUDGE_LED else period_end(clock, accepted_at, days)
    reached_at = _reached(laws, law, case_id, accepted_at, min(ends_at, closes_at))
    sessions = 0 if code == _UNREACHABLE else sessions_of(laws, law, case_id) + int(code in _MET)
    # Who refuses at once need not have consented, unless a longer period was agreed before.
    absent = code == _UNREACHABLE or (code == _UNWILLING and sessions == 0 and closes_at <= ends_at)
    consents = everybody & ~APPLICANTS & ~(last_party if absent else 0)
    if consents:
        count = put(steps, count, reached_at, CONSENT, consents, 0, 0)
    runs = route != JUDGE_LED or not absent
    if route == JUDGE_LED and runs:
        ends_at = period_end(clock, reached_at, days)
    # An appraisal may stop the period of a mediation before filing only, and leaves time for an agreement.
    appraised = route in _BEFORE_FILING and code in _MET
    before = ends_at if appraised else 0
    met = put_sessions(laws, law, case_id, everybody, sessions, reached_at, closes_at, before, steps, count)
    count, last_at, needed_until = met.steps, met.last_at, closes_at
    if met.stopped_at:
        ends_at = period_shifted(clock, ends_at, met.resumed_at - met.stopped_at)
    if code in (_AGREEMENT, _UNSIGNED):
        count = _put_agreement(laws, law, case_id, code == _AGREEMENT, parties, last_at, closes_at, steps, count)
        if code == _AGREEMENT:
            needed_until = steps[count - 2, 0]  # an agreement takes effect with its last signature, before the seal
    if runs and needed_until >= ends_at:
        extended_at = _extended(laws, case_id, max(reached_at, met.resumed_at), ends_at)
        count = put(steps, count, extended_at, EXTEND, everybody, _until(laws, case_id, code, closes_at), 0)
        last_at = max(last_at, extended_at)
    if code == _UNWILLING:
        count = put(steps, count, _refused(laws, case_id, last_at, closes_at), REFUSE, last_party, 0, 0)
    elif code == _EXPIRED and closes_at < ends_at:
        shortened_at = within(clock, last_at, closes_at, chance(laws, _ENDING, case_id, 0))
        count = put(steps, count, shortened_at, SHORTEN, everybody, closes_at, 0)
    return in_order(steps, count)


@njit(cache=True)
def course_before(
    laws: CaseLaws, held: HeldLaw, case_id: int, route: int, code: int, accepted_at: int, closes_at: int, before: int
) -> NDArray[np.int64]:
    """Return those steps of a course that lie before an instant: what a run does not come to, it need not keep."""
    steps = course(laws, held, case_id, route, code, accepted_at, closes_at)
    count = len(steps)
    while count > 0 and steps[count - 1, 0] >= before:
        count -= 1
    return steps[:count]


@njit(cache=True)
def _reached(laws: CaseLaws, law: LifecycleLaw, case_id: int, accepted_at: int, before: int) -> int:
    """Return when all parties have been reached: early in the time there is."""
    latest = within(laws.clock, accepted_at, before, _CONTACT_SHARE)
    return later(laws.clock, accepted_at, exponential(laws, _CONTACT, case_id, 0, law.contact_mean_us), latest)


@njit(cache=True)
def _extended(laws: CaseLaws, case_id: int, earliest: int, ends_at: int) -> int:
    """Return when all agree to a longer period: in its last days, before it ends."""
    begins = max(earliest, ends_at - _EXTENDED_DAYS_BEFORE * DAY_US)
    return within(laws.clock, begins, ends_at - 1, chance(laws, _EXTENSION, case_id, 0))


@njit(cache=True)
def _refused(laws: CaseLaws, case_id: int, last_at: int, closes_at: int) -> int:
    """Return when a party refuses to go on: shortly before the close."""
    return max(last_at, closes_at - int(chance(laws, _ENDING, case_id, 0) * _REFUSED_HOURS_BEFORE * HOUR_US))


@njit(cache=True)
def _until(laws: CaseLaws, case_id: int, code: int, closes_at: int) -> int:
    """Return to what they agree: some days more than needed, or too little, where the period is to expire (code 6)."""
    if code == _EXPIRED:
        return closes_at
    return end_of_working_day(
        laws.clock, closes_at, 1 + int(_EXTENDED_BEYOND_DAYS * chance(laws, _EXTENSION, case_id, 1))
    )


@njit(cache=True)
def _put_agreement(
    laws: CaseLaws,
    law: LifecycleLaw,
    case_id: int,
    signed: bool,  # noqa: FBT001 - compiled functions take their arguments by position
    parties: int,
    last_at: int,
    closes_at: int,
    steps: NDArray[np.int64],
    count: int,
) -> int:
    """Write draft, signatures and seal; where an agreement is not `signed`, the last party's and the seal lack."""
    signatures = parties if signed else parties - 1
    slots = signatures + 2
    draft = DRAFT_PARTIAL if chance(laws, _ENDING, case_id, 1) < law.partial_share else DRAFT_AGREEMENT
    for place in range(slots if signed else slots - 1):
        share = (place + chance(laws, _ENDING, case_id, 2 + place)) / slots
        at = within(laws.clock, last_at, closes_at, share)
        if place == 0:
            count = put(steps, count, at, draft, 0, 0, 0)
        elif place <= signatures:
            count = put(steps, count, at, SIGN, 1 << (place - 1), 0, 0)
        else:
            count = put(steps, count, at, SEAL, 0, 0, 0)
    return count
