"""The numbers by which compiled code knows columns, kinds of events and what it finds."""

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.events.enums import ConflictGround, OfferBasis, Stage


class Kind(IntEnum):
    """Kinds of events, in the order of `engine.events.shapes.SHAPES`."""

    FILED = 0
    OPENED_IN_PROGRESS = 1
    OFFERED = 2
    ACCEPTED = 3
    DECLINED = 4
    LAPSED = 5
    ESCALATED = 6
    ROUND_OPENED = 7
    CLOSED = 8
    WITHDRAWN = 9
    CHOICE_OPENED = 10
    CHOICE_ENDED = 11
    SHORTLISTED = 12
    CONFLICT_FOUND = 13
    CONFLICT_LIFTED = 14
    RELEASED = 15
    EXHAUSTED = 16
    LEAD_NAMED = 17
    DECK_RENEWED = 18
    POLICY_ADOPTED = 19
    """From here on, about courts and mediators and no case."""
    CAPACITY_SET = 20
    WENT_ABSENT = 21
    RETURNED = 22
    DISPUTE_OPENED = 23
    """From here on, `engine.events.records.PASSED_OVER`: nothing of the assignment changes."""
    MOVED = 24
    LISTED = 25
    PERIOD_EXTENDED = 26
    OVERRIDE_APPROVED = 27
    LEASE_HELD = 28
    LEAVE_PLANNED = 29
    LEAVE_BEGUN = 30
    LEAVE_ENDED = 31
    RELATION_ENTERED = 32
    RELATION_REMOVED = 33
    YEAR_LOADED = 34
    DESK_DEADLINE_MOVED = 35
    CLOCK_MOVED = 36
    MEDIATOR_APPOINTED = 37
    """This and the next change the roster, and are applied as records."""
    MEDIATOR_QUALIFIED = 38


class Field(IntEnum):
    """Columns of the numbers of events; a field that a kind does not have is `MISSING`."""

    KIND = 0
    OCCURRED_AT = 1
    CASE_ID = 2
    DISPUTE = 3
    COURT = 4
    MEDIATOR = 5
    DISPUTE_TYPE = 6
    ATTEMPT = 7
    STEP = 8
    LANGUAGE = 9
    """From here on, fields of the payload."""
    AMOUNT = 10
    """Weight of a filing or acceptance, penalty of a refusal, raise at entry: thousandths; a mediator's capacity."""
    BOOST_US = 11
    ORIGIN = 12
    GENDER = 13
    """Place in `Gender`; `MISSING` if none was asked for."""
    SEATS = 14
    """Panel size of a filing, seat of an offer."""
    POOL_SIZE = 15
    BAND_SIZE = 16
    TICKET_TOTAL = 17
    WORD = 18
    WORD_OF = 19
    """The word that is all of its kind's choice: basis of an offer, stage of a case met in progress, ground of a
    conflict, cause of an absence."""
    ACCEPTED_AT = 20
    POLICY_VERSION = 21
    OVERRIDE_CODE = 22


class Fault(IntEnum):
    """Where a replay stopped, and why."""

    NONE = 0
    """Every row was replayed."""
    BY_RECORD = 1
    """The row is of a kind that is applied as a record; nothing is wrong."""
    REFUSED = 2
    """The change does not fit the state; the detail is the number of the reason in `engine.core.checked`."""
    OTHER_MEDIATOR = 3
    """The draw gives another mediator; the detail is who."""
    OTHER_POOL = 4
    """The draw was made among other mediators; the detail is the size of the true pool."""
    OTHER_TICKETS = 5
    """The band or the tickets were others; the detail is the true number of tickets."""
    OTHER_CASE = 6
    """A freed mediator was due another case; the detail is its number, -1 for no case."""
    UNKNOWN_CASE = 7
    """The case is not open, or is opened twice."""
    NOT_DUE = 8
    """A round was opened, or a deck renewed, while somebody could be asked."""
    OTHER_COURT = 9
    """The case is at another court; the detail is which."""
    OTHER_STEP = 10
    """The case stood at another ladder step; the detail is which."""
    OTHER_POLICY = 11
    """The court's policy had another version; the detail is which."""
    OTHER_SEAT = 12
    """Another seat of the panel was the first to wait; the detail is which."""
    OTHER_WEIGHT = 13
    """The case has another weight; the detail is what it is."""
    OTHER_DISPUTE = 14
    """The case belongs to another dispute; the detail is which."""
    NOT_DRAWN = 15
    """Nothing was drawn, yet the offer has tickets or a word."""
    NO_CODE = 16
    """An offer out of sequence has no code, or another one has."""
    NOT_IN_POOL = 17
    """Who was chosen, shortlisted or matched was not in the pool; the detail is the number of the filter."""
    NOT_MATCHING = 18
    """An offer of a matching was made where cases are drawn, or for a seat that was not the first to wait."""
    OUT_OF_BOUNDS = 19
    """A field lies outside its bounds; the detail is its number in `Field`."""


MISSING: Final = -1
"""Stands for null."""
BASIS_CODE: Final[dict[str | None, int]] = {basis.value: code for code, basis in enumerate(OfferBasis)}
STAGE_CODE: Final[dict[str | None, int]] = {stage.value: code for code, stage in enumerate(Stage)}
GROUND_CODE: Final[dict[str | None, int]] = {ground.value: code for code, ground in enumerate(ConflictGround)}

EventNumbers = NDArray[np.int64]
"""int64[events, fields]: one array, because compiled code counts references to each it is handed. In memory one column
follows the other, since they are filled column by column."""
