"""Writing a national week of events takes seconds."""

import time
from pathlib import Path

import msgspec
import numpy as np
import pytest

from engine.events.parquet import EventWriter
from engine.events.records import Event, OpenedInProgress
from tests.engine.events.examples import COURTS, one_of_each

EVENTS = 1_200_000


def national_week() -> list[Event]:
    """As many events as the nation's week has, in like shares: 45 % open at the start, the rest the steps of cases."""
    _, opened, *_ = each = one_of_each()
    steps = [event for event in each if type(event).__name__ in {"Filed", "Offered", "Accepted", "Closed"}]
    assert isinstance(opened, OpenedInProgress)
    already = [
        msgspec.structs.replace(opened, case_id=case, dispute_id=case, court_id=case % COURTS, occurred_at=-case * 977)
        for case in range(EVENTS * 45 // 100)
    ]
    after = [
        msgspec.structs.replace(steps[case % 4], case_id=case, dispute_id=case, recorded_at=case * 977)
        for case in range(EVENTS - len(already))
    ]
    return [*already, *after]


def processor_seconds(path: Path, events: list[Event]) -> float:
    started = time.process_time()
    with EventWriter(path, court_province=np.zeros(COURTS, np.int32)) as writer:
        for start in range(0, len(events), 1000):
            writer.append(events[start : start + 1000])
    assert writer.count == EVENTS
    return time.process_time() - started


@pytest.mark.full
def test_a_national_week_is_written_in_seconds(tmp_path: Path):
    """1.2 million records become columns, a hash and a file in at most 6 s of processor time, in one of three tries.

    On an idle machine each takes half of that; on a busy one even processor time grows, as cores are shared.
    """
    events = national_week()

    assert any(processor_seconds(tmp_path / "events.parquet", events) <= 6 for _ in range(3))
