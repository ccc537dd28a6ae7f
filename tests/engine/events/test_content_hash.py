"""The hash of what an event file says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.events.columns import event_batch
from engine.events.content import ContentHash
from engine.events.errors import EventFileError
from engine.events.parquet import EventWriter, content_hash
from engine.events.records import Event
from engine.events.schema import ROW_SCHEMA
from engine.events.shapes import SHAPE_OF
from tests.engine.events.examples import COURTS, any_event, field_values, one_of_each
from tests.examples import examples

SMALL = settings(max_examples=examples(30))  # a batch of columns takes milliseconds, however few its rows
PROVINCES = np.arange(COURTS, dtype=np.int32)
HOURS = [
    msgspec.structs.replace(event, case_id=case, occurred_at=event.occurred_at + case)
    for case in range(30)
    for event in one_of_each()
]


def write(path: Path, events: Sequence[Event], **options: Any) -> str:
    with EventWriter(path, court_province=PROVINCES, **options) as writer:
        writer.append(events)
    return writer.content_hash


def batch(events: Sequence[Event], first_seq: int = 1) -> pa.RecordBatch:
    return event_batch(events, first_seq=first_seq, replication=0, court_province=PROVINCES)


def hash_of(*batches: pa.RecordBatch) -> str:
    content = ContentHash()
    for rows in batches:
        content.update(rows)
    return content.hexdigest()


@SMALL
@given(events=st.lists(any_event, min_size=1, max_size=12), cuts=st.lists(st.integers(1, 11), unique=True))
def test_chunks_make_no_difference(events: list[Event], cuts: list[int]):
    """The same events have the same hash however they are cut into chunks."""
    edges = [0, *sorted(cut for cut in cuts if cut < len(events)), len(events)]
    parts = [batch(events[start:end], start + 1) for start, end in pairwise(edges)]

    assert hash_of(*parts) == hash_of(batch(events))


@SMALL
@given(data=st.data(), events=st.lists(any_event, min_size=1, max_size=4))
def test_any_changed_field_makes_a_difference(data: st.DataObject, events: list[Event]):
    """Two lists of events that differ in one field of one event have different hashes."""
    place = data.draw(st.integers(0, len(events) - 1))
    shape = SHAPE_OF[type(events[place])]
    # There is no other track yet to change to.
    name = data.draw(st.sampled_from([name for name in shape.fields if name != "track"]))
    before = getattr(events[place], name)
    after = data.draw(field_values(name, shape).filter(lambda value: value != before))
    changed = msgspec.structs.replace(events[place], **{name: after})

    assert hash_of(batch([*events[:place], changed, *events[place + 1 :]])) != hash_of(batch(events))


@SMALL
@given(st.lists(any_event, min_size=2, max_size=8))
def test_order_and_number_make_a_difference(events: list[Event]):
    """The same events in another order, or without the last, have another hash."""
    assume(events != events[::-1])
    whole = hash_of(batch(events))

    assert hash_of(batch(events[::-1])) != whole
    assert hash_of(batch(events[:-1])) != whole


def another(value: object) -> object:
    """A value next to `value`."""
    match value:
        case str():
            return f"{value}x"
        case int():
            return value + 1
        case datetime():
            return value + timedelta(microseconds=1)
        case _:
            raise AssertionError(f"no column holds {value!r}")


@pytest.mark.parametrize("name", ROW_SCHEMA.names)
def test_every_column_counts(name: str):
    """A change to any one column, derived ones too, changes the hash."""
    rows = batch(one_of_each())
    values = rows.to_pydict()
    place = next(place for place, value in enumerate(values[name]) if value is not None)
    values[name][place] = another(values[name][place])

    assert hash_of(pa.RecordBatch.from_pydict(values, schema=ROW_SCHEMA)) != hash_of(rows)


@pytest.mark.parametrize(("name", "zero"), [("mediator_id", 0), ("deadline", 0), ("closing_code", 0), ("payload", "")])
def test_nothing_is_not_zero(name: str, zero: object):
    """A null and the value with the same bytes are different."""
    values = batch(one_of_each()).to_pydict()
    values[name][-1] = None
    without = hash_of(pa.RecordBatch.from_pydict(values, schema=ROW_SCHEMA))
    values[name][-1] = zero

    assert hash_of(pa.RecordBatch.from_pydict(values, schema=ROW_SCHEMA)) != without


def test_how_the_file_is_laid_out_makes_no_difference(tmp_path: Path):
    """Metadata, compression and size of row groups leave the hash as it is."""
    path, other = tmp_path / "events.parquet", tmp_path / "other.parquet"
    expected = write(path, HOURS, metadata={"source": "simulated"})
    pq.write_table(pq.read_table(path).replace_schema_metadata({}), other, row_group_size=7, compression="gzip")

    assert write(tmp_path / "again.parquet", HOURS, metadata={"source": "recorded"}) == expected
    assert content_hash(path) == expected
    assert content_hash(other) == expected


def test_other_programs_can_write_the_same_events(tmp_path: Path):
    """A copy by DuckDB or Polars, whose words are plain text, says the same."""
    path, by_duckdb, by_polars = (tmp_path / f"{name}.parquet" for name in ("events", "duckdb", "polars"))
    expected = write(path, HOURS)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.read_parquet(str(path)).order("seq").write_parquet(str(by_duckdb))
    pl.read_parquet(path).write_parquet(by_polars)

    assert content_hash(by_duckdb) == expected
    assert content_hash(by_polars) == expected


def test_a_file_without_events_has_a_hash(tmp_path: Path):
    """No events have a hash too, and it is not that of one event."""
    path = tmp_path / "events.parquet"
    expected = write(path, [])

    assert content_hash(path) == expected
    assert expected != hash_of(batch(HOURS[:1]))


def test_an_unfinished_file_has_none(tmp_path: Path):
    """Before the last event is written there is no hash to ask for."""
    with (
        EventWriter(tmp_path / "events.parquet", court_province=PROVINCES) as writer,
        pytest.raises(EventFileError, match="no content hash: the writer is open"),
    ):
        _ = writer.content_hash
