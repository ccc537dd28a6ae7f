"""What earlier releases wrote reads as today's events, for ever."""

from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.events.codec import decode_events, encode_events
from engine.events.enums import DeclineReason, EscalationReason, OfferBasis, Origin
from engine.events.parquet import content_hash, read_events
from engine.events.records import (
    PASSED_OVER,
    Declined,
    DisputeOpened,
    Escalated,
    Event,
    Filed,
    LeaseHeld,
    LeaveBegun,
    LeaveEnded,
    LeavePlanned,
    Listed,
    MediatorAppointed,
    MediatorQualified,
    Moved,
    Offered,
    OpenedInProgress,
    OverrideApproved,
    PeriodExtended,
    RelationEntered,
    RelationRemoved,
    Withdrawn,
)
from engine.events.schema import FIELD_COLUMNS, ROW_SCHEMA
from engine.events.shapes import SHAPES
from engine.events.upcasters import UPCASTERS, upcast
from tests.engine.events.examples import one_of, one_of_each

FOLDER = Path(__file__).parent
VERSION_1 = bytes.fromhex((FOLDER / "version_1.hex").read_text(encoding="ascii"))
"""The first nine kinds, each at version 1."""
VERSION_2 = bytes.fromhex((FOLDER / "version_2.hex").read_text(encoding="ascii"))
"""Every kind there was when five of those nine were at version 2."""
WITHDRAWN = bytes.fromhex(
    "9192018ba46b696e64a977697468647261776eab6f636375727265645f6174cf0005ad9af923e000ab7265636f726465645f"
    "6174cf0005ad9af923e000aa646973707574655f69640ba7636173655f69640ca8636f7572745f696402a5747261636ba96d"
    "6564696174696f6eab6d65646961746f725f696446af6f7267616e69736174696f6e5f696407a7617474656d707401a47374"
    "657000"
)
"""The kind that came later, at version 1."""
LIFECYCLE = bytes.fromhex(
    "929201de0010a46b696e64ae646973707574655f6f70656e6564ab6f636375727265645f6174cf0005ada6b536d800ab7265"
    "636f726465645f6174cf0005ada6b536d800aa646973707574655f69640ba7636173655f69640ca8636f7572745f696402a5"
    "747261636ba96d6564696174696f6ea77061727469657303aa6170706c6963616e747302ac646973707574655f74797065a7"
    "66696e616e6365a76368616e6e656cac6c6177796572735f73697465ab656e7472795f726f757465a96a756467655f6c6564"
    "a970726f636564757265a773756d6d617279aa616d6f756e745f66656ecf0000010000000000a57265616368ad696e746572"
    "6e6174696f6e616ca6696d70616374ab7369676e69666963616e749201de0012a46b696e64a56d6f766564ab6f6363757272"
    "65645f6174cf0005ada78bca7c00ab7265636f726465645f6174cf0005ada78bca7c00aa646973707574655f69640ba76361"
    "73655f69640ca8636f7572745f696402a5747261636bac707265736572766174696f6eaa7472616e736974696f6ea6657874"
    "656e64a57374617465aa696e5f73657373696f6ea56163746f72ac6f7267616e69736174696f6ea761727469636c65a64f4e"
    "4c203234a5636c6f636ba6706572696f64a8646561646c696e65cf0005afefc3c40000a77061727469657303a667726f756e"
    "64af6e6f5f6a7572697364696374696f6ea66d656469756da76f6e5f73697465aa616d6f756e745f66656ecd012ca66e756d"
    "62657207"
)
"""The two kinds of the lifecycle, at version 1."""
DESK = bytes.fromhex((FOLDER / "desk_version_1.hex").read_text(encoding="ascii"))
"""The kinds that a desk remembers by, at version 1."""
ROSTER_KINDS = (MediatorAppointed, MediatorQualified)
"""See `tests.engine.events.test_roster_events`."""
DESK_KINDS = (
    Listed, PeriodExtended, OverrideApproved, LeaseHeld, LeavePlanned, LeaveBegun, LeaveEnded, RelationEntered,
    RelationRemoved,
)  # fmt: skip

_FILING: dict[str, Any] = {"boost_us": 0, "origin": Origin.MAINLAND, "mediator_gender": None}
_DRAW: dict[str, Any] = {"basis": OfferBasis.DRAWN, "ticket_total": 3, "policy_version": 0, "seat": 0}
UNKNOWN_TO_VERSION_1: dict[type[Event], dict[str, Any]] = {
    Filed: _FILING | {"panel_size": 1},
    OpenedInProgress: _FILING,
    Offered: _DRAW | {"override_code": None},
    Declined: {"reason": DeclineReason.NOT_RECORDED},
    Escalated: {"reason": EscalationReason.TIMED_OUT},
}
"""What the fields that came with version 2 are in an event of version 1; three mediators were drawn among."""
ROLE_AND_RULE_OF_VERSION_1 = {
    "filed": ("party", "ONL 8"),
    "opened_in_progress": ("platform", None),
    "offered": ("platform", "ONL 10"),
    "accepted": ("mediator", "ONL 12"),
    "declined": ("mediator", "ONL 12"),
    "lapsed": ("platform", "ONL 12"),
    "escalated": ("platform", None),
    "round_opened": ("platform", None),
    "closed": ("mediator", "ONL 25"),
}


def events_of_version_1() -> list[Event]:
    """What the events of version 1 are today."""
    return [msgspec.structs.replace(event, **UNKNOWN_TO_VERSION_1.get(type(event), {})) for event in one_of_each()[:9]]


def events_of_version_2() -> list[Event]:
    """All events but those of the kinds that came later."""
    return [event for event in one_of_each() if not isinstance(event, (Withdrawn, *ROSTER_KINDS, *PASSED_OVER))]


def row_of_version_1(seq: int, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    """The row that the first release wrote for an event of court 2, which is in province 2."""
    actor_role, rule = ROLE_AND_RULE_OF_VERSION_1[fields["kind"]]
    payload = {name: value for name, value in fields.items() if name not in {*FIELD_COLUMNS, "kind"}}
    return {
        **{name: fields.get(name) for name in FIELD_COLUMNS},
        "seq": seq,
        "kind": fields["kind"],
        "version": version,
        "replication": 0,
        "province_id": 2,
        "outcome": "settled" if fields["kind"] == "closed" else None,
        "actor_role": actor_role,
        "rule": rule,
        "payload": msgspec.json.encode(payload).decode() if payload else None,
    }


@pytest.fixture
def file_of_version_1(tmp_path: Path) -> Path:
    pairs = msgspec.msgpack.decode(VERSION_1)
    rows = [row_of_version_1(seq, version, fields) for seq, (version, fields) in enumerate(pairs, start=1)]
    path = tmp_path / "events.parquet"
    pq.write_table(pa.Table.from_pylist(rows, ROW_SCHEMA), path)
    return path


def test_version_1_still_reads():
    """Bytes written at version 1 of every kind decode to the same events for ever."""
    assert decode_events(VERSION_1) == events_of_version_1()


def test_version_2_still_reads():
    """Bytes written when the kinds of a filing, an offer and their like were at version 2 decode alike for ever."""
    assert decode_events(VERSION_2) == events_of_version_2()
    assert decode_events(WITHDRAWN) == [one_of(Withdrawn)]
    assert decode_events(LIFECYCLE) == [one_of(DisputeOpened), one_of(Moved)]
    assert decode_events(DESK) == [one_of(kind) for kind in DESK_KINDS]


def test_what_is_written_today_is_version_2():
    """No change to what is written goes without a new version, an upcaster and the bytes of the version before."""
    assert encode_events(events_of_version_2()) == VERSION_2
    assert encode_events([one_of(Withdrawn)]) == WITHDRAWN
    assert encode_events([one_of(DisputeOpened), one_of(Moved)]) == LIFECYCLE
    assert encode_events([one_of(kind) for kind in DESK_KINDS]) == DESK


def test_old_and_new_records_share_a_body():
    """A batch may hold records of several versions, as a copy of an older log does."""
    pairs = msgspec.msgpack.decode(VERSION_1) + msgspec.msgpack.decode(VERSION_2)

    assert decode_events(msgspec.msgpack.encode(pairs)) == [*events_of_version_1(), *events_of_version_2()]


def test_a_file_of_version_1_still_reads(file_of_version_1: Path):
    """Rows that the first release wrote are read as the same events as its bytes."""
    assert list(read_events(file_of_version_1)) == events_of_version_1()


def test_the_hash_of_given_events_never_changes(file_of_version_1: Path):
    """The rules of the hash are fixed: a hash that was published with a file is that file's hash today."""
    assert content_hash(file_of_version_1) == "3f7fcd4ebdb1306d58b12e9217bcc656b2b597ed4bab6b841284393f0bae5c5b"


def test_every_older_version_has_an_upcaster():
    """No version that was ever written is without its way to the next."""
    older = {(shape.kind, version) for shape in SHAPES.values() for version in range(1, shape.version)}

    assert older <= UPCASTERS.keys()


@pytest.mark.parametrize(
    ("word", "basis", "ticket_total"), [(0, "freed", 0), (1, "drawn", 5), (-1, "drawn", 5), (-(2**63), "drawn", 5)]
)
def test_an_old_offer_says_whether_it_was_drawn(word: int, basis: str, ticket_total: int):
    """An offer of version 1 was to a freed mediator if its word is 0; else each of the band had one ticket."""
    fields = upcast({"kind": "offered", "word": word, "band_size": 5}, 1)

    assert (fields["basis"], fields["ticket_total"]) == (basis, ticket_total)
    assert fields["word"] == word
