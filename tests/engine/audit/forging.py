"""Forging a log: its rows changed at will, and the chain made to fit again, as somebody would who can write it all."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.events.chain import NO_HEAD, SealedBatch, encode_batches, seal
from engine.events.content import ContentHash
from engine.events.sealed import read_chain

Row = dict[str, Any]
Rows = list[Row]


def forged(
    path: Path, change: Callable[[Rows], Rows], *, resealed: bool = True, metadata: Mapping[str, str] | None = None
) -> Path:
    """Write a log anew beside itself with other rows; its chain fits again, unless that is not wanted.

    Parameters
    ----------
    path
        The log.
    change
        Makes the new rows of the old ones; a payload is a dictionary, or None.
    resealed
        Whether batches and head follow from the new rows.
    metadata
        Other texts beside the events.
    """
    table, texts = _read(path)
    changed = pa.RecordBatch.from_pylist([_packed(row) for row in change(rows_of(path))], schema=table.schema)
    kept = texts | dict(metadata or {})
    if resealed:
        batches = _resealed(changed, read_chain(path))
        kept |= {"batches": encode_batches(batches), "chain_head": (batches[-1].hash if batches else NO_HEAD).hex()}
    other = path.with_name("forged.parquet")
    pq.write_table(pa.Table.from_batches([changed]).replace_schema_metadata(kept), other)
    return other


def rows_of(path: Path) -> Rows:
    """The rows of a log, payloads as dictionaries; to be changed at will."""
    return [_unpacked(row) for row in _plain(path)]


@cache
def _plain(path: Path) -> Rows:
    return _read(path)[0].to_pylist()


@cache
def _read(path: Path) -> tuple[pa.Table, dict[str, str]]:
    with pq.ParquetFile(path) as file:
        table, texts = file.read(), file.metadata.metadata or {}
    return table, {key.decode(): value.decode() for key, value in texts.items() if key != b"ARROW:schema"}


def row_changed(path: Path, seq: int, changes: Mapping[str, Any], **options: Any) -> Path:
    """Forge fields of one event, those of its payload by their own names."""

    def change(rows: Rows) -> Rows:
        row = rows[seq - 1]
        for name, value in changes.items():
            (row if name in row else row["payload"])[name] = value
        return rows

    return forged(path, change, **options)


def renumbered(rows: Rows) -> Rows:
    """Number rows densely, as they stand."""
    return [row | {"seq": seq} for seq, row in enumerate(rows, start=1)]


def _unpacked(row: Row) -> Row:
    return row | {"payload": None if row["payload"] is None else json.loads(row["payload"])}


def _packed(row: Row) -> Row:
    payload = row["payload"]
    return row | {"payload": None if payload is None else json.dumps(payload, separators=(",", ":"))}


def _resealed(rows: pa.RecordBatch, like: list[SealedBatch]) -> list[SealedBatch]:
    """Seal rows in batches that end where the old ones ended; the last takes what is left over."""
    batches: list[SealedBatch] = []
    ends = [*(batch.last_seq for batch in like[:-1] if batch.last_seq < len(rows)), len(rows)]
    first = 0
    for end in ends:
        content = ContentHash()
        content.update(rows.slice(first, end - first))
        previous = batches[-1].hash if batches else NO_HEAD
        batches.append(seal(previous, first_seq=first + 1, count=end - first, content_digest=content.digest()))
        first = end
    return batches
