"""Applications in the columns of a log: which entries are an ordinary one, found by one compiled call.

An ordinary application is a dispute that was opened, its case as the desk lets most of them begin - filed for one
mediator, led up the ladder step by step where nobody could take it, offered to whom the draw named or left waiting -
and at most one move that the platform made at once because of it; all at one instant and under one number.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.events.enums import EscalationReason, OfferBasis
from engine.events.lifecycle_words import Track
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Escalated, Filed, Offered
from engine.events.scan import NULL, OTHER, SCANNED, column_of

ROW_COLUMNS: Final = (
    "opened", "asked", "filed", "offered", "moved", "end", "step", "waits_until", "latest",
)  # fmt: skip
"""Columns of what is found. Places of entries: of the opening, of what a linked system may have been asked then, of the
filing, of the offer and of the move, -1 where there is none, and the one behind the last; then the step the case came
to, when its time there ends, `NULL` if the court's time to designate counts, and the latest deadline of all."""
OPENED_ENTRY: Final = SCANNED.index(DisputeOpened)
"""Number of the kind of entry that an application begins with."""


_OPENED, _FILED, _ESCALATED = int(OPENED_ENTRY), SCANNED.index(Filed), SCANNED.index(Escalated)
_OFFERED, _MOVED = SCANNED.index(Offered), SCANNED.index(Moved)
_OCCURRED, _RECORDED = column_of(Filed, "occurred_at"), column_of(Filed, "recorded_at")
_DISPUTE, _CASE, _TRACK = column_of(Filed, "dispute_id"), column_of(Filed, "case_id"), column_of(Filed, "track")
_MEDIATION = list(Track).index(Track.MEDIATION)
_PANEL, _FILED_STEP, _FILED_UNTIL = (column_of(Filed, name) for name in ("panel_size", "step", "deadline"))
_STEP, _UNTIL, _REASON = (column_of(Escalated, name) for name in ("step", "deadline", "reason"))
_TIMED_OUT = list(EscalationReason).index(EscalationReason.TIMED_OUT)
_ATTEMPT, _SEAT, _BASIS = (column_of(Offered, name) for name in ("attempt", "seat", "basis"))
_OFFER_UNTIL = column_of(Offered, "deadline")
_DRAWN = list(OfferBasis).index(OfferBasis.DRAWN)
_NULL, _OTHER = int(NULL), int(OTHER)
_NONE = -1


@njit(cache=True)
def find_lodged(kinds: NDArray[np.int64], values: NDArray[np.int64], place: int, rows: NDArray[np.int64]) -> int:
    """Find the applications that stand one behind the other from a place on; return how many.

    Parameters
    ----------
    kinds, values
        Of a body; see `engine.events.scan.Scanned`.
    place
        Where a dispute is opened.
    rows
        int64[n, 9], columns `ROW_COLUMNS`; written. All found have one instant, one end of their offers, and numbers
        that ascend.
    """
    count, at, number, offer_until = 0, values[place, _OCCURRED], _NONE, _NULL
    while count < len(rows) and place + 1 < len(kinds):
        if kinds[place] != _OPENED or values[place, _DISPUTE] <= number:
            break
        number = values[place, _DISPUTE]
        asked = place + 1 if kinds[place + 1] == _OTHER and place + 2 < len(kinds) else _NONE
        filed = place + 1 if asked == _NONE else place + 2
        if not _is_of(values[place], number, at) or not _is_plain(kinds, values, filed, number, at):
            break
        row = rows[count]
        step, until = 0, values[filed, _FILED_UNTIL]
        latest = until
        end = filed + 1
        while end < len(kinds) and kinds[end] == _ESCALATED and values[end, _CASE] == number:
            step += 1
            if not _is_next(values[end], number, at, step):
                return count
            until = values[end, _UNTIL]
            latest = max(latest, until)
            end += 1
        offered = moved = _NONE
        if end < len(kinds) and kinds[end] == _OFFERED and values[end, _CASE] == number:
            if offer_until == _NULL:
                offer_until = values[end, _OFFER_UNTIL]
            if not _is_first(values[end], number, at, offer_until):
                return count
            offered, latest, end = end, max(latest, offer_until), end + 1
        if end < len(kinds) and kinds[end] == _MOVED and _is_of(values[end], number, at):
            moved, end = end, end + 1
        row[0], row[1], row[2], row[3], row[4] = place, asked, filed, offered, moved
        row[5], row[6], row[7], row[8] = end, step, until, latest
        place = end
        count += 1
    return count


@njit(cache=True)
def _is_of(event: NDArray[np.int64], number: int, at: int) -> bool:
    """Tell whether an event is of a mediation of a number, and of an instant."""
    return (
        event[_DISPUTE] == number
        and event[_CASE] == number
        and event[_OCCURRED] == at
        and event[_RECORDED] == at
        and event[_TRACK] == _MEDIATION
    )


@njit(cache=True)
def _is_plain(kinds: NDArray[np.int64], values: NDArray[np.int64], place: int, number: int, at: int) -> bool:
    """Tell whether a case is filed that asks for one mediator."""
    event = values[place]
    return kinds[place] == _FILED and _is_of(event, number, at) and event[_PANEL] == 1 and event[_FILED_STEP] == 0


@njit(cache=True)
def _is_next(event: NDArray[np.int64], number: int, at: int, step: int) -> bool:
    """Tell whether a case leaves a step for the next, at once."""
    return _is_of(event, number, at) and event[_STEP] == step and event[_REASON] != _TIMED_OUT


@njit(cache=True)
def _is_first(event: NDArray[np.int64], number: int, at: int, until: int) -> bool:
    """Tell whether a mediator is asked who was drawn, for the first time."""
    return (
        _is_of(event, number, at)
        and event[_ATTEMPT] == 1
        and event[_SEAT] == 0
        and event[_BASIS] == _DRAWN
        and event[_OFFER_UNTIL] == until
    )
