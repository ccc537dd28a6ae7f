"""What has happened, in the order of the log: page by page, or as it comes."""

from typing import Annotated, Final

import msgspec

from engine.access.matrix import ObjectFacts
from engine.access.scope import Scope, scope
from engine.access.words import Action
from engine.events.records import AnyEvent, Event
from engine.events.whole import Whole
from engine.http.call import Call, Reply, answer
from engine.http.endpoint import EVENT_STREAM, Answered, Endpoint
from engine.http.errors import ProblemError
from engine.http.examples import AT
from engine.http.settings import PAGE_MAX
from engine.http.streams import Shown
from engine.scheduling.records import AnyRecord, BookingRecord
from engine.service.world import World

TAG: Final = "Events"
_EXAMPLE: Final = {
    "seq": 12,
    "entry": {
        "kind": "escalated",
        "occurred_at": AT,
        "recorded_at": AT,
        "dispute_id": 7,
        "case_id": 7,
        "court_id": 0,
        "track": "mediation",
        "step": 1,
        "deadline": AT + 86_400_000_000,
        "reason": "timed_out",
    },
}


class EventQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the log."""

    after: Whole = 0
    """Position of the last event that one has; 0 for all."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = 100


class StreamQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From where."""

    after: Whole = 0
    """Position of the last event that one has; a header Last-Event-ID goes before it."""


class LoggedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event and its position in the log."""

    seq: int
    entry: AnyEvent | AnyRecord


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """Events in order; positions of what the service notes for itself, and of other courts, are left out."""

    events: tuple[LoggedEvent, ...]
    next: int
    """Goes into `after` of the next page."""
    last: int
    """Position of the last entry of the log."""


async def read_events(call: Call) -> Reply:
    """Return a page of events."""
    query: EventQuery = call.query
    shown, log = _shown(call), call.around.exchange.service.log

    def page(world: World) -> EventPage:
        if query.after >= world.seq:
            return EventPage(events=(), next=query.after, last=world.seq)
        found = tuple(log.read(query.after, query.limit))
        events = tuple(
            LoggedEvent(seq=seq, entry=entry)  # pyright: ignore[reportArgumentType]
            for seq, entry in found
            if isinstance(entry, Event | BookingRecord) and shown(entry)
        )
        return EventPage(events=events, next=found[-1][0], last=world.seq)

    return answer(await call.around.exchange.ask(page))


async def stream_events(call: Call) -> Reply:
    """Return events as they come, until the reader goes or is too slow."""
    query: StreamQuery = call.query
    last = call.headers.get(b"last-event-id", b"")
    if last and not (last.isdigit() and len(last) <= 18):
        raise ProblemError("bad-request", "Last-Event-ID: must be a position of the log.")
    after = int(last) if last else query.after
    call.around.streams.check_room()
    return Reply(media=EVENT_STREAM.encode(), stream=call.around.streams.read(after, _shown(call)))


def _shown(call: Call) -> Shown:
    seen = scope(call.who, Action.READ_EVENTS)
    assert seen is not None, "the matrix was asked before"
    if seen.is_whole and call.who.tenant == call.tenant:
        return lambda _entry: True
    return lambda entry: _covers(seen, call.tenant, entry.court_id)


def _covers(seen: Scope, tenant: str, court_id: int) -> bool:
    return seen.covers(ObjectFacts(tenant=tenant, court_id=court_id))


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/events",
        name="read_events",
        action=Action.READ_EVENTS,
        summary="Read events",
        description="In the order of the log. Somebody of a court sees his court's.",
        tag=TAG,
        handler=read_events,
        query=EventQuery,
        query_example={"after": "0", "limit": "10"},
        answers={
            200: Answered(
                type=EventPage,
                example={"events": [_EXAMPLE], "next": 12, "last": 12},
                description="A page of events",
            )
        },
        cost=5,
    ),
    Endpoint(
        method="GET",
        path="/v1/events/stream",
        name="stream_events",
        action=Action.READ_EVENTS,
        summary="Follow events",
        description=(
            "Server-sent events: `id` is the position in the log, `data` the event. A reader who falls too far behind "
            "is sent `dropped`, and comes again with Last-Event-ID."
        ),
        tag=TAG,
        handler=stream_events,
        query=StreamQuery,
        answers={
            200: Answered(
                type=str,
                example="id: 12\ndata: {}\n\n",
                description="Events as they come",
                media=EVENT_STREAM,
            )
        },
        problems=("busy",),
        cost=5,
    ),
)
