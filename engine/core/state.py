"""The assignment state: flat arrays of mediators, jurisdictions, open cases and waiting queues.

One object holds them all, so that a compiled function takes one argument. Nothing outside `engine.core` writes to
it; inside, only the functions of `apply` do.

A *unit* is a jurisdiction at any level: courts come first, then regions, provinces and, last, the nation. A *slot*
is the place of one open case; slots are reused, so memory follows the cases that are open and not all that ever were.
"""

from typing import TYPE_CHECKING, Any, Final, cast

from numba import types
from numba.experimental import structref

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

STEPS: Final = 4
"""Ladder steps: 0 the court, 1 its region, 2 its province, 3 the nation."""
FREE: Final = 0
"""Slot status: nobody's."""
WAITING: Final = 1
"""Slot status: in a queue, offered to nobody."""
OFFERED: Final = 2
"""Slot status: a mediator has been asked."""
ACCEPTED: Final = 3
"""Slot status: a mediator holds the case."""
NONE: Final = -1
"""No mediator, no slot, no link."""

_INT32 = types.int32[::1]
_INT64 = types.int64[::1]
_WORDS = types.uint64[::1]
FIELDS: Final = [
    # Who may mediate where (never changes).
    ("capacity", _INT32),
    ("dispute_types", _WORDS),
    ("languages", _WORDS),
    ("mediator_court", _INT32),
    ("unit_of_court", types.int32[:, ::1]),  # [court, step] -> unit
    ("unit_first_court", _INT32),
    ("unit_last_court", _INT32),  # exclusive
    ("members_by_type", _INT32),  # mediators in order of (type, mediator)
    ("type_start", types.int64[:, ::1]),  # [type, court] -> position in members_by_type; one court more at the end
    ("members_by_language", _INT32),
    ("language_start", types.int64[:, ::1]),
    # Policy.
    ("policy", types.int64),
    ("band_width_milli", types.int64),
    # Mediators.
    ("load", _INT64),  # cases held or offered
    ("cumulative_milli", _INT64),  # weight of every case ever accepted, and penalties
    ("idle_since", _INT64),  # last answer to an offer, microseconds
    ("free_count", types.int32[:, ::1]),  # [type, unit] -> mediators of the type with room for a case
    # Cases.
    ("status", types.uint8[::1]),
    ("case_id", _INT64),
    ("filed_at", _INT64),
    ("court", _INT32),
    ("dispute_type", _INT32),
    ("language", _INT32),
    ("weight_milli", _INT64),
    ("step", _INT32),
    ("attempt", _INT32),
    ("mediator", _INT32),
    ("next_slot", _INT32),  # towards younger cases of the same queue; the chain of free slots
    ("previous_slot", _INT32),
    ("first_decliner", _INT32),  # head of the case's chain of decliners
    ("slot_chain", types.int64),  # head of the chain of free slots
    # Decliners.
    ("decliner", _INT32),
    ("next_decliner", _INT32),  # also the chain of free nodes
    ("decliner_chain", types.int64),
    # Queues: [unit, type], oldest case first.
    ("queue_oldest", types.int32[:, ::1]),
    ("queue_youngest", types.int32[:, ::1]),
]


class CoreStateType(types.StructRef):
    """The compiler's type of the state."""

    def preprocess_fields(self, fields: Any) -> Any:
        """Drop literal types, so that every state has the one type that is compiled and cached."""
        unliteral = cast("Callable[[Any], Any]", types.unliteral)
        return tuple((name, unliteral(type_)) for name, type_ in fields)


class CoreState(structref.StructRefProxy):
    """The state as Python holds it: a reference to hand to compiled functions."""

    if TYPE_CHECKING:
        # What compiled functions see; Python itself reads a copy through `snapshot`.
        capacity: NDArray[np.int32]
        dispute_types: NDArray[np.uint64]
        languages: NDArray[np.uint64]
        mediator_court: NDArray[np.int32]
        unit_of_court: NDArray[np.int32]
        unit_first_court: NDArray[np.int32]
        unit_last_court: NDArray[np.int32]
        members_by_type: NDArray[np.int32]
        type_start: NDArray[np.int64]
        members_by_language: NDArray[np.int32]
        language_start: NDArray[np.int64]
        policy: int
        band_width_milli: int
        load: NDArray[np.int64]
        cumulative_milli: NDArray[np.int64]
        idle_since: NDArray[np.int64]
        free_count: NDArray[np.int32]
        status: NDArray[np.uint8]
        case_id: NDArray[np.int64]
        filed_at: NDArray[np.int64]
        court: NDArray[np.int32]
        dispute_type: NDArray[np.int32]
        language: NDArray[np.int32]
        weight_milli: NDArray[np.int64]
        step: NDArray[np.int32]
        attempt: NDArray[np.int32]
        mediator: NDArray[np.int32]
        next_slot: NDArray[np.int32]
        previous_slot: NDArray[np.int32]
        first_decliner: NDArray[np.int32]
        slot_chain: int
        decliner: NDArray[np.int32]
        next_decliner: NDArray[np.int32]
        decliner_chain: int
        queue_oldest: NDArray[np.int32]
        queue_youngest: NDArray[np.int32]


structref.register(CoreStateType)
structref.define_boxing(CoreStateType, CoreState)
structref.define_constructor(CoreState, CoreStateType, [name for name, _ in FIELDS])
STATE_TYPE: Final = CoreStateType(FIELDS)
