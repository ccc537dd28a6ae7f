"""What has happened, as it is shown to whoever asked for it: only of the dispute that he asked about."""

from typing import Final

import msgspec

from engine.events.enums import ClosingCode
from engine.events.lifecycle_words import Article, Clock, State, Track, Transition
from engine.events.records import Event
from engine.scheduling.records import BookingRecord
from engine.service.answers import Answer, Refusal


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened; members that do not apply are left out."""

    kind: str
    """The kind of its entry in the log."""
    at: int
    """Microseconds since the epoch."""
    case_id: int
    track: Track
    transition: Transition | None = None
    state: State | None = None
    """The state its process is in then."""
    article: Article | None = None
    clock: Clock | None = None
    """The clock that was set."""
    deadline: int | None = None
    """When that clock, or the offer, ends."""
    mediator_id: int | None = None
    attempt: int | None = None
    closing_code: ClosingCode | None = None
    """Numbered as in ONL 25."""
    number: int | None = None
    """Of a meeting, or what the step is about where that is numbered."""
    starts_at: int | None = None
    ends_at: int | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """It was done and is stored."""

    at: int
    """Logged time, microseconds since the epoch."""
    seq: int
    """Position of its last entry in the log; 0 if nothing needed to change."""
    steps: tuple[Step, ...]
    """What happened to this dispute, in order."""


_SHOWN: Final = (
    "transition",
    "state",
    "article",
    "clock",
    "deadline",
    "mediator_id",
    "attempt",
    "closing_code",
    "number",
    "starts_at",
    "ends_at",
)


def step_of(entry: Event | BookingRecord) -> Step:
    """Return what is shown of an entry."""
    shown = {name: value for name in _SHOWN if (value := getattr(entry, name, None)) is not None}
    kind = str(entry.__struct_config__.tag)
    return Step(kind=kind, at=entry.occurred_at, case_id=entry.case_id, track=entry.track, **shown)


def done(answer: Answer, dispute_id: int) -> Done:
    """Return an answer as it is shown: what it set off in other disputes is theirs to know."""
    entries = (one for result in answer.results if not isinstance(result, Refusal) for one in result)
    steps = tuple(
        step_of(entry)
        for entry in entries
        if isinstance(entry, Event | BookingRecord) and entry.dispute_id == dispute_id
    )
    return Done(at=answer.at, seq=answer.last_seq, steps=steps)
