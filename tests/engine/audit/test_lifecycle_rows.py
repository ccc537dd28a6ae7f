"""Events of the lifecycle in a log that is audited: they assign nobody, so the audit passes over them."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from engine.audit.verify import verify
from engine.events.columns import event_batch
from engine.events.records import DisputeOpened, Event, Moved
from tests.engine.audit.forging import Row, Rows, forged, renumbered, row_changed
from tests.engine.audit.logs import Sealed
from tests.engine.events.examples import one_of


def lifecycle_rows(row: Row) -> Rows:
    """What a writer would have written at the instant and court of another row."""
    place = {name: row[name] for name in ("case_id", "dispute_id", "court_id")}
    at = int(row["recorded_at"].timestamp() * 1_000_000)
    events: list[Event] = [
        msgspec.structs.replace(event, **place, occurred_at=at, recorded_at=at)
        for event in (one_of(DisputeOpened), one_of(Moved))
    ]
    provinces = np.full(row["court_id"] + 1, row["province_id"], np.int32)
    batch = event_batch(events, first_seq=1, replication=row["replication"], court_province=provinces)
    return [made | {"payload": msgspec.json.decode(made["payload"])} for made in batch.to_pylist()]


def with_lifecycle(eventful: Sealed) -> Path:
    """The log with both kinds after every event of a case."""

    def change(rows: Rows) -> Rows:
        mixed = [[row, *(lifecycle_rows(row) if row["case_id"] >= 0 else ())] for row in rows]
        return renumbered([row for three in mixed for row in three])

    return forged(eventful.path, change)


def audited(path: Path, eventful: Sealed) -> Any:
    """The report without keys: the words hang on a chain that is another now."""
    return verify(path, roster=eventful.roster, used_key=None).report


def test_the_audit_passes_over_them(eventful: Sealed):
    """A log with moves after every event is as right as it was without them, to the last open case."""
    before, after = eventful.audited(used_key=None), audited(with_lifecycle(eventful), eventful)

    assert after.finding is None
    assert after.events > 2 * before.events
    assert (after.offers, after.open_cases, after.bases) == (before.offers, before.open_cases, before.bases)


def test_a_move_may_name_any_role_and_article(eventful: Sealed):
    """The role and the article of a move are its own; of any other kind they are that of the kind."""
    path = with_lifecycle(eventful)
    other = audited(row_changed(path, 3, {"actor_role": "judge", "rule": "ONL 25"}), eventful)
    wrong = audited(row_changed(path, 1, {"actor_role": "judge"}), eventful)

    assert other.finding is None
    assert "actor_role" in wrong.finding.what
