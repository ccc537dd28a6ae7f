"""The assignment state: flat arrays of mediators, jurisdictions, open cases and waiting queues.

One object holds them all, so that a compiled function takes one argument. Nothing outside `engine.core` writes to
it; inside, only the functions of `apply` do.

A *unit* is a jurisdiction at any level: courts come first, then regions, provinces and, last, the nation. A *slot*
is the place of one seat of one open case; slots are reused, so memory follows the cases that are open and not all that
ever were.
"""

from typing import TYPE_CHECKING, Final

from numba import types
from numba.experimental import structref

from engine.core.lent import LentStruct, register_lent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.core.owned import OwnedState

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
VACANT: Final = 1 << 6
"""Bit of `absence` of a spare place that nobody has been appointed to; the bits below are the causes."""
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
_COLUMN = types.int64[:]
_WORD_COLUMN = types.uint64[:]
_TABLE32 = types.int32[:, ::1]
_TABLE64 = types.int64[:, ::1]
SLOT_COLUMNS: Final = (
    "status", "case_id", "court", "dispute_type", "weight_milli", "step", "attempt", "mediator",
    "aged_at", "next_slot", "previous_slot", "head", "next_seat", "first_barred", "is_ordinary", "bars",
    "needs", "language", "seat", "lead",
)  # fmt: skip
"""Fields of a seat, in the order in which they lie side by side, eight a cache line: what an event touches comes with
two lines instead of twenty. The third line holds what only filing and the unusual case need."""
MEDIATOR_COLUMNS: Final = (
    "room_milli", "load_milli", "held", "cumulative_milli", "idle_since", "capacity_milli", "absence", "cards",
    "attribute_word", "dispute_types", "mediator_court", "share_milli", "rank", "position_start", "position_end",
)  # fmt: skip
"""Fields of a mediator likewise: what changes, then what does not."""
ROW: Final = {"slot": 24, "mediator": 16}
"""Columns of a row, whole cache lines."""
FIELDS: Final = [
    # Who may mediate where: changed by appointments and qualifications alone, which lay the lists out anew.
    ("attribute_word", _WORD_COLUMN),  # dispute types, languages and the rest, a bit each; see `attributes`
    ("dispute_types", _WORD_COLUMN),
    ("mediator_court", _COLUMN),
    ("share_milli", _COLUMN),  # part of full time
    ("rank", _COLUMN),  # place on the ranked list of his court
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
    ("position_start", _COLUMN),  # first entry in positions
    ("position_end", _COLUMN),  # the one after the last
    ("positions", _INT32),  # where each mediator stands in members_by_type, in order of his dispute types
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
    ("capacity_milli", _COLUMN),
    ("load_milli", _COLUMN),  # weight of the cases held or offered
    ("held", _COLUMN),  # number of them
    ("room_milli", _COLUMN),  # capacity less load; ABSENT while he is offered nothing
    ("cumulative_milli", _COLUMN),  # weight of every case ever accepted, penalties, and raises at entry
    ("idle_since", _COLUMN),  # last answer to an offer, microseconds
    ("absence", _COLUMN),  # a bit for each cause
    ("cards", _COLUMN),  # left in the deck
    ("room_at", _INT64),  # [position in members_by_type] -> room_milli, side by side for a fast search
    ("charge_at", _INT64),  # [position in members_by_type] -> cumulative_milli
    ("free_count", _TABLE32),  # [type, unit] -> members_by_type with any room
    # Seats: one a case, several for a panel.
    ("status", _COLUMN),
    ("case_id", _COLUMN),
    ("aged_at", _COLUMN),  # filing less head start, microseconds: the order of the queues
    ("court", _COLUMN),
    ("dispute_type", _COLUMN),
    ("language", _COLUMN),
    ("needs", _WORD_COLUMN),  # attributes that a mediator must have
    ("bars", _WORD_COLUMN),  # attributes that a mediator must not have
    ("weight_milli", _COLUMN),
    ("step", _COLUMN),
    ("attempt", _COLUMN),
    ("mediator", _COLUMN),
    ("seat", _COLUMN),  # place on the panel, from 0
    ("head", _COLUMN),  # slot of seat 0 of the case
    ("next_seat", _COLUMN),  # slot of the next seat
    ("is_ordinary", _COLUMN),  # 1 where the case asks for no more than its type and Mandarin, and has one seat
    ("lead", _COLUMN),  # who leads the panel; kept at the head
    ("next_slot", _COLUMN),  # towards younger cases of the same queue; the chain of free slots
    ("previous_slot", _COLUMN),
    ("first_barred", _COLUMN),  # the case's chain of mediators who may not be asked; kept at the head
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


class CoreStateType(LentStruct):
    """The compiler's type of the state."""


class CoreState(structref.StructRefProxy):
    """The state as Python holds it: a reference to hand to compiled functions."""

    if TYPE_CHECKING:
        # What compiled functions see; Python itself reads copies.
        attribute_word: NDArray[np.uint64]
        dispute_types: NDArray[np.uint64]
        mediator_court: NDArray[np.int64]
        share_milli: NDArray[np.int64]
        rank: NDArray[np.int64]
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
        position_end: NDArray[np.int64]
        positions: NDArray[np.int32]
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
        absence: NDArray[np.int64]
        cards: NDArray[np.int64]
        room_at: NDArray[np.int64]
        charge_at: NDArray[np.int64]
        free_count: NDArray[np.int32]
        status: NDArray[np.int64]
        case_id: NDArray[np.int64]
        aged_at: NDArray[np.int64]
        court: NDArray[np.int64]
        dispute_type: NDArray[np.int64]
        language: NDArray[np.int64]
        needs: NDArray[np.uint64]
        bars: NDArray[np.uint64]
        weight_milli: NDArray[np.int64]
        step: NDArray[np.int64]
        attempt: NDArray[np.int64]
        mediator: NDArray[np.int64]
        seat: NDArray[np.int64]
        head: NDArray[np.int64]
        next_seat: NDArray[np.int64]
        is_ordinary: NDArray[np.int64]
        lead: NDArray[np.int64]
        next_slot: NDArray[np.int64]
        previous_slot: NDArray[np.int64]
        first_barred: NDArray[np.int64]
        slot_chain: int
        barred: NDArray[np.int32]
        barred_for: NDArray[np.uint8]
        next_barred: NDArray[np.int32]
        barred_chain: int
        queue_oldest: NDArray[np.int32]
        queue_youngest: NDArray[np.int32]

        owner: OwnedState
        """The same arrays with their reference counts; see `engine.core.lent`."""


register_lent(CoreStateType, CoreState, [*(name for name, _ in FIELDS), "owner"])
