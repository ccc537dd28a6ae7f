"""Payloads read by compiled code: what any JSON reader reads, and nothing but what the writer of event files writes."""

import json
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audit.codes import MISSING
from engine.audit.errors import NotAuditableError
from engine.audit.payloads import payload_numbers
from engine.events.columns import event_batch
from engine.events.payload import payload_fields
from engine.events.records import Event
from engine.events.shapes import SHAPE_OF, SHAPES
from tests.engine.events.examples import COURTS, any_event, one_of_each

PROVINCES = np.zeros(COURTS, np.int32)
OFFERED = (
    '{"pool_size":26,"band_size":19,"word":-5,"basis":"drawn","ticket_total":19,"policy_version":0,"seat":0,'
    '"override_code":null}'
)


def read(*texts: str | None, kind: str = "offered") -> dict[str, list[int]]:
    """What compiled code reads, a list of values a field."""
    numbers = payload_numbers(pa.array(texts, pa.string()), kind, np.arange(len(texts)))
    return {name: values.tolist() for name, values in numbers.items()}


def number_of(event: Event, name: str) -> int:
    """What a field comes to as a number: words by their place, null as missing."""
    value: Any = getattr(event, name)
    vocabulary = SHAPE_OF[type(event)].fields[name].vocabulary
    if value is None:
        return MISSING
    return value if vocabulary is None else list(vocabulary).index(value)


@given(events=st.lists(any_event, min_size=1, max_size=8))
def test_it_reads_what_was_written(events: list[Event]):
    """Of any events the numbers are those of the records, and so are those that a JSON decoder reads."""
    for kind, shape in SHAPES.items():
        mine = [event for event in events if type(event) is shape.record]
        if not mine or not payload_fields(shape):
            continue
        texts = event_batch(mine, first_seq=1, replication=0, court_province=PROVINCES).column("payload").to_pylist()
        decoded = [msgspec.json.decode(text) for text in texts]

        assert read(*texts, kind=kind) == {name: [number_of(e, name) for e in mine] for name in payload_fields(shape)}
        for fields, event in zip(decoded, mine, strict=True):
            assert fields == {name: msgspec.to_builtins(getattr(event, name)) for name in payload_fields(shape)}


@pytest.mark.parametrize("value", [-(2**63), 2**63 - 1, -(2**63) + 1, -1, 0, 10**18, -(10**18)])
def test_it_reads_every_whole_number_of_64_bits(value: int):
    """The smallest and the largest number come out as they went in."""
    assert read(OFFERED.replace("-5", str(value)))["word"] == [value]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("-5", "9223372036854775808"),
        ("-5", "-9223372036854775809"),
        ("-5", "99999999999999999999"),
        ("-5", "100000000000000000000000005"),
        ("-5", "-05"),
        ("-5", "05"),
        ("-5", "-0"),
        ("-5", "+5"),
        ("-5", "-"),
        ("-5", ""),
        ("-5", "5.0"),
        ("-5", "5e0"),
        ("-5", "null"),
        ("-5", "true"),
        ("-5", '"5"'),
        ("drawn", "Drawn"),
        ("drawn", "drawn "),
        ("drawn", "draw"),
        ("drawn", "drawndrawn"),
        ("drawn", ""),
        ('"drawn"', "drawn"),
        ('"drawn"', "null"),
        ('"drawn"', "0"),
        ("pool_size", "pool"),
        ('"pool_size":26,', ""),
        ('"pool_size":26,"band_size":19', '"band_size":19,"pool_size":26'),
        ('"seat":0', '"seat":0,"seat":0'),
        ("null}", "null,}"),
        ("null}", "null"),
        ("null}", "null}}"),
        ("null}", "nul}"),
        ("null}", "nullx"),
        ("{", ""),
        ("{", " {"),
        ("}", "} "),
        (":", ": "),
        (",", ", "),
        (OFFERED, ""),
        (OFFERED, "{}"),
        (OFFERED, "[]"),
        (OFFERED, "null"),
    ],
)
def test_whatever_no_writer_writes_is_refused(old: str, new: str):
    """Another order, a blank, a number written otherwise: a payload has one form, and the row of another is named."""
    wrong = OFFERED.replace(old, new, 1)

    with pytest.raises(NotAuditableError, match="event 1: payload of offered = "):
        read(OFFERED, wrong, OFFERED)


@given(cut=st.integers(0, len(OFFERED) - 1), kind=st.sampled_from(sorted(SHAPES)))
def test_a_text_cut_short_is_refused(cut: int, kind: str):
    """No beginning of a payload passes for one, whatever stands behind it in memory."""
    (event,) = (event for event in one_of_each() if SHAPE_OF[type(event)].kind == kind)
    rows = event_batch([event, event], first_seq=1, replication=0, court_province=PROVINCES)
    text = rows.column("payload").to_pylist()[0]
    if text is not None:
        short = text[: cut % len(text)]

        with pytest.raises(NotAuditableError, match=f"event 0: payload of {kind} = "):
            read(short, text, kind=kind)


@given(data=st.data())
def test_one_other_character_makes_another_value_or_none(data: st.DataObject):
    """A payload with one character changed is refused, or read as JSON reads it."""
    place = data.draw(st.integers(0, len(OFFERED) - 1))
    changed = OFFERED[:place] + data.draw(st.sampled_from('0123456789-"{},:abnul ')) + OFFERED[place + 1 :]
    try:
        numbers = read(changed)
    except NotAuditableError:
        return
    fields = json.loads(changed)

    assert [numbers[name] for name in ("pool_size", "word", "seat")] == [
        [fields[n]] for n in ("pool_size", "word", "seat")
    ]


def test_slices_of_a_column_are_read_from_where_they_begin():
    """Rows in the middle of a column are those rows."""
    texts = pa.array([OFFERED.replace("26", str(size)) for size in range(10)])

    assert payload_numbers(texts.slice(3, 4), "offered", np.arange(4))["pool_size"].tolist() == [3, 4, 5, 6]
    assert payload_numbers(texts.slice(3, 0), "offered", np.arange(0))["pool_size"].tolist() == []
