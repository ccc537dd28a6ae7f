"""What the core tells: its decisions, where a case stands, and why a mediator is in a pool or not."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.events.enums import Stage


class OfferDecision(NamedTuple):
    """Whom to ask, and among how many the choice was made."""

    mediator: int
    """Mediator, or `NOBODY` (the case waits), `NEW_ROUND` (all have declined: open a round and ask again) or
    `NEW_DECK` (no cards are left: renew the deck and ask again)."""
    pool_size: int
    """Mediators who were eligible, present, not barred and had room."""
    band_size: int
    """Of those, how many had a ticket."""
    ticket_total: int
    """Tickets in the draw; number `word * ticket_total >> 64` won."""


class CaseView(NamedTuple):
    """Where a seat of an open case stands."""

    stage: Stage
    """Waiting, being chosen for, offered or accepted."""
    step: int
    """Ladder step the case has reached."""
    attempt: int
    """Number of the last offer of this seat."""
    mediator: int | None
    """Who is asked or holds it; None while it waits."""


class DrawPool(NamedTuple):
    """Among whom a waiting case would be drawn now."""

    members: NDArray[np.int32]
    """int32[n], ascending."""
    tickets: NDArray[np.int64]
    """int64[n]: tickets of each; the probability of being drawn is this over their sum."""


class Funnel(NamedTuple):
    """How many mediators are left after each filter, in their order."""

    roster: int
    """Mediators in the unit of the case's step."""
    dispute_type: int
    language: int
    origin: int
    """Mediators from abroad only for disputes with such a party (ONL 6)."""
    gender: int
    expression: int
    """The roster that the ladder step names (ONL 28)."""
    present: int
    conflict: int
    """Neither in conflict with a party (ONL 13) nor on another seat of the panel."""
    declined: int
    room: int
    """The pool."""


class Verdict(StrEnum):
    """The first filter that keeps a mediator out of a pool, in the order of `Funnel`."""

    OUTSIDE = "outside"
    """He does not sit in the unit of the case's step."""
    DISPUTE_TYPE = "dispute_type"
    LANGUAGE = "language"
    ORIGIN = "origin"
    GENDER = "gender"
    EXPRESSION = "expression"
    ABSENT = "absent"
    CONFLICT = "conflict"
    DECLINED = "declined"
    ROOM = "room"
    IN_POOL = "in_pool"


VERDICTS = tuple(Verdict)
"""By the number of the filter."""
