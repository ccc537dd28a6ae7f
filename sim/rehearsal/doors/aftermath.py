"""Agreements from before a run for whose confirmation the parties apply: found among all filings, in numbers."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import end_of_working_day, levelled, unlevelled
from engine.events.enums import ClosingCode, EntryRoute
from sim.laws.answer import ACCEPT
from sim.laws.traits import ENTRY_ROUTES, traits
from sim.model.course import answer_to_offer, closes_at, withdraws_at
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance, parties_of
from sim.rehearsal.course import course
from sim.rehearsal.doors.after_course import AFTER_FIELDS, NEXT_AT, follow_after
from sim.rehearsal.doors.after_law import AfterLaw
from sim.rehearsal.doors.timing import asks_at, asks_before
from sim.rehearsal.instants import period_end
from sim.rehearsal.law import HeldLaw
from sim.rehearsal.steps import DRAFT_PARTIAL, SEAL, SIGN
from sim.rehearsal.touching import NEVER

_CONFIRMATION: Final = int(Purpose.CONFIRMATION)
_AGREEMENT: Final = int(ClosingCode.AGREEMENT)
_BEFORE_FILING: Final = tuple(ENTRY_ROUTES.index(route) for route in EntryRoute if route.is_pre_filing)

# The columns of an agreement.
CASE_ID: Final = 0
FILED_AT: Final = 1
ACCEPTED_AT: Final = 2
ATTEMPT: Final = 3
CLOSED_AT: Final = 4
PARTIAL_AT: Final = 5
"""When a partial agreement was drafted; 0 if it leaves nothing open."""
AGREED_AT: Final = 6
SEALED_AT: Final = 7
SEAL_OVERDUE_AT: Final = 8
"""When its organisation was last reminded of its seal before the close; 0 if it was not."""
WINDOW_ENDS_AT: Final = 9
ROUTE: Final = 10
"""Number in `ENTRY_ROUTES`."""
AGREEMENT_FIELDS: Final = 11


class Aftermath(NamedTuple):
    """Agreements to whose confirmations something will happen in a run, in no particular order."""

    agreements: NDArray[np.int64]
    """int64[n, AGREEMENT_FIELDS]."""
    confirmations: NDArray[np.int64]
    """int64[n, AFTER_FIELDS], as `after_course` has them; `NEXT_AT` reckons with the end of the parties' days, too."""


@njit(cache=True, nogil=True)
def aftermath(
    laws: CaseLaws,
    held: HeldLaw,
    law: AfterLaw,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    starts_at: int,
    ends_at: int,
) -> Aftermath:
    """Follow the cases filed before a run, each as if a mediator had always been free, to their confirmations.

    Parameters
    ----------
    laws, held, law
        The laws of chance.
    case_ids, filed_at
        int64[n]: every filing of the days before the beginning.
    starts_at, ends_at
        Of the run, microseconds.

    Returns
    -------
    Aftermath
        Those to which something happens between the two.
    """
    agreements = np.empty((len(case_ids) // 8 + 1, AGREEMENT_FIELDS), np.int64)
    confirmations = np.empty((len(agreements), AFTER_FIELDS), np.int64)
    count = 0
    for i in range(len(case_ids)):
        if chance(laws, _CONFIRMATION, case_ids[i], 0) >= law.confirmation_share:
            continue
        if count == len(agreements):
            agreements = np.concatenate((agreements, np.empty_like(agreements)))
            confirmations = np.concatenate((confirmations, np.empty_like(confirmations)))
        agreed, after = agreements[count], confirmations[count]
        if _closed(laws, case_ids[i], filed_at[i], starts_at, agreed):
            count += _is_touched(laws, held, law, starts_at, ends_at, agreed, after)
    return Aftermath(agreements[:count].copy(), confirmations[:count].copy())


@njit(cache=True)
def _is_touched(
    laws: CaseLaws,
    held: HeldLaw,
    law: AfterLaw,
    starts_at: int,
    ends_at: int,
    agreed: NDArray[np.int64],
    after: NDArray[np.int64],
) -> bool:
    """Follow the confirmation of an agreement, and return whether something happens to it in the run.

    When exactly the agreement took effect costs as much to know as all the rest, and most need not know it: the
    earliest end that their days can have says already that they apply before it, and that nothing happens.
    """
    case_id, closed_at, mean_days = agreed[CASE_ID], agreed[CLOSED_AT], law.confirmation_mean_days
    agreed[WINDOW_ENDS_AT] = period_end(laws.clock, _earliest(laws, agreed), law.window_days)
    is_known = not asks_before(laws, case_id, closed_at, agreed[WINDOW_ENDS_AT], mean_days)
    if is_known:
        _sign(laws, held, law, agreed)
        if agreed[WINDOW_ENDS_AT] <= closed_at:
            return False
    applied_at = asks_at(laws, case_id, closed_at, agreed[WINDOW_ENDS_AT], mean_days)
    follow_after(laws, law, case_id, applied_at, starts_at, after)
    if after[NEXT_AT] == NEVER:
        return False
    if not is_known:
        latest = period_end(laws.clock, closed_at, law.window_days)
        if after[NEXT_AT] >= ends_at and (latest < starts_at or agreed[WINDOW_ENDS_AT] >= ends_at):
            return False
        _sign(laws, held, law, agreed)
    if starts_at <= agreed[WINDOW_ENDS_AT] < after[NEXT_AT]:
        after[NEXT_AT] = agreed[WINDOW_ENDS_AT]
    return after[NEXT_AT] < ends_at


@njit(cache=True)
def _closed(laws: CaseLaws, case_id: int, filed_at: int, starts_at: int, agreed: NDArray[np.int64]) -> bool:
    """Return whether a case has closed with an agreement before filing; if so, write when."""
    like = traits(laws.traits, laws.clock, laws.seed, laws.replication, case_id, filed_at)
    if like.closing_code != _AGREEMENT or like.entry_route not in _BEFORE_FILING:
        return False
    at, attempt = filed_at, 1
    kind, answered_at, _ = answer_to_offer(laws, case_id, attempt, at)
    while kind != ACCEPT and answered_at < starts_at:
        at, attempt = answered_at, attempt + 1
        kind, answered_at, _ = answer_to_offer(laws, case_id, attempt, at)
    if answered_at >= starts_at or withdraws_at(laws, case_id, filed_at) < answered_at:
        return False
    agreed[CASE_ID], agreed[FILED_AT], agreed[ACCEPTED_AT], agreed[ATTEMPT] = case_id, filed_at, answered_at, attempt
    agreed[ROUTE], agreed[CLOSED_AT] = like.entry_route, closes_at(laws, case_id, answered_at)
    return agreed[CLOSED_AT] < starts_at


@njit(cache=True)
def _earliest(laws: CaseLaws, agreed: NDArray[np.int64]) -> int:
    """Return an instant before which an agreement has no effect: its last signature is in the second half."""
    begins, ends = levelled(laws.clock, agreed[ACCEPTED_AT]), levelled(laws.clock, agreed[CLOSED_AT])
    return int(unlevelled(laws.clock, begins + (ends - begins) // 2 - 1))


@njit(cache=True)
def _sign(laws: CaseLaws, held: HeldLaw, law: AfterLaw, agreed: NDArray[np.int64]) -> None:
    """Write when an agreement was drafted, came into effect and was sealed, and when its parties' days end."""
    case_id = agreed[CASE_ID]
    steps = course(laws, held, case_id, agreed[ROUTE], _AGREEMENT, agreed[ACCEPTED_AT], agreed[CLOSED_AT])
    everybody, signed = (1 << parties_of(laws, held.law, case_id)) - 1, 0
    agreed[PARTIAL_AT], agreed[SEAL_OVERDUE_AT] = 0, 0
    for i in range(len(steps)):
        if steps[i, 1] == DRAFT_PARTIAL:
            agreed[PARTIAL_AT] = steps[i, 0]
        elif steps[i, 1] == SEAL:
            agreed[SEALED_AT] = steps[i, 0]
        elif steps[i, 1] == SIGN:
            signed |= steps[i, 2]
            if signed == everybody:
                agreed[AGREED_AT] = steps[i, 0]
    end = end_of_working_day(laws.clock, agreed[AGREED_AT], held.law.sealing_days)
    while end <= agreed[CLOSED_AT]:
        agreed[SEAL_OVERDUE_AT] = end
        end = end_of_working_day(laws.clock, end, held.law.sealing_days)
    agreed[WINDOW_ENDS_AT] = period_end(laws.clock, agreed[AGREED_AT], law.window_days)
