"""One thing changed anywhere in a log: found, and found there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.audit.errors import NotAuditableError
from engine.audit.findings import Finding
from engine.events.enums import ActorRole, OfferBasis, OverrideCode
from engine.events.schema import ROW_SCHEMA
from engine.events.sealed import read_chain
from tests.engine.audit.forging import Row, Rows, forged, renumbered, row_changed, rows_of
from tests.engine.audit.logs import Sealed
from tests.examples import examples

HOUR: Final = timedelta(hours=1)
ANSWERS: Final = ("accepted", "declined", "lapsed", "released", "closed", "withdrawn")
DRAWN_FIELDS: Final = ("mediator_id", "attempt", "seat", "pool_size", "band_size", "ticket_total", "word")
WITH_STEP: Final = ("offered", *ANSWERS, "round_opened", "exhausted", "deck_renewed")
OF_EVERY_ROW: Final = ("seq", "occurred_at", "recorded_at", "replication", "province_id", "actor_role", "rule")
BARE: Final = ("organisation_id", "mediator_id", "channel", "attempt", "step", "closing_code")
"""Columns that many kinds do not have."""


def telling(row: Row) -> list[str]:
    """Fields of an event that, changed alone, contradict what came before or the rest of the row."""
    kind, payload = row["kind"], row["payload"] or {}
    names = list(OF_EVERY_ROW) + [name for name in BARE if row[name] is None]
    if row["case_id"] >= 0 and kind != "filed":
        names += ["dispute_id", "case_id"]
    if kind in WITH_STEP:
        names.append("step")
    if kind in ANSWERS:
        names += ["mediator_id", "attempt"]
    if kind == "accepted":
        names.append("weight_milli")
    if kind == "offered":
        names += ["policy_version", "override_code"]
        names += DRAWN_FIELDS if payload["basis"] == "drawn" else ("word", "ticket_total")
        names += ["basis"] if payload["basis"] in ("drawn", "override") else []
    return names


def other_value(name: str, row: Row) -> Any:
    """Another value that the field could hold."""
    was = row[name] if name in row else row["payload"][name]
    if name in ("occurred_at", "recorded_at"):
        return was + HOUR
    words = {"actor_role": ActorRole, "basis": OfferBasis, "override_code": OverrideCode}
    if name in words:
        return None if name == "override_code" and was else next(w.value for w in words[name] if w.value != was)
    if name == "rule":
        return "ONL 8" if was != "ONL 8" else None
    if name == "channel":
        return "court_window"
    if name == "case_id":
        return 2**40
    return 1 if was is None else was + 1


def audited(log: Sealed, path: Any, **changes: Any) -> Finding | None:
    return log._replace(path=path).audited(**changes).finding


@settings(max_examples=examples(40))
@given(data=st.data())
def test_a_changed_field_is_found_in_its_batch(eventful: Sealed, data: st.DataObject):
    """Whatever field of whatever row is changed, the batch that holds the row is named."""
    rows = rows_of(eventful.path)
    seq = data.draw(st.integers(1, len(rows)), label="seq")
    name = data.draw(st.sampled_from([name for name in ROW_SCHEMA.names if name != "payload"]), label="field")
    others = [row[name] for row in rows if row[name] != rows[seq - 1][name]]
    assume(others or name in ("version", "replication"))
    changed = row_changed(eventful.path, seq, {name: data.draw(st.sampled_from(others or [7]))}, resealed=False)
    batch = next(batch for batch in read_chain(eventful.path) if batch.first_seq <= seq <= batch.last_seq)
    finding = audited(eventful, changed)

    assert finding is not None
    assert (finding.first_seq, finding.last_seq) == (batch.first_seq, batch.last_seq)


@settings(max_examples=examples(40))
@given(data=st.data())
def test_a_changed_payload_is_found_in_its_batch(eventful: Sealed, data: st.DataObject):
    """So is whatever field of whatever payload."""
    places = [(row["seq"], name) for row in rows_of(eventful.path) for name in sorted(row["payload"] or ())]
    seq, name = data.draw(st.sampled_from(places), label="place")
    finding = audited(eventful, row_changed(eventful.path, seq, {name: "other"}, resealed=False))

    assert finding is not None
    assert finding.first_seq <= seq <= finding.last_seq


@settings(max_examples=examples(40))
@given(data=st.data())
def test_a_contradiction_is_found_at_its_event(eventful: Sealed, data: st.DataObject):
    """With the chain made to fit again, a field that follows from what came before is found at its very event."""
    row = data.draw(st.sampled_from(rows_of(eventful.path)), label="row")
    name = data.draw(st.sampled_from(telling(row)), label="field")
    finding = audited(eventful, row_changed(eventful.path, row["seq"], {name: other_value(name, row)}))

    assert finding is not None
    assert (finding.first_seq, finding.last_seq) == (row["seq"], row["seq"])


@settings(max_examples=examples(40))
@given(data=st.data())
def test_a_noted_head_shows_any_rewriting(eventful: Sealed, data: st.DataObject):
    """Even what nothing follows from - a deadline, an organisation, a channel - is shown by a head kept elsewhere."""
    rows = rows_of(eventful.path)
    name = data.draw(st.sampled_from(("organisation_id", "deadline", "channel", "entry_route")), label="field")
    row = data.draw(st.sampled_from([row for row in rows if row[name] is not None]), label="row")
    others = [other[name] for other in rows if other[name] not in (None, row[name])]
    assume(others)
    changed = row_changed(eventful.path, row["seq"], {name: others[0]})
    head = read_chain(eventful.path)[-1].hash

    assert audited(eventful, changed, used_key=None) is None
    assert audited(eventful, changed, anchor=head) is not None


@settings(max_examples=examples(40))
@given(data=st.data())
def test_a_dropped_row_is_found(eventful: Sealed, data: st.DataObject):
    """A row that is missing shows by its number; numbered anew, by the head; a filing, at its case's next event."""
    rows = rows_of(eventful.path)
    seq = data.draw(st.integers(1, len(rows) - 1), label="seq")
    gap = audited(eventful, forged(eventful.path, lambda rows: rows[: seq - 1] + rows[seq:]))
    closed = forged(eventful.path, lambda rows: renumbered(rows[: seq - 1] + rows[seq:]))
    finding = audited(eventful, closed)

    assert gap is not None
    assert gap.first_seq == seq
    assert audited(eventful, closed, anchor=read_chain(eventful.path)[-1].hash) is not None
    following = [row["seq"] - 1 for row in rows[seq:] if row["case_id"] == rows[seq - 1]["case_id"]]
    if rows[seq - 1]["kind"] == "filed" and following:
        assert finding is not None
        assert finding.first_seq <= following[0]


@settings(max_examples=examples(40))
@given(data=st.data())
def test_swapped_rows_are_found(eventful: Sealed, data: st.DataObject):
    """Two rows of different times that have changed places show between these places, numbered anew as well."""
    rows = rows_of(eventful.path)
    one = data.draw(st.integers(0, len(rows) - 2), label="one")
    other = data.draw(st.integers(one + 1, min(one + 20, len(rows) - 1)), label="other")
    assume(rows[one]["recorded_at"] < rows[other]["recorded_at"])

    def swap(rows: Rows) -> Rows:
        rows[one], rows[other] = rows[other], rows[one]
        return renumbered(rows)

    finding = audited(eventful, forged(eventful.path, swap))

    assert finding is not None
    assert one + 1 <= finding.first_seq <= other + 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 9}, "version = 9: must be 2"),
        ({"pool_size": "9"}, r'payload of offered = .*"pool_size":"9".*must hold pool_size, band_size'),
        ({"basis": "bribed"}, "payload of offered = .*bribed"),
        ({"more": 1}, "payload of offered = .*more"),
    ],
)
def test_what_no_writer_writes_is_refused(eventful: Sealed, changes: Mapping[str, Any], message: str):
    """A payload of another form or a version nobody sealed cannot be audited, and the event is named."""
    seq = next(row["seq"] for row in rows_of(eventful.path) if row["kind"] == "offered")

    with pytest.raises(NotAuditableError, match=f"event {seq}: {message}"):
        audited(eventful, row_changed(eventful.path, seq, changes))
