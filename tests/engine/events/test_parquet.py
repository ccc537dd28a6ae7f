"""Event files: what is written is what is read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events.enums import Gender
from engine.events.errors import EventFieldError
from engine.events.parquet import ROWS_PER_GROUP, EventWriter, read_events
from engine.events.records import (
    NO_CASE,
    PASSED_OVER,
    Closed,
    Escalated,
    Event,
    Filed,
    Offered,
    RosterEvent,
    YearLoaded,
)
from engine.events.shapes import SHAPE_OF, SHAPES
from tests.engine.events.examples import COURTS, HOUR, MONDAY, any_event, one_of, one_of_each
from tests.examples import examples

PROVINCES = np.arange(100, 100 + COURTS, dtype=np.int32)


def write(path: Path, events: Sequence[Event], **options: Any) -> EventWriter:
    with EventWriter(path, court_province=PROVINCES, **options) as writer:
        writer.append(events)
    return writer


def rows(path: Path) -> list[dict[str, Any]]:
    return pq.read_table(path).to_pylist()


@settings(max_examples=examples(30))  # a file takes milliseconds, however few its rows
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
    case = one_of(Escalated)
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
    """Seq, kind, version, actor, rule and province are what the class says, or of a move what it says itself."""
    write(tmp_path / "events.parquet", one_of_each()[:25], replication=3)  # later kinds have tests of their own
    found = [
        (row["seq"], row["kind"], row["version"], row["actor_role"], row["rule"], row["province_id"])
        for row in rows(tmp_path / "events.parquet")
    ]

    assert found == [
        (1, "filed", 2, "party", "ONL 8", 102),
        (2, "opened_in_progress", 2, "platform", None, 102),
        (3, "offered", 2, "platform", "ONL 10", 102),
        (4, "accepted", 1, "mediator", "ONL 12", 102),
        (5, "declined", 2, "mediator", "ONL 12", 102),
        (6, "lapsed", 1, "platform", "ONL 12", 102),
        (7, "escalated", 2, "platform", "ONL 28", 102),
        (8, "round_opened", 1, "platform", None, 102),
        (9, "closed", 1, "mediator", "ONL 25", 102),
        (10, "withdrawn", 1, "party", None, 102),
        (11, "choice_opened", 1, "court", "ONL 10", 102),
        (12, "choice_ended", 1, "platform", "ONL 10", 102),
        (13, "shortlisted", 1, "platform", "ONL 10", 102),
        (14, "conflict_found", 1, "platform", "ONL 13", 102),
        (15, "conflict_lifted", 1, "party", "SIM 15", 102),
        (16, "released", 1, "court", "ONL 14", 102),
        (17, "exhausted", 1, "platform", "ONL 10", 102),
        (18, "lead_named", 1, "platform", "ONL 11", 102),
        (19, "deck_renewed", 1, "platform", "ONL 10", 102),
        (20, "policy_adopted", 1, "court", "ONL 10", 102),
        (21, "capacity_set", 1, "court", "ONL 27", 102),
        (22, "went_absent", 1, "court", "ONL 27", 102),
        (23, "returned", 1, "court", "ONL 27", 102),
        (24, "dispute_opened", 1, "party", None, 102),
        (25, "moved", 1, "organisation", "ONL 24", 102),
    ]
    assert {row["replication"] for row in rows(tmp_path / "events.parquet")} == {3}


def test_payloads_hold_the_remaining_fields(tmp_path: Path):
    """Fields without a column stand in the payload as a JSON object; kinds without such fields have none."""
    # What assigns nobody has tests of its own.
    write(tmp_path / "events.parquet", [event for event in one_of_each()[:25] if not isinstance(event, PASSED_OVER)])
    payloads = {row["kind"]: row["payload"] for row in rows(tmp_path / "events.parquet")}
    asked_for = {"boost_us": 3 * HOUR, "origin": "macao", "mediator_gender": "female"}
    case = {"language": "korean", "weight_milli": 1000}
    draw = {"pool_size": 9, "band_size": 3, "word": -(2**63), "ticket_total": 12, "policy_version": 4, "seat": 2}

    assert payloads["shortlisted"] == '{"place":1}'
    assert payloads["conflict_found"] == '{"ground":"former_counsel","source":"record"}'
    assert {kind: json.loads(payload) for kind, payload in payloads.items() if payload is not None} == {
        "filed": case | asked_for | {"panel_size": 3},
        "opened_in_progress": case | asked_for | {"stage": "accepted", "accepted_at": MONDAY - 1},
        "offered": draw | {"basis": "override", "override_code": "urgent"},
        "accepted": {"weight_milli": 1000},
        "declined": {"penalty_milli": 500, "reason": "workload"},
        "lapsed": {"penalty_milli": 1000},
        "escalated": {"reason": "nobody_free"},
        "round_opened": {"round": 1},
        "shortlisted": {"place": 1},
        "conflict_found": {"ground": "former_counsel", "source": "record"},
        "released": {"ground": "absent"},
        "policy_adopted": {
            "policy": "power_of_d",
            "policy_version": 4,
            "band_width_milli": 500,
            "sample_size": 3,
            "by_weight": 1,
        },
        "capacity_set": {"capacity": 12},
        "went_absent": {"cause": "suspended"},
        "returned": {"cause": "suspended", "entry_milli": 2500},
    }


def test_events_about_no_case_have_no_case_number(tmp_path: Path):
    """What happens to a court or a mediator has case and dispute -1 in the file and in the record."""
    path = tmp_path / "events.parquet"
    write(path, one_of_each())
    numbers = {row["kind"]: (row["case_id"], row["dispute_id"]) for row in rows(path)}
    about_none = {shape.kind for shape in SHAPES.values() if issubclass(shape.record, RosterEvent | YearLoaded)}

    assert {kind for kind, found in numbers.items() if found == (-1, -1)} == about_none
    assert {kind for kind, found in numbers.items() if found == (12, 11)} == SHAPES.keys() - about_none
    assert {SHAPE_OF[type(event)].kind for event in read_events(path) if event.case_id == NO_CASE} == about_none


def test_an_outcome_follows_from_each_closing_code(tmp_path: Path):
    """Codes 1 and 2 are settled, the others are not; other kinds have neither code nor outcome."""
    closed = one_of(Closed)
    write(
        tmp_path / "events.parquet",
        [msgspec.structs.replace(closed, closing_code=code) for code in range(1, 9)] + [one_of(Filed)],
    )
    found = [(row["closing_code"], row["outcome"]) for row in rows(tmp_path / "events.parquet")]

    assert found == [(1, "settled"), (2, "settled"), *((code, "not_settled") for code in range(3, 9)), (None, None)]


def test_a_payload_says_null_where_nothing_was_asked(tmp_path: Path):
    """A word that may be missing is null in the payload and None in the record, beside rows that have one."""
    path = tmp_path / "events.parquet"
    genders = [None, Gender.MALE, None, Gender.FEMALE]
    events: list[Event] = [msgspec.structs.replace(one_of(Filed), mediator_gender=gender) for gender in genders]
    events += [msgspec.structs.replace(one_of(Offered), override_code=None)] * 2
    write(path, events)
    payloads = [json.loads(row["payload"]) for row in rows(path)]

    assert [payload["mediator_gender"] for payload in payloads[:4]] == [None, "male", None, "female"]
    assert [payload["override_code"] for payload in payloads[4:]] == [None, None]
    assert list(read_events(path)) == events


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
        (0, {"origin": "moon"}, "unknown word in event of kind 'filed': field 'origin', value 'moon'; known: mainland"),
        (0, {"origin": None}, "unknown word in event of kind 'filed': field 'origin', value None; known: mainland"),
        (0, {"panel_size": None}, "wrong type in event of kind 'filed': field 'panel_size', value None; known: int"),
        (2, {"override_code": "whim"}, "field 'override_code', value 'whim'; known: related_case, urgent"),
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


@pytest.mark.parametrize("name", ["boost_us", "step"])
@pytest.mark.parametrize("value", [False, 0.0, None])
def test_a_wrong_value_among_equal_ones_is_named(tmp_path: Path, name: str, value: object):
    """A value that merely equals the right ones beside it, or is missing among them, is refused by name."""
    events = [msgspec.structs.replace(one_of(Filed), **{name: 0}) for _ in range(9)]
    events[2] = msgspec.structs.replace(events[2], **{name: value})
    with pytest.raises(EventFieldError, match=f"wrong type in event of kind 'filed': field '{name}', value {value}"):
        write(tmp_path / "events.parquet", events)


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
