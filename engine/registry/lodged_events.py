"""Applications that were taken in together: all that happened to each, as columns, by one compiled call."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.desk.lodged_events import LodgedCases, copy_event, put_case
from engine.events.moves import DisputeOpened
from engine.events.records import Event, Filed
from engine.events.scan import SCANNED, WIDTH, column_of, row_of
from engine.events.written import Written
from engine.events.written_part import WrittenPart

_OPENED: Final = SCANNED.index(DisputeOpened)
_DISPUTE, _CASE, _COURT = (column_of(Filed, name) for name in ("dispute_id", "case_id", "court_id"))
"""Columns that every kind of event has at the same place."""


class SetOff(NamedTuple):
    """What the platform does at once because disputes of some patterns were lodged."""

    kinds: NDArray[np.int64]
    """int64[m]: numbers by `engine.events.scan.SCANNED`."""
    values: NDArray[np.int64]
    """int64[m, width]"""
    firsts: NDArray[np.int64]
    """int64[patterns + 1]: the first of each pattern's."""


def set_off_of(patterns: Sequence[Sequence[Event]]) -> SetOff:
    """Return what disputes of patterns set off, of each pattern that of one dispute."""
    events = [event for pattern in patterns for event in pattern]
    values = np.empty((len(events), WIDTH), np.int64)
    for place, event in enumerate(events):
        values[place] = row_of(event)
    firsts = np.cumsum([0, *map(len, patterns)])
    return SetOff(np.array([SCANNED.index(type(event)) for event in events], np.int64), values, firsts)


def written_of(
    openings: NDArray[np.int64], cases: LodgedCases, set_off: SetOff, pattern_of: NDArray[np.int64]
) -> list[WrittenPart]:
    """Return of each dispute all that happened to it: its opening, what the desk did, and what that set off.

    Parameters
    ----------
    openings
        int64[n, width]: values of the openings.
    cases
        n cases, of the disputes in their order.
    set_off
        What disputes of each pattern set off.
    pattern_of
        int64[n]: of each dispute.
    """
    set_off_events = int(np.diff(set_off.firsts)[pattern_of].sum())
    count = len(openings) + cases.events + set_off_events
    kinds, values = np.empty(count, np.int64), np.empty((count, WIDTH), np.int64)
    ends = np.empty(len(openings), np.int64)
    _put_all(kinds, values, ends, openings, cases, set_off, pattern_of)
    written = Written(kinds, values)
    places: list[int] = ends.tolist()
    return [WrittenPart(written, first, end) for first, end in zip([0, *places], places, strict=False)]


@njit(cache=True, nogil=True)
def _put_all(
    kinds: NDArray[np.int64],
    values: NDArray[np.int64],
    ends: NDArray[np.int64],
    openings: NDArray[np.int64],
    cases: LodgedCases,
    set_off: SetOff,
    pattern_of: NDArray[np.int64],
) -> None:
    """Put the events of every dispute one behind the other; `ends` gets where each one's end."""
    to = 0
    for row in range(len(openings)):
        kinds[to] = _OPENED
        copy_event(values[to], openings[row])
        to = put_case(kinds, values, to + 1, cases, row)
        for place in range(set_off.firsts[pattern_of[row]], set_off.firsts[pattern_of[row] + 1]):
            kinds[to] = set_off.kinds[place]
            copy_event(values[to], set_off.values[place])
            for column in (_DISPUTE, _CASE, _COURT):
                values[to, column] = openings[row, column]
            to += 1
        ends[row] = to
