"""The columns that compiled code reads off a body are the fields that a decoder reads."""

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events.records import Event
from engine.events.scan import NULL, OTHER, SCANNED, scan
from engine.events.shapes import SHAPE_OF
from tests.engine.events.examples import any_event
from tests.examples import examples

_PAIRS = st.lists(any_event, max_size=12)


def body_of(events: list[Event]) -> bytes:
    """A body as the log holds it."""
    return msgspec.msgpack.encode([(event.version, event) for event in events])


def columns_of(event: Event) -> list[int]:
    """What stands in the columns of an event."""
    told: list[int] = []
    for name, field in SHAPE_OF[type(event)].fields.items():
        value = getattr(event, name)
        if field.vocabulary is not None:
            told.append(-1 if value is None else list(field.vocabulary).index(value))
        else:
            told.append(NULL if value is None else value)
    return told


@settings(max_examples=examples(25))
@given(_PAIRS)
def test_columns_are_the_fields(events: list[Event]):
    """Of every kind that is scanned each field is read, and every other entry is passed over whole."""
    body = body_of(events)
    found = scan(body)
    assert found is not None
    for place, event in enumerate(events):
        coded = msgspec.msgpack.encode((event.version, event))
        assert body[found.starts[place] : found.starts[place + 1]] == coded
        if type(event) in SCANNED:
            assert SCANNED[found.kinds[place]] is type(event)
            told = columns_of(event)
            assert found.values[place, : len(told)].tolist() == told
        else:
            assert found.kinds[place] == OTHER


@settings(max_examples=examples(25))
@given(_PAIRS, st.randoms(use_true_random=False))
def test_a_spoilt_body_is_not_read_as_another(events: list[Event], random: Random):
    """A body that was cut or changed is refused, or read as its decoder reads it."""
    body = bytearray(body_of(events))
    place = random.randrange(len(body))
    if random.random() < 0.5:
        del body[place:]
    else:
        body[place] = random.randrange(256)
    found = scan(bytes(body))
    if found is None:
        return
    for start, end, kind, values in zip(found.starts[:-1], found.starts[1:], found.kinds, found.values, strict=True):
        if kind != OTHER:
            record = SCANNED[kind]
            event = msgspec.msgpack.decode(bytes(body[start:end]), type=tuple[int, record])[1]
            told = columns_of(event)
            assert values[: len(told)].tolist() == told


@pytest.mark.parametrize("body", [b"", b"\x01", b"\x91", b"\xdd\xff\xff\xff\xff", b"\x90\x00", b"\x91\xc1"])
def test_what_is_no_list_of_entries_is_not_read(body: bytes):
    """Bytes that are no body give nothing, however long they say they are."""
    assert scan(body) is None
