"""Events to bytes and back, as a log keeps them.

A body is a msgpack list of `[version, record]` pairs; a record is a map of its `kind` and its fields by name, coded
fields by their word. The version travels with each record, so a body needs nothing beside it to be read years later.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from engine.events.errors import EventBodyError, EventFieldError
from engine.events.records import AnyEvent, Event
from engine.events.restore import restore_record
from engine.events.shapes import SHAPE_OF, SHAPES
from engine.events.upcasters import UPCASTERS, Upcasters, upcast

_ENCODER = msgspec.msgpack.Encoder()
_RECORDS = msgspec.msgpack.Decoder(list[tuple[int, AnyEvent]])
_PAIRS = msgspec.msgpack.Decoder(list[tuple[int, dict[str, Any]]])


def encode_events(events: Sequence[Event]) -> bytes:
    """Write events as one body.

    The bytes are read back before they are returned: what a log has taken it can never give back, so an event that
    no reader could decode must not come so far.

    Raises
    ------
    EventFieldError
        If an event holds a value its kind does not allow.

    Examples
    --------
    >>> from engine.events.records import Escalated
    >>> event = Escalated(occurred_at=5, recorded_at=5, dispute_id=1, case_id=1, court_id=0, step=1, deadline=None)
    >>> decode_events(encode_events([event])) == [event]
    True
    """
    try:
        body = _ENCODER.encode([(event.version, event) for event in events])
        _RECORDS.decode(body)
    except (AttributeError, TypeError, OverflowError, msgspec.ValidationError) as error:
        _refuse_first_wrong(events)
        raise EventBodyError(f"events cannot be encoded: {error}") from error
    return body


def decode_events(body: bytes, *, upcasters: Upcasters = UPCASTERS) -> list[Event]:
    """Read a body, bringing records of older versions to the shapes of today.

    Parameters
    ----------
    body
        What `encode_events` of this or an older release returned.
    upcasters
        Steps from one version of a kind to the next.

    Raises
    ------
    EventFieldError
        If a kind, version, word or field is unknown, or a field is missing or of the wrong type.
    EventBodyError
        If the bytes are no list of events at all.
    """
    try:
        pairs = _RECORDS.decode(body)
    except msgspec.DecodeError:
        return _decode_each(body, upcasters)
    # A decoder lets unknown and repeated fields pass and fills in defaults. Bytes that come out the same again had
    # none of these: cheaper than to look at every field, and nothing can be overlooked.
    if all(version == record.version for version, record in pairs) and _ENCODER.encode(pairs) == body:
        return [record for _, record in pairs]
    return _decode_each(body, upcasters)


def _decode_each(body: bytes, upcasters: Upcasters) -> list[Event]:
    try:
        pairs = _PAIRS.decode(body)
    except msgspec.DecodeError as error:
        raise EventBodyError(f"not a list of [version, record] pairs: {error}") from error
    return [
        restore_record(upcast(fields, version, upcasters=upcasters, place=place), place=place)
        for place, version, fields in (
            (f"event {ordinal} of {len(pairs)}", version, fields)
            for ordinal, (version, fields) in enumerate(pairs, start=1)
        )
    ]


def _refuse_first_wrong(events: Sequence[Event]) -> None:
    for ordinal, event in enumerate(events, start=1):
        place = f"event {ordinal} of {len(events)}"
        if type(event) not in SHAPE_OF:
            name = type(event).__name__
            raise EventFieldError("unknown kind", kind=name, field="kind", value=name, known=list(SHAPES), place=place)
        restore_record({"kind": SHAPE_OF[type(event)].kind, **msgspec.structs.asdict(event)}, place=place)
