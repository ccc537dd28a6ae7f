"""The row an event has in a Parquet file: names, order and types of its columns.

Five columns say which record it is, and the rest repeat the record's fields under their own names. What only one or
two kinds have goes into `payload`, a JSON object of the remaining fields in the order of the record.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from engine.events.enums import ActorRole, Channel, DisputeType, EntryRoute, Outcome
from engine.events.lifecycle_words import Article, Track
from engine.events.shapes import SHAPES

_RULES = [shape.record.rule for shape in SHAPES.values() if shape.record.rule is not None]

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kind": tuple(SHAPES),
        "track": tuple(Track),
        "dispute_type": tuple(DisputeType),
        "channel": tuple(Channel),
        "entry_route": tuple(EntryRoute),
        "outcome": tuple(Outcome),
        "actor_role": tuple(ActorRole),
        "rule": tuple(dict.fromkeys([*_RULES, *Article])),
    }
)
"""The vocabulary of each column of words; in the file it is the column's dictionary."""

TIMESTAMP = pa.timestamp("us", tz="UTC")
"""Microseconds since the epoch, UTC."""
_WORD = pa.dictionary(pa.int8(), pa.string())


def _required(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


ROW_SCHEMA = pa.schema(
    [
        _required("seq", pa.int64()),  # position in the file, dense from 1
        _required("occurred_at", TIMESTAMP),
        _required("recorded_at", TIMESTAMP),
        _required("kind", _WORD),
        _required("version", pa.int16()),
        _required("replication", pa.int32()),  # 0 for a recorded log
        _required("dispute_id", pa.int64()),
        _required("track", _WORD),
        _required("case_id", pa.int64()),
        _required("court_id", pa.int32()),
        _required("province_id", pa.int32()),  # of the court
        pa.field("organisation_id", pa.int32()),  # null, here and below, in kinds that have no such field
        pa.field("mediator_id", pa.int32()),
        pa.field("dispute_type", _WORD),
        pa.field("channel", _WORD),
        pa.field("entry_route", _WORD),
        pa.field("attempt", pa.int16()),
        pa.field("step", pa.int8()),
        pa.field("deadline", TIMESTAMP),
        pa.field("closing_code", pa.int8()),
        pa.field("outcome", _WORD),  # follows from the closing code
        _required("actor_role", _WORD),
        pa.field("rule", _WORD),
        pa.field("payload", pa.string()),
    ]
)
"""Every event file has exactly these columns."""

DERIVED = frozenset(
    {"seq", "kind", "version", "replication", "province_id", "outcome", "actor_role", "rule", "payload"}
)
"""Columns that are no field of any record: they follow from its kind, its other fields or its place."""

FIELD_COLUMNS: tuple[str, ...] = tuple(name for name in ROW_SCHEMA.names if name not in DERIVED)
"""Columns that hold a field of the same name."""
