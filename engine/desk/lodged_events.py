"""The events of cases that were filed and at once offered, or left waiting, as columns, by a compiled call.

They are what `engine.desk.lodged_records` makes of one case as records; a test compares them.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.outcome import NOBODY
from engine.events.enums import EscalationReason
from engine.events.records import DeckRenewed, Escalated, Filed, Offered
from engine.events.scan import SCANNED, column_of

FILED_KIND: Final = SCANNED.index(Filed)
"""Number of the kind of entry with which the desk begins a case."""
_FILED, _ESCALATED = int(FILED_KIND), SCANNED.index(Escalated)
_RENEWED, _OFFERED = SCANNED.index(DeckRenewed), SCANNED.index(Offered)
_DISPUTE, _CASE, _COURT = (column_of(Filed, name) for name in ("dispute_id", "case_id", "court_id"))
_STEP, _UNTIL, _REASON = (column_of(Escalated, name) for name in ("step", "deadline", "reason"))
_RENEWED_STEP = column_of(DeckRenewed, "step")
_MEDIATOR, _ORGANISATION = column_of(Offered, "mediator_id"), column_of(Offered, "organisation_id")
_OFFERED_STEP, _POOL, _BAND = (column_of(Offered, name) for name in ("step", "pool_size", "band_size"))
_WORD, _TICKETS, _VERSION = (column_of(Offered, name) for name in ("word", "ticket_total", "policy_version"))
_REASONS = list(EscalationReason)
_NOBODY_FREE = _REASONS.index(EscalationReason.NOBODY_FREE)
_NOBODY_ELIGIBLE = _REASONS.index(EscalationReason.NOBODY_ELIGIBLE)


class LodgedCases(NamedTuple):
    """Cases that were filed at one instant, in order of number, and what became of them at once."""

    filed: NDArray[np.int64]
    """int64[n, m]: values of the filings; see `engine.events.scan.Scanned`."""
    done: NDArray[np.int64]
    """int64[n, 9], columns `engine.core.lodging.DONE_COLUMNS`."""
    words: NDArray[np.int64]
    """int64[n]: of the draws."""
    organisations: NDArray[np.int64]
    """int64[n]: of whom each was offered to."""
    escalated: NDArray[np.int64]
    """int64[m]: values of an event of the instant that carries a case to another step."""
    renewed: NDArray[np.int64]
    """int64[m]: values of one that renews a deck."""
    offered: NDArray[np.int64]
    """int64[m]: values of an offer."""
    step_ends: NDArray[np.int64]
    """int64[steps]: when a case leaves a step, microseconds since the epoch; `NULL` for never."""

    @property
    def is_offered(self) -> NDArray[np.bool_]:
        """bool[n]: whether somebody is asked."""
        return self.done[:, 4] != NOBODY

    def at(self, rows: NDArray[np.int64]) -> "LodgedCases":
        """Return some of the cases: those at places int64[m]."""
        return self._replace(
            filed=self.filed[rows], done=self.done[rows], words=self.words[rows], organisations=self.organisations[rows]
        )

    @property
    def events(self) -> int:
        """How many there are of all cases."""
        return len(self.done) + int(self.done[:, 1].sum() + self.done[:, 3].sum() + self.is_offered.sum())


@njit(cache=True)
def put_case(kinds: NDArray[np.int64], values: NDArray[np.int64], to: int, cases: LodgedCases, row: int) -> int:
    """Put the events of a case from a place on, in order; return where the next ones come.

    Parameters
    ----------
    kinds, values
        int64[n] and int64[n, m]; written. See `engine.events.scan.Scanned`.
    to
        The place.
    cases, row
        Which case.
    """
    filed, done = cases.filed[row], cases.done[row]
    step, busy, mediator = done[1], done[2], done[4]
    kinds[to] = _FILED
    copy_event(values[to], filed)
    to += 1
    for left in range(step):
        kinds[to] = _ESCALATED
        _put(values[to], cases.escalated, filed)
        values[to, _STEP], values[to, _UNTIL] = left + 1, cases.step_ends[left + 1]
        values[to, _REASON] = _NOBODY_FREE if busy >> left & 1 else _NOBODY_ELIGIBLE
        to += 1
    if done[3] != 0:
        kinds[to] = _RENEWED
        _put(values[to], cases.renewed, filed)
        values[to, _RENEWED_STEP] = step
        to += 1
    if mediator != NOBODY:
        kinds[to] = _OFFERED
        _put(values[to], cases.offered, filed)
        values[to, _MEDIATOR], values[to, _ORGANISATION] = mediator, cases.organisations[row]
        values[to, _OFFERED_STEP], values[to, _POOL], values[to, _BAND] = step, done[5], done[6]
        values[to, _WORD], values[to, _TICKETS], values[to, _VERSION] = cases.words[row], done[7], done[8]
        to += 1
    return to


@njit(cache=True)
def _put(event: NDArray[np.int64], common: NDArray[np.int64], filed: NDArray[np.int64]) -> None:
    """Write an event of a case: what all have in common, and whose it is."""
    copy_event(event, common)
    event[_DISPUTE], event[_CASE], event[_COURT] = filed[_DISPUTE], filed[_CASE], filed[_COURT]


@njit(cache=True)
def copy_event(to: NDArray[np.int64], event: NDArray[np.int64]) -> None:
    """Copy the values of an event; a plain loop is several times as fast as an assignment here."""
    for column in range(len(event)):
        to[column] = event[column]
