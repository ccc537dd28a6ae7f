"""Events of the lifecycle in an event file: they make no case and change none."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from tests.analytics.event_rows import event, histories
from tests.analytics.generated import DAY, STARTS_AT
from tests.analytics.test_case_table import built
from tests.examples import examples

OPENED = {"dispute_type": "labour", "channel": "hotline", "entry_route": "judge_led"}


@settings(max_examples=examples(10))
@given(histories())
def test_the_lifecycle_changes_no_case(rows):
    """A log with the moves of the lifecycle between all events gives the table that it gives without them."""
    said = {"deadline": STARTS_AT + 30 * DAY, "payload": json.dumps({"state": "in_session", "parties": 1})}
    moves = [event(row["case_id"], "moved", row["occurred_at"], **said) for row in rows]
    opened = [event(row["case_id"], "dispute_opened", row["occurred_at"], **OPENED) for row in rows]
    mixed = [one for three in zip(opened, rows, moves, strict=True) for one in three]
    with TemporaryDirectory() as with_moves, TemporaryDirectory() as without:
        frame, expected = built(mixed, Path(with_moves)), built(rows, Path(without))

    assert frame.to_dicts() == expected.to_dicts()
