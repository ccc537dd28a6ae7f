"""What happens to a dispute beside the assignment of its mediator: it is opened, and each of its processes moves."""

from typing import ClassVar

from engine.events.enums import ActorRole, Channel, DisputeType, EntryRoute
from engine.events.event import Event
from engine.events.lifecycle_words import Article, Clock, Ground, Impact, Medium, Procedure, Reach, State, Transition


class DisputeOpened(Event, frozen=True, kw_only=True, gc=False, tag="dispute_opened"):
    """A dispute got its number: what no process of it changes. `case_id` is that of its first process."""

    actor_role: ClassVar[ActorRole] = ActorRole.PARTY

    parties: int
    """Parties of the dispute; they are known by ordinal, from 0, the applicants first."""
    applicants: int
    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    procedure: Procedure
    amount_fen: int
    """In dispute; hundredths of a yuan."""
    reach: Reach
    impact: Impact


class Moved(Event, frozen=True, kw_only=True, gc=False, tag="moved"):
    """A process took a transition of its door's machine."""

    transition: Transition
    state: State
    """The state it is in now."""
    actor: ActorRole
    """Who did it; the row's `actor_role`."""
    article: Article
    """Which article moved it; the row's `rule`."""
    clock: Clock | None = None
    """The clock that was set, if one was."""
    deadline: int | None = None
    """When that clock ends."""
    parties: int = 0
    """Which parties did it or agreed to it, one bit each; 0 if none."""
    ground: Ground | None = None
    medium: Medium | None = None
    amount_fen: int | None = None
    """Money that it is about: a security, a sum preserved; hundredths of a yuan."""
    number: int | None = None
    """What it is about, where that is numbered: a session, an institution."""
