"""Writing a national week of events takes seconds."""

import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from engine.events.enums import DisputeType, OfferBasis, Origin
from engine.events.parquet import EventWriter
from engine.events.records import Accepted, Closed, Event, Filed, Offered, OpenedInProgress
from tests.engine.events.examples import COURTS, one_of

EVENTS = 1_200_000
AT_ONCE = 8_192
"""Events handed over at one stroke, as the simulation does."""


def varied(number: int) -> dict[str, Any]:
    """What differs from case to case, and what differs from draw to draw."""
    band = 1 + number % 40
    drawn: dict[str, Any] = {"basis": OfferBasis.DRAWN, "ticket_total": band, "word": number * 7919 - 2**62}
    freed: dict[str, Any] = {"basis": OfferBasis.FREED, "ticket_total": 0, "word": 0}
    return {
        "case_id": number,
        "dispute_id": number,
        "court_id": number % COURTS,
        "dispute_type": list(DisputeType)[number % len(DisputeType)],
        "boost_us": 0,
        "origin": Origin.MAINLAND,
        "mediator_gender": None,
        "panel_size": 1,
        "mediator_id": number * 31 % 165_000,
        "pool_size": band + number % 9,
        "band_size": band,
        "policy_version": 0,
        "seat": 0,
        "override_code": None,
        "weight_milli": 1000 + number % 3 * 500,
        **(drawn if number % 3 else freed),
    }


def changed(event: Event, number: int, **times: int) -> Event:
    fields = {name: value for name, value in varied(number).items() if hasattr(event, name)}
    return msgspec.structs.replace(event, **fields, **times)


def national_week() -> list[Event]:
    """As many events as the nation's week has, in like shares: 45 % open at the start, the rest the steps of cases."""
    steps = [one_of(Filed), one_of(Offered), one_of(Accepted), one_of(Closed)]
    opened = one_of(OpenedInProgress)
    already = [changed(opened, case, occurred_at=-case * 977) for case in range(EVENTS * 45 // 100)]
    after = [changed(steps[case % 4], case, recorded_at=case * 977) for case in range(EVENTS - len(already))]
    return [*already, *after]


def processor_seconds(path: Path, events: list[Event]) -> float:
    started = time.process_time()
    with EventWriter(path, court_province=np.zeros(COURTS, np.int32)) as writer:
        for start in range(0, len(events), AT_ONCE):
            writer.append(events[start : start + AT_ONCE])
    assert writer.count == EVENTS
    return time.process_time() - started


@pytest.mark.full
def test_a_national_week_is_written_in_seconds(tmp_path: Path):
    """1.2 million records become columns, a hash and a file in at most 6 s of processor time, in one of three tries.

    On an idle machine each takes half of that; on a busy one even processor time grows, as cores are shared.
    """
    events = national_week()

    assert any(processor_seconds(tmp_path / "events.parquet", events) <= 6 for _ in range(3))
