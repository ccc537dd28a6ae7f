"""The records a machine's data file is read into."""

from datetime import date

import msgspec

from engine.events.enums import ActorRole, ClosingCode
from engine.events.lifecycle_words import Article, Clock, State, Track, Transition


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something written in a data file; an unknown key is a mistake."""


class StateEntry(Record, frozen=True, kw_only=True):
    """One state of a door."""

    title: dict[str, str]
    """By language, en and zh."""
    final: bool = False
    """Whether the process is over."""
    adjudicating: bool = False
    """Whether a court or tribunal has the claim itself before it: a dispute has at most one such process."""


class Length(Record, frozen=True, kw_only=True):
    """How long a period is, where its conditions hold and while it is in force."""

    rule: Article
    conditions: tuple[str, ...] = ()
    days: int | None = None
    months: int | None = None
    hours: int | None = None
    unit: str = "calendar_days"
    """Of `days`: `calendar_days` or `working_days`."""
    rolls: bool = True
    """Whether an end on a day off moves to the next workday (CPL 85)."""
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day, included."""


class ClockEntry(Record, frozen=True, kw_only=True):
    """A period and what happens at its end unless somebody acts before."""

    name: Clock
    on_end: Transition
    lengths: tuple[Length, ...]
    """The first whose conditions hold counts."""
    extensions: tuple[Length, ...] = ()
    """By how much a transition may extend it; the first whose conditions hold counts."""


class TransitionEntry(Record, frozen=True, kw_only=True, rename={"from_states": "from"}):
    """One way from some states to one."""

    name: Transition
    from_states: tuple[State, ...]
    """Empty where it opens a process."""
    to: State | None = None
    """None where the state stays."""
    actors: tuple[ActorRole, ...]
    rule: Article
    kind: str = "moved"
    """Kind of the event that records it."""
    closing_codes: tuple[ClosingCode, ...] = ()
    """Of a `closed` event: which codes end the mediation this way."""
    conditions: tuple[str, ...] = ()
    automatic: bool = False
    """Taken by the platform as soon as its conditions hold."""
    starts: Clock | None = None
    starts_from: str | None = None
    """The fact whose instant the clock counts from; by default the instant of the transition."""
    restarts: Clock | None = None
    """A clock that must be running and begins anew."""
    extends: Clock | None = None
    """A clock that must be running and ends later by one of its extensions."""
    agreed: bool = False
    """Whether the clock ends on the date that the command brings."""
    resumes: Clock | None = None
    pauses: tuple[Clock, ...] = ()
    stops: tuple[Clock, ...] = ()
    stops_all: bool = False
    records: tuple[str, ...] = ()
    """Facts that it makes."""
    records_on_dispute: tuple[str, ...] = ()
    """Facts that it makes for every door."""
    clears: tuple[str, ...] = ()
    """Facts that it unmakes."""
    keeps: str | None = None
    """Name under which the amount of the command is kept."""
    marks: str | None = None
    """Mark that the acting parties get."""
    unmarks: str | None = None
    """Mark that the acting parties lose."""
    unmarks_all: str | None = None
    """Mark that all parties lose."""
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day, included."""

    @property
    def sets(self) -> Clock | None:
        """The clock whose end the event carries."""
        return self.starts or self.restarts or self.extends or self.resumes


class MachineEntry(Record, frozen=True, kw_only=True):
    """A door's data file."""

    track: Track
    initial: State
    states: dict[State, StateEntry]
    citations: dict[date, dict[Article, Article]] = {}
    """From each date on: what to cite instead of an article that was not yet, or is no longer, in force."""
    clocks: tuple[ClockEntry, ...]
    transitions: tuple[TransitionEntry, ...]
