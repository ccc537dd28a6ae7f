"""What every event has, whatever its kind.

Times are integer microseconds since the Unix epoch, UTC. A record holds no party data.
"""

from typing import ClassVar

import msgspec

from engine.events.enums import ActorRole
from engine.events.track import Track

NO_CASE = -1
"""Case and dispute of an event that is about a court or a mediator and no case."""


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind"):
    """What every event has. Subclasses name one thing that happened."""

    version: ClassVar[int] = 1
    """Version of the record's shape; raised, with an upcaster, whenever the shape changes."""
    actor_role: ClassVar[ActorRole] = ActorRole.PLATFORM
    rule: ClassVar[str | None] = None
    """The article that moves the case, or None where no rule does."""

    occurred_at: int
    """When it happened."""
    recorded_at: int
    """When it was written down; equal to `occurred_at` except for cases met in progress."""
    dispute_id: int
    """The dispute, which keeps its number through every track."""
    case_id: int
    """The case: one track of one dispute."""
    court_id: int
    """The court that invited mediation, an index of the roster."""
    track: Track = Track.MEDIATION


class RosterEvent(Event, frozen=True, kw_only=True, gc=False):
    """What happened to a court's rules or to one of its mediators, and to no case."""

    actor_role: ClassVar[ActorRole] = ActorRole.COURT

    dispute_id: int = NO_CASE
    case_id: int = NO_CASE
