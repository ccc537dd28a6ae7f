"""Events to bytes and back."""

import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events.codec import decode_events, encode_events
from engine.events.errors import EventBodyError, EventError, EventFieldError
from engine.events.records import Event, Filed, RosterEvent, RoundOpened
from tests.engine.events.examples import any_event, one_of


def body_of(*pairs: tuple[int, dict[str, Any]]) -> bytes:
    return msgspec.msgpack.encode(pairs)


def filed_fields(**changed: object) -> dict[str, Any]:
    (pair,) = msgspec.msgpack.decode(encode_events([one_of(Filed)]))
    return pair[1] | changed


@given(st.lists(any_event, max_size=20))
def test_events_come_back_equal(events: list[Event]):
    """Whatever events go in, the same come out."""
    assert decode_events(encode_events(events)) == events


def test_a_record_names_its_kind_version_and_words():
    """A record is a version and a map of kind and fields by name, coded fields by their word: readable for ever."""
    assert msgspec.msgpack.decode(encode_events([one_of(RoundOpened)])) == [
        [
            1,
            {
                "kind": "round_opened",
                "occurred_at": 1_598_252_400_000_000,
                "recorded_at": 1_598_252_400_000_000,
                "dispute_id": 11,
                "case_id": 12,
                "court_id": 2,
                "track": "mediation",
                "step": 3,
                "round": 1,
            },
        ]
    ]


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A record that must be refused, and what the error must name."""

    version: int = Filed.version
    changed: dict[str, object]
    problem: str
    field: str
    value: object
    known: str


WRONG = {
    "kind": Wrong(
        changed={"kind": "mediated"}, problem="unknown kind", field="kind", value="mediated", known="round_opened"
    ),
    "newer": Wrong(version=3, changed={}, problem="unknown version", field="version", value=3, known="2"),
    "older": Wrong(version=0, changed={}, problem="unknown version", field="version", value=0, known="1"),
    "word": Wrong(
        changed={"channel": "fax"}, problem="unknown word", field="channel", value="fax", known="court_window"
    ),
    "extra": Wrong(
        changed={"colour": "red"}, problem="unknown field", field="colour", value="red", known="dispute_type"
    ),
    "type": Wrong(changed={"case_id": "12"}, problem="wrong type", field="case_id", value="12", known="int"),
    "null": Wrong(changed={"step": None}, problem="wrong type", field="step", value=None, known="int"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_record_is_named(wrong: Wrong):
    """Anything unknown is refused by an error that holds kind, field, value and what is known."""
    fields = filed_fields(**wrong.changed)
    with pytest.raises(EventFieldError) as caught:
        decode_events(body_of((Filed.version, filed_fields()), (wrong.version, fields)))

    error = caught.value
    assert (error.problem, error.kind, error.field) == (wrong.problem, fields["kind"], wrong.field)
    assert error.value == wrong.value
    assert wrong.known in error.known
    assert error.place == "event 2 of 2"


@pytest.mark.parametrize("name", ["channel", "track", "step", "deadline", "mediator_gender", "panel_size"])
def test_a_missing_field_is_named(name: str):
    """No field may be absent, not even one the record class has a default for."""
    fields = filed_fields()
    del fields[name]
    with pytest.raises(EventFieldError, match=f"missing field in event of kind 'filed': field '{name}'"):
        decode_events(body_of((Filed.version, fields)))


@given(st.binary(max_size=60))
def test_other_bytes_are_refused(content: bytes):
    """Bytes that are no list of records never decode to events, and never raise anything untyped."""
    try:
        assert decode_events(content) == []
    except EventError:
        assert content != body_of()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [({"case_id": "12"}, "wrong type"), ({"weight_milli": 0.5}, "wrong type"), ({"channel": "fax"}, "unknown word")],
)
def test_what_could_not_be_read_back_is_not_written(changed: dict[str, Any], problem: str):
    """Encoding refuses an event whose bytes no decoder would take."""
    event = msgspec.structs.replace(one_of(Filed), **changed)
    with pytest.raises(EventFieldError, match=f"event 1 of 1: {problem} in event of kind 'filed'"):
        encode_events([event])


@pytest.mark.parametrize("base", [Event, RosterEvent])
def test_a_bare_event_is_no_kind(base: type[Event]):
    """A base class alone cannot be written."""
    event = base(occurred_at=1, recorded_at=1, dispute_id=1, case_id=1, court_id=1)
    with pytest.raises(EventFieldError, match=f"unknown kind in event of kind '{base.__name__}'"):
        encode_events([event])


def test_a_number_beyond_msgpack_is_refused():
    """A number that has no wire form raises the package's own error."""
    event = msgspec.structs.replace(one_of(Filed), case_id=2**64)
    with pytest.raises(EventBodyError, match="cannot be encoded"):
        encode_events([event])


def test_logs_do_not_need_parquet():
    """Codec and memory log import without the columnar libraries, which the engine's light install lacks."""
    program = (
        "import sys, engine.events.codec, engine.log.memory\n"
        "print(sorted({'pyarrow', 'polars', 'duckdb', 'numba', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
