"""Rows of what a desk remembers by: role, rule and payload of each kind."""

import json

from engine.events.columns import event_batch
from engine.events.records import (
    LeaseHeld,
    LeaveBegun,
    LeaveEnded,
    LeavePlanned,
    Listed,
    OverrideApproved,
    PeriodExtended,
    RelationEntered,
    RelationRemoved,
)
from tests.engine.events.examples import HOUR, MONDAY, one_of
from tests.engine.events.test_parquet import PROVINCES

KINDS = (
    Listed, PeriodExtended, OverrideApproved, LeaseHeld, LeavePlanned, LeaveBegun, LeaveEnded, RelationEntered,
    RelationRemoved,
)  # fmt: skip
EXPECTED = [
    ("listed", "platform", "ONL 10", {"place": 2, "strikes_max": 4}),
    ("period_extended", "party", "ONL 24", None),
    ("override_approved", "court", None, {"approver_key": 2**62 + 3}),
    ("lease_held", "mediator", None, None),
    ("leave_planned", "mediator", None, {"ordinal": 3, "starts_at": MONDAY + 50 * HOUR}),
    ("leave_begun", "platform", None, {"ordinal": 3}),
    ("leave_ended", "platform", None, {"ordinal": 3}),
    (
        "relation_entered",
        "court",
        "ONL 13",
        {"party_key": 2**62 + 1, "ground": "kinship", "source": "court", "provenance_key": 2**62 + 2},
    ),
    ("relation_removed", "court", "ONL 13", {"party_key": 2**62 + 1, "ground": "kinship"}),
]


def test_what_a_desk_remembers_by_is_a_row():
    """Each kind says who moved it and by which article, and what has no column stands in its payload."""
    events = [one_of(kind) for kind in KINDS]
    rows = event_batch(events, first_seq=1, replication=0, court_province=PROVINCES).to_pylist()
    payloads = [None if row["payload"] is None else json.loads(row["payload"]) for row in rows]
    found = [
        (row["kind"], row["actor_role"], row["rule"], payload) for row, payload in zip(rows, payloads, strict=True)
    ]

    assert found == EXPECTED
    assert {row["version"] for row in rows} == {1}
    assert {row["mediator_id"] for row in rows} == {70, None}
