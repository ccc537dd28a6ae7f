"""The closed vocabularies of scheduling.

A member's value is what is stored, so a value is never renamed or reused. How people meet is a word of the lifecycle
(`engine.events.lifecycle_words.Medium`, ONL 16).
"""

from enum import StrEnum
from typing import Final

from engine.events.lifecycle_words import Medium

REMOTE: Final = frozenset({Medium.VIDEO, Medium.VIDEO_AT_TURNS})
"""Ways to meet that need nobody's building, and so not its opening hours either. Who answers at turns (ONL 16) sets
time aside for it, and that is what such a booking holds."""


class Purpose(StrEnum):
    """What time is set aside for; through which door the dispute goes is its track."""

    SESSION = "session"
    """A session of a mediation."""
    HEARING = "hearing"
    """A hearing of an arbitration or a lawsuit."""
    PANEL = "panel"
    """A meeting of experts who evaluate a dispute."""
    BLOCKED = "blocked"
    """Leave, maintenance or another court's business: there is no case, only nobody may be booked."""


class ResourceKind(StrEnum):
    """Who or what can be busy."""

    MEDIATOR = "mediator"
    JUDGE = "judge"
    ARBITRATOR = "arbitrator"
    EXPERT = "expert"
    PARTY = "party"
    AGENT = "agent"
    """A lawyer or another agent, who may appear in several courts under one number."""
    ROOM = "room"
    VIDEO_LINE = "video_line"

    @property
    def is_person(self) -> bool:
        """Whether it can fail to appear."""
        return self not in (ResourceKind.ROOM, ResourceKind.VIDEO_LINE)


class BookingStatus(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    NO_SHOW = "no_show"
    """Somebody did not appear; it is set again or cancelled."""
    HELD = "held"
    CANCELLED = "cancelled"


OPEN: Final = frozenset({BookingStatus.BOOKED, BookingStatus.NO_SHOW})
"""Where somebody still has to do something: hold it, set it again or cancel it."""


class ChangeReason(StrEnum):
    """Why a booking was moved or cancelled; the list is an assumption, for no rule has one."""

    PARTY_REQUEST = "party_request"
    STAFF_UNAVAILABLE = "staff_unavailable"
    NO_SHOW = "no_show"
    TECHNICAL_FAULT = "technical_fault"
    DEADLINE_CHANGED = "deadline_changed"
    CASE_CLOSED = "case_closed"
    OTHER = "other"
