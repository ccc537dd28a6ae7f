"""What happened to bookings: one frozen record each, of whole numbers and closed words.

They carry the fields that every event of a case has, so that they can become events of the log as they are. Decisions
return them and change nothing; `Diary.apply` changes the diary and decides nothing.
"""

import msgspec

from engine.events.lifecycle_words import Medium, Track
from engine.scheduling.resource import Resource
from engine.scheduling.words import ChangeReason, Purpose


class BookingRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind"):
    """What every record has."""

    occurred_at: int
    """When it happened, us."""
    number: int
    """The booking."""
    dispute_id: int
    """The dispute, which keeps its number through every track."""
    case_id: int
    """The case: one track of one dispute."""
    court_id: int
    """The court whose case or whose staff it is."""
    track: Track
    """The door the dispute goes through."""


class Booked(BookingRecord, frozen=True, kw_only=True, gc=False, tag="booked"):
    """Time was set aside."""

    purpose: Purpose
    """For what."""
    medium: Medium | None
    """How people meet; None for blocked time."""
    participants: tuple[Resource, ...]
    """Everybody and everything that is busy."""
    starts_at: int
    """First microsecond."""
    ends_at: int
    """First microsecond after it."""
    not_after: int | None
    """The case's statutory deadline, if there is one."""


class Rebooked(BookingRecord, frozen=True, kw_only=True, gc=False, tag="rebooked"):
    """A booking was moved, or somebody or something of it replaced: these are its new terms."""

    reason: ChangeReason
    """Why."""
    medium: Medium | None
    """How people meet; None for blocked time."""
    participants: tuple[Resource, ...]
    """Everybody and everything that is busy."""
    starts_at: int
    """First microsecond."""
    ends_at: int
    """First microsecond after it."""
    not_after: int | None
    """The case's statutory deadline, if there is one."""
    attempt: int
    """How often a time was set for it, this one included."""
    revision: int
    """How often it has changed, this change included."""


class Cancelled(BookingRecord, frozen=True, kw_only=True, gc=False, tag="cancelled"):
    """A booking will not take place; its time is free."""

    reason: ChangeReason
    """Why."""
    revision: int
    """How often it has changed, this change included."""


class Held(BookingRecord, frozen=True, kw_only=True, gc=False, tag="held"):
    """It took place."""


class NoShow(BookingRecord, frozen=True, kw_only=True, gc=False, tag="no_show"):
    """Somebody did not appear, so it did not take place. It is set again or cancelled."""

    absent: tuple[Resource, ...]
    """Who, at least one of the participants."""


AnyRecord = Booked | Rebooked | Cancelled | Held | NoShow
"""What a decoder tells apart."""
