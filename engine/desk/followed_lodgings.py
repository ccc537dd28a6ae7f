"""Cases of a log that were filed and offered at one instant: what following their events one by one does, for many.

Nearly every case of a log begins as `engine.desk.lodging` lets it: filed, led up some steps of the ladder where nobody
could take it, and offered, all at one instant. Read off a log, such cases go into the core by one compiled call, and
into the docket as bytes.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.lodged import follow_lodged
from engine.core.outcome import NOBODY
from engine.desk.filed_columns import SAID_COLUMNS, entry_column
from engine.desk.lodged_entries import ENTRY_COLUMNS, lay
from engine.events.records import Filed, Offered
from engine.events.scan import NULL, column_of

if TYPE_CHECKING:
    from engine.desk.office import Office

_MEDIATOR: Final = ENTRY_COLUMNS.index("mediator")
_WAITS_UNTIL: Final = ENTRY_COLUMNS.index("waits_until")


class FollowedLodgings(NamedTuple):
    """Cases for one mediator that began at one instant, in order of number, as the columns of a log have them."""

    at: int
    """The instant, microseconds since the epoch."""
    filed: NDArray[np.int64]
    """int64[n, m]: values of each filing; see `engine.events.scan.Scanned`."""
    offered: NDArray[np.int64]
    """int64[n, m]: values of each first offer; anything where there is none. All lapse together."""
    is_offered: NDArray[np.bool_]
    """bool[n]: whether there is one."""
    step: NDArray[np.int64]
    """int64[n]: the step of the ladder that each came to, one by one."""
    waits_until: NDArray[np.int64]
    """int64[n]: when its time there ends; `NULL` if the court's time to designate counts."""
    latest: NDArray[np.int64]
    """int64[n]: the latest deadline of each."""


def follow_lodgings(office: "Office", found: FollowedLodgings) -> int:
    """Let core, docket and timers follow cases; return how many, which are all before one that does not fit.

    What does not fit, and what comes after it, is left to whoever follows the log event by event.

    Parameters
    ----------
    office
        Changed.
    found
        Cases whose events are as the desk records them.
    """
    deadlines = office.deadlines
    certain_until, designated_by = deadlines.in_force.certain_until, deadlines.designation_end(found.at)
    is_early = (found.latest <= certain_until) & (designated_by <= certain_until)
    count = len(is_early) if is_early.all() else int(np.argmin(is_early))
    case_ids: list[int] = found.filed[:count, column_of(Filed, "case_id")].tolist()
    if not count or not office.core.are_new(case_ids):
        return 0
    cases = _cases(found, designated_by)[:count]
    slots = np.empty(count, np.int64)
    count = follow_lodged(office.core.state, found.at, cases, slots)
    if count:
        office.core.adopt(cases[:count, 0], slots[:count])
        lay(office, cases[:count], found.at, designated_by=designated_by, offers_end_at=_offers_end_at(found, count))
        office.last_at = found.at if office.last_at is None else max(office.last_at, found.at)
    return count


def _cases(found: FollowedLodgings, designated_by: int) -> NDArray[np.int64]:
    """int64[n, 13], columns `ENTRY_COLUMNS`."""
    cases = np.empty((len(found.filed), len(ENTRY_COLUMNS)), np.int64)
    for place, name in enumerate(ENTRY_COLUMNS):
        if name in SAID_COLUMNS:
            cases[:, place] = entry_column(found.filed, name)
    cases[:, _MEDIATOR] = np.where(found.is_offered, found.offered[:, column_of(Offered, "mediator_id")], NOBODY)
    cases[:, _MEDIATOR + 1] = np.where(found.is_offered, found.offered[:, column_of(Offered, "organisation_id")], 0)
    cases[:, ENTRY_COLUMNS.index("step")] = found.step
    cases[:, _WAITS_UNTIL] = np.where(found.waits_until == NULL, designated_by, found.waits_until)
    return cases


def _offers_end_at(found: FollowedLodgings, count: int) -> int:
    """Return when the offers of the first cases lapse; 0 if there is none."""
    offers = found.offered[:count][found.is_offered[:count]]
    return int(offers[0, column_of(Offered, "deadline")]) if len(offers) else 0
