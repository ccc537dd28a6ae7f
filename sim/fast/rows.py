"""Events as rows of whole numbers, the form in which they leave the compiled loop."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit
from numba.experimental import structref
from numpy.typing import NDArray

from engine.core.lent import LentStruct, lent, register_lent

WIDTH: Final = 13
KIND: Final = 0
"""Column: one of the kinds below."""
AT: Final = 1
"""Column: when it happened, microseconds."""
CASE_ID: Final = 2
SLOT: Final = 3
"""Column: place of the case in the assignment state, its own while it is open."""
MEDIATOR: Final = 4
ATTEMPT: Final = 5
STEP: Final = 6
DEADLINE: Final = 7
FIRST: Final = 8
"""Column: what only this kind has, and the next four; see each kind."""
SECOND: Final = 9
THIRD: Final = 10
FOURTH: Final = 11
FIFTH: Final = 12
NOTHING: Final = -(2**63)
"""Value of a column that a row does not have."""

OPENED: Final = 0
"""First: traits; second: weight; third: filed at; fourth: accepted at, or `NOTHING`. Deadline: of an open offer."""
FILED: Final = 1
"""First: traits; second: weight."""
OFFERED: Final = 2
"""First: pool; second: band; third: word; fourth: tickets, -1 for the mediator's own turn after he was freed; fifth:
version of the court's policy."""
ACCEPTED: Final = 3
"""First: weight."""
DECLINED: Final = 4
"""First: penalty."""
LAPSED: Final = 5
"""First: penalty."""
ESCALATED: Final = 6
"""First: 1 if nobody at the step before could ever have taken the case, 0 if its time ran out."""
ROUND_OPENED: Final = 7
"""First: rounds so far."""
DECK_RENEWED: Final = 8
CLOSED: Final = 9
"""First: closing code."""
WITHDRAWN: Final = 10
"""First: 0, for no closing code. Mediator: whom it was offered to, -1 for nobody."""
WENT_ABSENT: Final = 11
"""First: court. From here on, about courts and mediators: the case is `NO_CASE`, and there is no slot."""
RETURNED: Final = 12
"""First: court; second: raise at entry."""
POLICY_ADOPTED: Final = 13
"""First: court; second: policy; third: version; fourth: width of the band; fifth: sample size. Step: by weight."""
FREED: Final = -1
"""Tickets of an offer that was not drawn."""

TRAIT_BITS: Final = 8
TRAIT_MASK: Final = (1 << TRAIT_BITS) - 1


class EventRowsType(LentStruct):
    """The compiler's type of the rows."""


class EventRows(structref.StructRefProxy):
    """Rows that grow as they are written: as many as one call of the loop makes, then taken out and written over."""

    if TYPE_CHECKING:
        values: NDArray[np.int64]
        """int64[capacity, WIDTH]."""
        count: int
        owned: NDArray[np.int64]
        """What `values` lies in; see `engine.core.lent`."""


register_lent(EventRowsType, EventRows, ("values", "count", "owned"))


@njit(cache=True)
def new_rows(capacity: int) -> Any:
    """Return room for so many rows, none written."""
    owned = np.empty((capacity, WIDTH), np.int64)
    return EventRows(lent(owned), 0, owned)


@njit(cache=True)
def emit(
    rows: EventRows,
    kind: int,
    at: int,
    case_id: int,
    slot: int,
    mediator: int,
    attempt: int,
    step: int,
    deadline: int,
    first: int,
    second: int,
    third: int,
    fourth: int,
    fifth: int,
) -> None:
    """Write a row."""
    values = rows.values
    place = rows.count
    if place == len(values):
        rows.owned = np.concatenate((values, np.empty_like(values)))
        rows.values = lent(rows.owned)
        values = rows.values
    row = values[place]
    row[KIND] = kind
    row[AT] = at
    row[CASE_ID] = case_id
    row[SLOT] = slot
    row[MEDIATOR] = mediator
    row[ATTEMPT] = attempt
    row[STEP] = step
    row[DEADLINE] = deadline
    row[FIRST] = first
    row[SECOND] = second
    row[THIRD] = third
    row[FOURTH] = fourth
    row[FIFTH] = fifth
    rows.count = place + 1


@njit(cache=True)
def written(rows: EventRows) -> NDArray[np.int64]:
    """Return the rows written, a view that the next call of the loop writes over."""
    return rows.owned[: rows.count]


@njit(cache=True)
def clear(rows: EventRows) -> None:
    """Forget the rows written."""
    rows.count = 0


@njit(cache=True)
def pack_traits(dispute_type: int, language: int, entry_route: int, channel: int, closing_code: int) -> int:
    """Return five small numbers, each below 256, as one."""
    high = (closing_code << (4 * TRAIT_BITS)) | (channel << (3 * TRAIT_BITS)) | (entry_route << (2 * TRAIT_BITS))
    return high | (language << TRAIT_BITS) | dispute_type


@njit(cache=True)
def trait(traits: int, place: int) -> int:
    """Return one of five: 0 dispute type, 1 language, 2 entry route, 3 channel, 4 the code it will close under."""
    return (traits >> (place * TRAIT_BITS)) & TRAIT_MASK
