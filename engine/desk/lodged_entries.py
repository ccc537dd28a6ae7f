"""Entries of the docket for cases that were filed and offered, or left waiting, written packed by one compiled call.

An entry that nobody asks about need never become a record. The bytes are those that msgspec makes of the entry, field
by field in the order of `engine.desk.docket.DocketEntry`: who changes one changes the other, and a test compares them.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.lodged import LODGED_COLUMNS
from engine.core.outcome import NOBODY
from engine.desk.timers import TimerKind
from engine.events.wide_writes import put_whole

if TYPE_CHECKING:
    from engine.desk.office import Office

ENTRY_COLUMNS: Final = (*LODGED_COLUMNS, "organisation", "pre_filing", "waits_until")
"""Columns of what is written: those that the core is told, and three of the docket's own."""
ENTRY_BYTES_MAX: Final = 256
"""More than any such entry takes with what its writer spoils behind it: 17 numbers of at most nine bytes, and 22 bytes
for the rest."""
ORGANISATION: Final = ENTRY_COLUMNS.index("organisation")
_MEDIATOR: Final = ENTRY_COLUMNS.index("mediator")
_WAITS_UNTIL: Final = ENTRY_COLUMNS.index("waits_until")
_FIRST_ATTEMPT: Final = 1
_STEP_END = int(TimerKind.STEP_END)
_ARRAY_16, _ARRAY_16_LENGTH = 0xDC, 25
_ARRAY_OF_FOUR, _EMPTY_ARRAY, _EMPTY_MAP, _MAP_OF_ONE = 0x94, 0x90, 0x80, 0x81
_NIL, _FALSE = 0xC0, 0xC2


def lay(office: "Office", cases: NDArray[np.int64], at: int, *, designated_by: int, offers_end_at: int) -> None:
    """Enter cases that the core holds into the docket, and their deadlines into the timers.

    Parameters
    ----------
    office
        Changed.
    cases
        int64[n, 13], columns `ENTRY_COLUMNS`: cases filed at one instant, and at once offered or left waiting.
    at, designated_by, offers_end_at
        The instant, and when the court's time to designate and the offers end, microseconds since the epoch.
    """
    is_offered = cases[:, _MEDIATOR] != NOBODY
    content, lengths = np.empty(len(cases) * ENTRY_BYTES_MAX, np.uint8), np.empty(len(cases), np.int64)
    size = write_entries(content, lengths, cases, at, designated_by, offers_end_at)
    case_ids, waits_until = cases[:, 0], cases[:, _WAITS_UNTIL]
    office.docket.shelf.lay(case_ids, lengths, content[:size].tobytes())
    asked: list[int] = case_ids[is_offered].tolist()
    office.timers.set_many(TimerKind.OFFER_END, asked, offers_end_at, ordinal=_FIRST_ATTEMPT)
    for ends_at in np.unique(waits_until[~is_offered]).tolist():
        waiting: list[int] = case_ids[~is_offered & (waits_until == ends_at)].tolist()
        office.timers.set_many(TimerKind.STEP_END, waiting, ends_at)


@njit(cache=True, nogil=True)
def write_entries(
    content: NDArray[np.uint8],
    lengths: NDArray[np.int64],
    cases: NDArray[np.int64],
    at: int,
    designated_by: int,
    offer_ends_at: int,
) -> int:
    """Write entries one behind the other; return how many bytes they take.

    Parameters
    ----------
    content
        uint8[n * `ENTRY_BYTES_MAX`]; written.
    lengths
        int64[n]; written: bytes of each.
    cases
        int64[n, 13], columns `ENTRY_COLUMNS`: cases of one seat, with the number of their dispute.
    at
        Instant of their events, microseconds since the epoch.
    designated_by, offer_ends_at
        When the court's time to designate and the offers end, microseconds since the epoch.
    """
    end = 0
    for row in range(len(cases)):
        begin = end
        end = _write(content, begin, cases[row], at, designated_by, offer_ends_at)
        lengths[row] = end - begin
    return end


@njit(cache=True)
def _write(
    content: NDArray[np.uint8], to: int, case: NDArray[np.int64], at: int, designated_by: int, offer_ends_at: int
) -> int:
    case_id, boost, court, weight, step, mediator = case[0], case[1], case[2], case[7], case[8], case[9]
    organisation, is_pre_filing, waits_until = case[10], case[11] != 0, case[12]
    content[to], content[to + 1], content[to + 2] = _ARRAY_16, 0, _ARRAY_16_LENGTH
    to = put_whole(content, to + 3, case_id)
    to = put_whole(content, to, weight)
    is_offered = mediator != NOBODY
    if is_offered:
        content[to], content[to + 1], content[to + 2] = _MAP_OF_ONE, 0, _ARRAY_OF_FOUR
        to = put_whole(content, to + 3, mediator)
        to = put_whole(content, to, organisation)
        to = put_whole(content, to, 1)
        to = put_whole(content, to, offer_ends_at)
    else:
        content[to] = _EMPTY_MAP
        to += 1
    to = put_whole(content, to, case_id)
    to = put_whole(content, to, court)
    to = put_whole(content, to, at - boost)
    to = put_whole(content, to, 1)  # the size of the panel
    content[to] = _FALSE + is_pre_filing
    to = put_whole(content, to + 1, step)
    to = put_whole(content, to, at)
    to = put_whole(content, to, waits_until)
    to = put_whole(content, to, designated_by)
    content[to] = _FALSE  # exhausted
    content[to + 1], content[to + 2] = is_offered, 0  # offers made, rounds
    content[to + 3], content[to + 4] = _NIL, 0  # no choice by the parties, and none before
    content[to + 5], content[to + 6], content[to + 7] = _EMPTY_ARRAY, 0, _EMPTY_ARRAY  # list, strikes, shortlist
    content[to + 8], content[to + 9], content[to + 10] = _NIL, 0, _NIL  # lead, replacements, end of the period
    content[to + 11] = _EMPTY_MAP  # bars
    content[to + 12] = _NIL if is_offered else _STEP_END
    return to + 13
