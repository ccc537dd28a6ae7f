"""From typed events through an event file to measures: the parts fit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analytics.case_table import build_case_table
from analytics.measure import measure
from engine.calendar.calendar import WorkCalendar
from engine.events.enums import Channel, ClosingCode, DisputeType, EntryRoute, Language, Stage
from engine.events.parquet import EventWriter
from engine.events.records import Accepted, Closed, Declined, Event, Filed, Offered, OpenedInProgress
from tests.analytics.generated import CASE_SCHEMA, DAY, ENDS_AT, STARTS_AT, write_mediators

HOUR = DAY // 24


def at(case_id: int, hours: float) -> dict[str, Any]:
    """What an event so many hours into the week has in common with all of its case."""
    now = STARTS_AT + int(hours * HOUR)
    return {"occurred_at": now, "recorded_at": now, "dispute_id": case_id, "case_id": case_id, "court_id": 1}


def week() -> Sequence[Event]:
    """One case met in progress and closed; one filed, declined once, accepted and still open."""
    what: dict[str, Any] = {
        "dispute_type": DisputeType.FAMILY,
        "channel": Channel.COURT_WINDOW,
        "entry_route": EntryRoute.DELEGATED,
        "language": Language.MANDARIN,
        "weight_milli": 1000,
    }
    first: dict[str, Any] = {"mediator_id": 0, "organisation_id": 0, "step": 0, "attempt": 1}
    second: dict[str, Any] = {"mediator_id": 1, "organisation_id": 0, "step": 0, "attempt": 2}
    draw: dict[str, Any] = {"deadline": ENDS_AT, "pool_size": 2, "band_size": 1, "word": -5, "ticket_total": 1}
    begun: dict[str, Any] = {**at(7, 0), "occurred_at": STARTS_AT - 5 * DAY}
    return [
        OpenedInProgress(
            **begun, **what, **first, stage=Stage.ACCEPTED, deadline=None, accepted_at=STARTS_AT - 4 * DAY
        ),
        Filed(**at(8, 10), **what, deadline=ENDS_AT),
        Offered(**at(8, 10), **first, **draw),
        Declined(**at(8, 11), **first, penalty_milli=500),
        Offered(**at(8, 11), **second, **draw),
        Accepted(**at(8, 12), **second, weight_milli=1000),
        Closed(**at(7, 24), **first, closing_code=ClosingCode.AGREEMENT),
    ]


def test_events_to_measures(tmp_path: Path):
    """A week of seven events comes out as two cases, and their measures are those by hand."""
    events, cases = tmp_path / "events.parquet", tmp_path / "cases.parquet"
    with EventWriter(events, court_province=np.array([4, 5], np.int32), metadata={"source": "simulated"}) as writer:
        writer.append(week())
    build_case_table(events, cases, period_starts_at=STARTS_AT, period_ends_at=ENDS_AT)
    found = measure(cases, calendar=WorkCalendar.china(), mediators=write_mediators([1, 1], tmp_path))

    old, new = pl.read_parquet(cases).to_dicts()
    assert dict(pl.read_parquet_schema(cases)) == dict(CASE_SCHEMA)
    assert (old["province_id"], old["mediator_id"], old["offers"], old["closing_code"]) == (5, 0, 1, 1)
    assert (old["outcome"], new["outcome"], new["mediator_id"]) == ("settled", None, 1)
    assert (new["offers"], new["declines"], new["lapses"]) == (2, 1, 0)
    assert (found.stock.pending_at_start, found.stock.pending_at_end) == (1, 1)
    assert found.stock.pending_mean == (24 + 6.5 * 24) / (7 * 24)
    assert found.stock.mean_duration_days == 5
    assert found.success is not None
    assert found.success.pre_filing is not None
    assert (found.success.overall.rate, found.success.pre_filing.count) == (1, 1)
    assert found.utilisation is not None
    assert found.utilisation.mediators_by_load == [1, 1]
