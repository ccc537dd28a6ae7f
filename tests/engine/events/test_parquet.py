"""Event files: what is written is what is read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events.errors import EventFieldError, EventFileError
from engine.events.parquet import ROWS_PER_GROUP, EventWriter, read_events
from engine.events.records import Event
from tests.engine.events.examples import COURTS, MONDAY, any_event, one_of_each

PROVINCES = np.arange(100, 100 + COURTS, dtype=np.int32)


def write(path: Path, events: Sequence[Event], **options: Any) -> EventWriter:
    with EventWriter(path, court_province=PROVINCES, **options) as writer:
        writer.append(events)
    return writer


def rows(path: Path) -> list[dict[str, Any]]:
    return pq.read_table(path).to_pylist()


@settings(max_examples=30)  # a file takes milliseconds, however few its rows
@given(events=st.lists(any_event, max_size=30))
def test_records_come_back_equal(tmp_path_factory: pytest.TempPathFactory, events: list[Event]):
    """Whatever events are written, the same are read, in the order they were appended."""
    path = tmp_path_factory.mktemp("written") / "events.parquet"
    write(path, events)

    assert list(read_events(path)) == events


def test_a_file_without_events_is_a_file(tmp_path: Path):
    """A run in which nothing happened leaves a readable file with all its columns."""
    writer = write(tmp_path / "events.parquet", [])

    assert writer.count == 0
    assert list(read_events(tmp_path / "events.parquet")) == []
    assert len(pq.read_schema(tmp_path / "events.parquet").names) == 24


def test_appends_of_any_size_make_even_row_groups(tmp_path: Path):
    """Events are counted at once, kept in order across appends, and written in groups of a fixed size."""
    case = one_of_each()[6]
    events = [msgspec.structs.replace(case, case_id=number) for number in range(2 * ROWS_PER_GROUP + 10)]
    path = tmp_path / "events.parquet"
    with EventWriter(path, court_province=PROVINCES) as writer:
        for start, end in ((0, 1), (1, 1), (1, ROWS_PER_GROUP + 5), (ROWS_PER_GROUP + 5, len(events))):
            writer.append(events[start:end])
            assert writer.count == end

    file = pq.ParquetFile(path)
    sizes = [file.read_row_group(group).num_rows for group in range(file.num_row_groups)]
    assert sizes == [ROWS_PER_GROUP, ROWS_PER_GROUP, 10]
    table = file.read(["seq", "case_id"])
    assert np.array_equal(table.column("seq").to_numpy(), np.arange(1, len(events) + 1))
    assert np.array_equal(table.column("case_id").to_numpy(), np.arange(len(events)))


def test_columns_that_follow_from_the_kind(tmp_path: Path):
    """Seq, kind, version, actor, rule, province and replication of each kind are what its record class says."""
    write(tmp_path / "events.parquet", one_of_each(), replication=3)
    found = [
        (row["seq"], row["kind"], row["version"], row["actor_role"], row["rule"], row["province_id"])
        for row in rows(tmp_path / "events.parquet")
    ]

    assert found == [
        (1, "filed", 1, "party", "ONL 8", 102),
        (2, "opened_in_progress", 1, "platform", None, 102),
        (3, "offered", 1, "platform", "ONL 10", 102),
        (4, "accepted", 1, "mediator", "ONL 12", 102),
        (5, "declined", 1, "mediator", "ONL 12", 102),
        (6, "lapsed", 1, "platform", "ONL 12", 102),
        (7, "escalated", 1, "platform", None, 102),
        (8, "round_opened", 1, "platform", None, 102),
        (9, "closed", 1, "mediator", "ONL 25", 102),
    ]
    assert {row["replication"] for row in rows(tmp_path / "events.parquet")} == {3}


def test_payloads_hold_the_remaining_fields(tmp_path: Path):
    """Fields without a column stand in the payload as a JSON object; kinds without such fields have none."""
    write(tmp_path / "events.parquet", one_of_each())
    payloads = [row["payload"] for row in rows(tmp_path / "events.parquet")]

    assert payloads[1] == f'{{"language":"korean","weight_milli":1000,"stage":"accepted","accepted_at":{MONDAY - 1}}}'
    assert [payload and json.loads(payload) for payload in payloads] == [
        {"language": "korean", "weight_milli": 1000},
        {"language": "korean", "weight_milli": 1000, "stage": "accepted", "accepted_at": MONDAY - 1},
        {"pool_size": 9, "band_size": 3, "word": -(2**63)},
        {"weight_milli": 1000},
        {"penalty_milli": 500},
        {"penalty_milli": 1000},
        None,
        {"round": 1},
        None,
    ]


def test_an_outcome_follows_from_each_closing_code(tmp_path: Path):
    """Codes 1 and 2 are settled, the others are not; other kinds have neither code nor outcome."""
    closed = one_of_each()[-1]
    write(
        tmp_path / "events.parquet",
        [msgspec.structs.replace(closed, closing_code=code) for code in range(1, 9)] + one_of_each()[:1],
    )
    found = [(row["closing_code"], row["outcome"]) for row in rows(tmp_path / "events.parquet")]

    assert found == [(1, "settled"), (2, "settled"), *((code, "not_settled") for code in range(3, 9)), (None, None)]


@pytest.mark.parametrize(
    ("kind", "changed", "message"),
    [
        (0, {"court_id": COURTS}, "out of range in event of kind 'filed': field 'court_id', value 40; known: 0 to 39"),
        (0, {"court_id": -1}, "field 'court_id', value -1; known: 0 to 39"),
        (0, {"channel": "fax"}, "unknown word in event of kind 'filed': field 'channel', value 'fax'; known: online"),
        (0, {"channel": []}, "unknown word in event of kind 'filed': field 'channel', value \\[\\]"),
        (0, {"step": 128}, "out of range in event of kind 'filed': field 'step', value 128; known: int8"),
        (0, {"step": None}, "wrong type in event of kind 'filed': field 'step', value None; known: int"),
        (0, {"case_id": 2**63}, "out of range in event of kind 'filed': field 'case_id'"),
        (0, {"weight_milli": "1"}, "wrong type in event of kind 'filed': field 'weight_milli', value '1'; known: int"),
        (1, {"mediator_id": 1.5}, "field 'mediator_id', value 1.5; known: int, null"),
        (1, {"mediator_id": True}, "field 'mediator_id', value True; known: int, null"),
        (8, {"closing_code": 9}, "unknown word in event of kind 'closed': field 'closing_code', value 9; known: 1, 2"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, kind: int, changed: dict[str, Any], message: str):
    """A value that its field does not allow is refused by name, and no file appears."""
    events = one_of_each()
    events[kind] = msgspec.structs.replace(events[kind], **changed)
    with pytest.raises(EventFieldError, match=message):
        write(tmp_path / "events.parquet", events)

    assert list(tmp_path.iterdir()) == []


def test_a_bare_event_is_no_row(tmp_path: Path):
    """The base class alone cannot be written."""
    event = Event(occurred_at=1, recorded_at=1, dispute_id=1, case_id=1, court_id=1)
    with pytest.raises(EventFieldError, match="unknown kind in event of kind 'Event'"):
        write(tmp_path / "events.parquet", [event])


def test_metadata_travels_with_the_file(tmp_path: Path):
    """What the writer was told about the run, and the hash of its events, stand in the file's metadata."""
    writer = write(tmp_path / "events.parquet", one_of_each(), metadata={"source": "simulated", "seed": "7"})
    metadata = pq.read_metadata(tmp_path / "events.parquet").metadata

    assert metadata is not None
    assert metadata[b"source"] == b"simulated"
    assert metadata[b"seed"] == b"7"
    assert metadata[b"content_hash"].decode() == writer.content_hash


def changed_file(path: Path, name: str, value: object) -> None:
    """Rewrite the first row of an event file with another value in one column."""
    table = pq.read_table(path)
    found = table.to_pylist()
    found[0][name] = value
    pq.write_table(pa.Table.from_pylist(found), path)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("kind", "mediated", "event 1: unknown kind in event of kind 'mediated'"),
        ("version", 2, "event 1: unknown version in event of kind 'filed': field 'version', value 2; known: 1"),
        ("channel", "fax", "event 1: unknown word in event of kind 'filed': field 'channel', value 'fax'"),
        ("channel", None, "event 1: missing field in event of kind 'filed': field 'channel'"),
        ("step", None, "event 1: missing field in event of kind 'filed': field 'step'"),
        ("mediator_id", 3, "event 1: unknown field in event of kind 'filed': field 'mediator_id', value 3"),
        ("payload", None, "event 1: missing field in event of kind 'filed': field 'language'"),
        ("payload", "{", "event 1: wrong type in event of kind 'filed': field 'payload', value '{'"),
        ("payload", "[]", "event 1: wrong type in event of kind 'filed': field 'payload', value '\\[\\]'"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, name: str, value: object, message: str):
    """A row that is no event of its kind is refused with its position, never passed over."""
    path = tmp_path / "events.parquet"
    write(path, one_of_each())
    changed_file(path, name, value)
    with pytest.raises(EventFieldError, match=message):
        list(read_events(path))


def test_a_null_where_none_may_be_is_refused(tmp_path: Path):
    """A file with a null in a required column is no event file."""
    path = tmp_path / "events.parquet"
    write(path, one_of_each())
    changed_file(path, "court_id", None)
    with pytest.raises(EventFileError, match="column court_id has 1 nulls"):
        list(read_events(path))


def test_other_files_are_refused(tmp_path: Path):
    """What is no Parquet, no event file or not there is named, with the reason."""
    other = tmp_path / "other.parquet"
    pq.write_table(pa.Table.from_pydict({"seq": [1]}), other)
    text = tmp_path / "text.parquet"
    text.write_text("no parquet")
    for path, reason in ((other, "missing \\['occurred_at'"), (text, "Parquet"), (tmp_path / "none", "No such file")):
        with pytest.raises(EventFileError, match=reason) as caught:
            list(read_events(path))
        assert caught.value.path == path


def test_rows_of_an_older_version_are_upcast(tmp_path: Path):
    """A file that an older release wrote reads as today's events."""
    path = tmp_path / "events.parquet"
    write(path, one_of_each())
    changed_file(path, "version", 0)
    changed_file(path, "payload", '{"language":"korean","weight":1}')

    def add_weight(fields: dict[str, Any]) -> dict[str, Any]:
        weight = fields.pop("weight")
        return fields | {"weight_milli": 1000 * weight}

    assert list(read_events(path, upcasters={("filed", 0): add_weight})) == one_of_each()
