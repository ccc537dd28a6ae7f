"""Event files to seal, and to tamper with."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from engine.events.parquet import EventWriter
from engine.events.records import Event
from tests.engine.events.examples import COURTS, one_of_each

PROVINCES = np.zeros(COURTS, np.int32)


def events(count: int) -> list[Event]:
    """Events of every kind, each about another case."""
    each = one_of_each()
    return [msgspec.structs.replace(each[number % len(each)], recorded_at=number) for number in range(1, count + 1)]


EVENTS = events(100)
THREE = [EVENTS[:10], EVENTS[10:60], EVENTS[60:]]
"""Batches of events 1 to 10, 11 to 60 and 61 to 100."""


def write(path: Path, batches: Sequence[Sequence[Event]]) -> list[bytes]:
    """Write a file batch by batch; return the head after each."""
    heads: list[bytes] = []
    with EventWriter(path, court_province=PROVINCES) as writer:
        for batch in batches:
            writer.append(batch)
            heads.append(writer.head)
    return heads


def tamper(path: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Write a file anew with other rows and the metadata it had."""
    with pq.ParquetFile(path) as file:
        table, metadata = file.read(), file.metadata.metadata
    rows = pa.RecordBatch.from_pylist(change(table.to_pylist()), schema=table.schema)
    pq.write_table(pa.Table.from_batches([rows]).replace_schema_metadata(metadata), path)


def restate(path: Path, **metadata: str) -> None:
    """Write a file anew with the same rows and other metadata; an empty text removes an entry."""
    with pq.ParquetFile(path) as file:
        table, old = file.read(), file.metadata.metadata or {}
    new = {key.decode(): value.decode() for key, value in old.items() if key != b"ARROW:schema"} | metadata
    pq.write_table(table.replace_schema_metadata({key: value for key, value in new.items() if value}), path)
