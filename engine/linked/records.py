"""What happens to requests and to breakers: the records from which a ledger is rebuilt.

They are made of integers and words of closed vocabularies only, so each can become an event of the engine's log. Times
are integer microseconds since the Unix epoch, UTC.
"""

import msgspec

from engine.linked.answers import AnyAnswer
from engine.linked.requests import AnyRequest
from engine.linked.words import FailureReason, GiveUpReason, System


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind", tag=True):
    """What every record has."""

    at: int
    """When it happened."""


class Asked(Record, frozen=True, kw_only=True, gc=False, tag="asked"):
    """A request was entered; from here on it cannot be lost."""

    number: int
    """The postbox's number for the request."""
    request: AnyRequest
    """What is asked."""


class Answered(Record, frozen=True, kw_only=True, gc=False, tag="answered"):
    """The first answer to a request came."""

    number: int
    """Whose."""
    attempt: int
    """Which attempt it answers; an earlier one than the last if it came late."""
    answer: AnyAnswer
    """What the system answered."""


class AttemptFailed(Record, frozen=True, kw_only=True, gc=False, tag="attempt_failed"):
    """An attempt brought no answer."""

    number: int
    """Whose."""
    attempt: int
    """Which one, counted from 1."""
    reason: FailureReason
    """Why."""
    spent: int
    """Attempts that count against the request's limit, this one included; those of a half-open breaker do not."""
    retry_at: int
    """From when it may be sent again; the instant itself if it is given up."""


class GaveUp(Record, frozen=True, kw_only=True, gc=False, tag="gave_up"):
    """A request became a dead letter: nothing more happens to it until somebody requeues it."""

    number: int
    """Which one."""
    reason: GiveUpReason
    """Why."""


class Requeued(Record, frozen=True, kw_only=True, gc=False, tag="requeued"):
    """Somebody had a dead letter sent again, under its old key and with its limit unspent."""

    number: int
    """Which one."""


class BreakerOpened(Record, frozen=True, kw_only=True, gc=False, tag="breaker_opened"):
    """A system failed so often running that it is left alone."""

    system: System
    """Which one."""
    until: int
    """When it is tried again."""


class BreakerHalfOpened(Record, frozen=True, kw_only=True, gc=False, tag="breaker_half_opened"):
    """A system has been left alone long enough: one request may try it."""

    system: System
    """Which one."""


class BreakerClosed(Record, frozen=True, kw_only=True, gc=False, tag="breaker_closed"):
    """A system has answered again."""

    system: System
    """Which one."""


AnyRecord = Asked | Answered | AttemptFailed | GaveUp | Requeued | BreakerOpened | BreakerHalfOpened | BreakerClosed
"""Every kind of record, for a decoder to tell apart."""
