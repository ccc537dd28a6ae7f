"""One booking: what is to take place, when, with whom, and where it stands."""

import msgspec

from engine.events.lifecycle_words import Medium, Track
from engine.scheduling.resource import Resource, Slot
from engine.scheduling.words import OPEN, BookingStatus, Purpose

NO_CASE = -1
"""Dispute and case of blocked time, as in events that are about no case."""


class Booking(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A booking as it stands. It holds no party data: numbers and closed words only."""

    number: int
    """Counts the bookings of a diary from 0."""
    dispute_id: int
    """The dispute, which keeps its number through every track."""
    case_id: int
    """The case: one track of one dispute."""
    court_id: int
    """The court whose case or whose staff it is."""
    track: Track
    """The door the dispute goes through."""
    purpose: Purpose
    """What the time is set aside for."""
    medium: Medium | None
    """How people meet (ONL 16); None for blocked time."""
    participants: tuple[Resource, ...]
    """Everybody and everything that is busy, rooms and lines included."""
    starts_at: int
    """Its first microsecond, UTC."""
    ends_at: int
    """The first microsecond after it."""
    not_after: int | None
    """The case's statutory deadline, by which it must end, if there is one."""
    attempt: int
    """How often a time was set for it, 1 at first. Settings of what was held are trial-date certainty."""
    revision: int
    """How often anything about it has changed, 0 at first; the sequence number of its calendar entry."""
    status: BookingStatus
    """Where it stands."""
    changed_at: int
    """When it was last booked, moved or cancelled, us."""

    @property
    def slot(self) -> Slot:
        """The time it takes from each of its participants."""
        return Slot(self.starts_at, self.ends_at, self.number)

    @property
    def is_open(self) -> bool:
        """Whether it has yet to be held, set again or cancelled."""
        return self.status in OPEN
