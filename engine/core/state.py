"""The assignment state: flat arrays of mediators, jurisdictions, open cases and waiting queues.

One object holds them all, so that a compiled function takes one argument. Nothing outside `engine.core` writes to
it; inside, only the functions of `apply` do.

A *unit* is a jurisdiction at any level: courts come first, then regions, provinces and, last, the nation. A *slot*
is the place of one seat of one open case; slots are reused, so memory follows the cases that are open and not all that
ever were.
"""

from typing import TYPE_CHECKING, Any, Final, cast

from numba import types
from numba.experimental import structref

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

CIRCLES: Final = 4
"""Widths of a search: 0 the court, 1 its region, 2 its province, 3 the nation."""
FREE: Final = 0
"""Slot status: nobody's."""
WAITING: Final = 1
"""Slot status: in a queue, offered to nobody."""
OFFERED: Final = 2
"""Slot status: a mediator has been asked."""
ACCEPTED: Final = 3
"""Slot status: a mediator holds the case."""
CHOOSING: Final = 4
"""Slot status: the parties are choosing; in no queue."""
NONE: Final = -1
"""No mediator, no slot, no link."""
ABSENT: Final = -(2**62)
"""Room of a mediator who is offered nothing: less than any case needs."""
DECLINED: Final = 0
"""Barred because he declined, or let the offer lapse, in the present round."""
CONFLICTED: Final = 1
"""Barred by a conflict of interest, until both parties consent."""
REPLACED: Final = 2
"""Barred for good, because a party asked for another."""

_BYTES = types.uint8[::1]
_INT32 = types.int32[::1]
_INT64 = types.int64[::1]
_WORDS = types.uint64[::1]
_TABLE32 = types.int32[:, ::1]
_TABLE64 = types.int64[:, ::1]
FIELDS: Final = [
    # Who may mediate where (never changes).
    ("attribute_word", _WORDS),  # dispute types, languages and the rest, a bit each; see `attributes`
    ("dispute_types", _WORDS),
    ("mediator_court", _INT32),
    ("share_milli", _INT32),  # part of full time
    ("rank", _INT32),  # place on the ranked list of his court
    ("unit_of_court", _TABLE32),  # [court, circle] -> unit
    ("unit_first_court", _INT32),
    ("unit_last_court", _INT32),  # exclusive
    ("first_mediator", _INT64),  # [court] -> his first mediator; one court more at the end
    ("members_by_type", _INT32),  # mainland mediators who speak Mandarin, in order of (type, mediator)
    ("type_start", _TABLE64),  # [type, court] -> position in members_by_type; one court more at the end
    ("members_of_any_origin", _INT32),  # everybody, in order of (type, mediator)
    ("any_start", _TABLE64),
    ("members_by_language", _INT32),  # who speaks another language, in order of (language, type, mediator)
    ("language_start", _TABLE64),  # [(language - 1) * types + type, court]
    ("position_start", _INT64),  # [mediator] -> first entry in positions; one mediator more at the end
    ("positions", _INT32),  # where each mediator stands in members_by_type
    ("position_kind", _INT32),  # the dispute type of each of those places
    # The ladder (never changes).
    ("step_circle", _INT64),  # [step] -> 0 court, 1 region, 2 province, 3 nation
    ("step_policy", _INT64),  # [step] -> policy, NONE for the court's
    ("program_start", _INT64),  # [step] -> first operation; one step more at the end
    ("program", _INT32),  # operations of the steps' expressions
    # Policies, by court.
    ("policy", _INT64),
    ("policy_version", _INT64),
    ("band_width_milli", _INT64),
    ("sample_size", _INT64),
    ("by_weight", _BYTES),
    # Mediators.
    ("capacity_milli", _INT64),
    ("load_milli", _INT64),  # weight of the cases held or offered
    ("held", _INT64),  # number of them
    ("room_milli", _INT64),  # capacity less load; ABSENT while he is offered nothing
    ("cumulative_milli", _INT64),  # weight of every case ever accepted, penalties, and raises at entry
    ("idle_since", _INT64),  # last answer to an offer, microseconds
    ("absence", _BYTES),  # a bit for each cause
    ("cards", _INT64),  # left in the deck
    ("room_at", _INT64),  # [position in members_by_type] -> room_milli, side by side for a fast search
    ("charge_at", _INT64),  # [position in members_by_type] -> cumulative_milli
    ("free_count", _TABLE32),  # [type, unit] -> members_by_type with any room
    # Seats: one a case, several for a panel.
    ("status", _BYTES),
    ("case_id", _INT64),
    ("aged_at", _INT64),  # filing less head start, microseconds: the order of the queues
    ("court", _INT32),
    ("dispute_type", _INT32),
    ("language", _INT32),
    ("needs", _WORDS),  # attributes that a mediator must have
    ("bars", _WORDS),  # attributes that a mediator must not have
    ("weight_milli", _INT64),
    ("step", _INT32),
    ("attempt", _INT32),
    ("mediator", _INT32),
    ("seat", _INT32),  # place on the panel, from 0
    ("head", _INT32),  # slot of seat 0 of the case
    ("next_seat", _INT32),  # slot of the next seat
    ("is_ordinary", _BYTES),  # 1 where the case asks for no more than its type and Mandarin, and has one seat
    ("lead", _INT32),  # who leads the panel; kept at the head
    ("next_slot", _INT32),  # towards younger cases of the same queue; the chain of free slots
    ("previous_slot", _INT32),
    ("first_barred", _INT32),  # the case's chain of mediators who may not be asked; kept at the head
    ("slot_chain", types.int64),  # head of the chain of free slots
    # Barred mediators.
    ("barred", _INT32),
    ("barred_for", _BYTES),
    ("next_barred", _INT32),  # also the chain of free nodes
    ("barred_chain", types.int64),
    # Queues: [unit, type], oldest first.
    ("queue_oldest", _TABLE32),
    ("queue_youngest", _TABLE32),
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
        # What compiled functions see; Python itself reads copies.
        attribute_word: NDArray[np.uint64]
        dispute_types: NDArray[np.uint64]
        mediator_court: NDArray[np.int32]
        share_milli: NDArray[np.int32]
        rank: NDArray[np.int32]
        unit_of_court: NDArray[np.int32]
        unit_first_court: NDArray[np.int32]
        unit_last_court: NDArray[np.int32]
        first_mediator: NDArray[np.int64]
        members_by_type: NDArray[np.int32]
        type_start: NDArray[np.int64]
        members_of_any_origin: NDArray[np.int32]
        any_start: NDArray[np.int64]
        members_by_language: NDArray[np.int32]
        language_start: NDArray[np.int64]
        position_start: NDArray[np.int64]
        positions: NDArray[np.int32]
        position_kind: NDArray[np.int32]
        step_circle: NDArray[np.int64]
        step_policy: NDArray[np.int64]
        program_start: NDArray[np.int64]
        program: NDArray[np.int32]
        policy: NDArray[np.int64]
        policy_version: NDArray[np.int64]
        band_width_milli: NDArray[np.int64]
        sample_size: NDArray[np.int64]
        by_weight: NDArray[np.uint8]
        capacity_milli: NDArray[np.int64]
        load_milli: NDArray[np.int64]
        held: NDArray[np.int64]
        room_milli: NDArray[np.int64]
        cumulative_milli: NDArray[np.int64]
        idle_since: NDArray[np.int64]
        absence: NDArray[np.uint8]
        cards: NDArray[np.int64]
        room_at: NDArray[np.int64]
        charge_at: NDArray[np.int64]
        free_count: NDArray[np.int32]
        status: NDArray[np.uint8]
        case_id: NDArray[np.int64]
        aged_at: NDArray[np.int64]
        court: NDArray[np.int32]
        dispute_type: NDArray[np.int32]
        language: NDArray[np.int32]
        needs: NDArray[np.uint64]
        bars: NDArray[np.uint64]
        weight_milli: NDArray[np.int64]
        step: NDArray[np.int32]
        attempt: NDArray[np.int32]
        mediator: NDArray[np.int32]
        seat: NDArray[np.int32]
        head: NDArray[np.int32]
        next_seat: NDArray[np.int32]
        is_ordinary: NDArray[np.uint8]
        lead: NDArray[np.int32]
        next_slot: NDArray[np.int32]
        previous_slot: NDArray[np.int32]
        first_barred: NDArray[np.int32]
        slot_chain: int
        barred: NDArray[np.int32]
        barred_for: NDArray[np.uint8]
        next_barred: NDArray[np.int32]
        barred_chain: int
        queue_oldest: NDArray[np.int32]
        queue_youngest: NDArray[np.int32]


structref.register(CoreStateType)
structref.define_boxing(CoreStateType, CoreState)
structref.define_constructor(CoreState, CoreStateType, [name for name, _ in FIELDS])
