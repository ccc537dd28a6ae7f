"""Whole mediations, told command by command, for tests to look at and to spoil."""

from typing import Any, Final

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US
from engine.events.enums import ActorRole, EntryRoute, ReleaseGround
from engine.events.lifecycle_words import Medium, Track, Transition
from engine.events.records import Event, Released
from engine.lifecycle.apply import opened
from engine.lifecycle.command import Command
from engine.lifecycle.example import MONDAY, dispute_opened
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.lifecycle.walk_events import reported
from engine.lifecycle.walk_state import CASE

CALENDAR: Final = WorkCalendar.china(2019, 2026)
LIFECYCLE: Final = Lifecycle(Rulebook.shipped(), CALENDAR)
BOTH: Final = 0b11


class Story:
    """A dispute, and everything that has happened to it."""

    def __init__(self, entry_route: EntryRoute = EntryRoute.DELEGATED, at: int = MONDAY) -> None:
        opening = dispute_opened(entry_route=entry_route, at=at)
        self.dispute: Final = opened(opening)
        self.events: Final[list[Event]] = [opening]

    def does(self, transition: Transition, actor: ActorRole, parties: int = 0, **fields: Any) -> "Story":
        """Let somebody do something, now or `after` so many microseconds; give what the assignment says of it."""
        at = self.dispute.last_at + fields.pop("after", 0)
        self.waits_until(at)
        ground: ReleaseGround = fields.pop("release", ReleaseGround.REPLACED)
        case: dict[str, Any] = {"case_id": CASE} | fields
        command = Command(transition=transition, actor=actor, parties=parties, **case)
        ruling = LIFECYCLE.check(self.dispute, command, at)
        if ruling.move.entry.kind in ("moved", "closed"):
            self.events.extend(LIFECYCLE.execute(self.dispute, command, at))
            return self
        events = list(reported(self.dispute, ruling.process, ruling.move.entry, at))
        chosen = next(event for event in events if not isinstance(event, Released) or event.ground is ground)
        self.events.extend(LIFECYCLE.follow(self.dispute, chosen))
        return self

    def waits_until(self, at: int) -> "Story":
        """Let the clocks end that end by an instant."""
        self.events.extend(LIFECYCLE.advance(self.dispute, at))
        self.dispute.last_at = max(at, self.dispute.last_at)
        return self


def accepted(entry_route: EntryRoute = EntryRoute.DELEGATED, at: int = MONDAY) -> Story:
    """A mediation that a mediator has just taken; one side has consented."""
    story = Story(entry_route, at)
    story.does(Transition.OPEN_DRAFT, ActorRole.PARTY).does(Transition.IDENTIFY, ActorRole.PARTY, 0b01)
    story.does(Transition.SUBMIT, ActorRole.PARTY, 0b01).does(Transition.FILE, ActorRole.COURT, after=HOUR_US)
    story.does(Transition.OFFER, ActorRole.PLATFORM, after=HOUR_US)
    return story.does(Transition.ACCEPT, ActorRole.MEDIATOR, after=HOUR_US)


def in_session(entry_route: EntryRoute = EntryRoute.DELEGATED, at: int = MONDAY) -> Story:
    """One in which both sides sit before the camera."""
    story = accepted(entry_route, at).does(Transition.CONSENT, ActorRole.PARTY, 0b10, after=DAY_US)
    story.does(Transition.IDENTIFY, ActorRole.MEDIATOR, BOTH)
    return story.does(Transition.START_SESSION, ActorRole.MEDIATOR, medium=Medium.VIDEO)


def agreed(entry_route: EntryRoute = EntryRoute.DELEGATED, at: int = MONDAY) -> Story:
    """One that has come to an agreement that both have signed."""
    story = in_session(entry_route, at).does(Transition.DRAFT_AGREEMENT, ActorRole.MEDIATOR, after=2 * DAY_US)
    story.does(Transition.SIGN, ActorRole.PARTY, 0b01).does(Transition.SIGN, ActorRole.PARTY, 0b10, after=HOUR_US)
    story.does(Transition.SEAL, ActorRole.ORGANISATION)
    return story.does(Transition.CONCLUDE, ActorRole.MEDIATOR)


def confirming() -> Story:
    """One whose agreement both ask the court to confirm."""
    fields: dict[str, Any] = {"case_id": 2, "track": Track.CONFIRMATION, "after": 5 * DAY_US}
    return agreed().does(Transition.APPLY, ActorRole.PARTY, BOTH, **fields)
