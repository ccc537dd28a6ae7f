"""Parquet rows back to records.

A file is taken as anybody may have written it: words as dictionary or plain text, columns in any order. It must hold
every column of the row and no other.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import pyarrow as pa

from engine.events.errors import EventFieldError
from engine.events.records import Event
from engine.events.restore import restore_record
from engine.events.schema import FIELD_COLUMNS, ROW_SCHEMA, TIMESTAMP
from engine.events.shapes import SHAPES
from engine.events.upcasters import Upcasters, upcast


def conform(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Return `rows` with the columns of `ROW_SCHEMA`, in its order and of its types.

    Raises
    ------
    ValueError
        If a column is missing, unknown, of a type that does not convert, or null where it must not be.
    """
    found = set(rows.schema.names)
    if found != set(ROW_SCHEMA.names):
        missing = [name for name in ROW_SCHEMA.names if name not in found]
        unknown = sorted(found - set(ROW_SCHEMA.names))
        raise ValueError(f"not the columns of an event file: missing {missing}, unknown {unknown}")
    return pa.RecordBatch.from_arrays([_conform(rows, field) for field in ROW_SCHEMA], schema=ROW_SCHEMA)


def _conform(rows: pa.RecordBatch, field: pa.Field) -> pa.Array:
    column = rows.column(field.name)
    if column.null_count and not field.nullable:
        raise ValueError(f"column {field.name} has {column.null_count} nulls and must have none")
    try:
        return column if column.type == field.type else column.cast(field.type)
    except pa.ArrowException as error:
        raise ValueError(f"column {field.name} is {column.type}, not {field.type}: {error}") from error


def row_events(rows: pa.RecordBatch, *, upcasters: Upcasters) -> list[Event]:
    """Make the records of some rows, in their order.

    Parameters
    ----------
    rows
        With the columns of `ROW_SCHEMA`.
    upcasters
        Steps from one version of a kind to the next.

    Raises
    ------
    EventFieldError
        If a kind, version, word or field is unknown, or a field is missing or of the wrong type.
    """
    groups: dict[tuple[str, int], list[int]] = {}
    heads = zip(rows.column("kind").to_pylist(), rows.column("version").to_pylist(), strict=True)
    for position, head in enumerate(heads):
        groups.setdefault(head, []).append(position)
    events: dict[int, Event] = {}
    for (kind, version), positions in groups.items():
        alike = rows.take(pa.array(positions))
        events.update(zip(positions, _kind_events(alike, kind, version, upcasters), strict=True))
    return [events[position] for position in range(len(rows))]


def _kind_events(rows: pa.RecordBatch, kind: str, version: int, upcasters: Upcasters) -> Iterator[Event]:
    """Make the records of rows of one kind and version: their columns are those that are not null throughout."""
    columns = {name: rows.column(name) for name in FIELD_COLUMNS}
    names = [name for name, column in columns.items() if column.null_count < len(rows)]
    values = zip(*(_values(columns[name]) for name in names), strict=True)
    heads = zip(rows.column("seq").to_numpy().tolist(), rows.column("payload").to_pylist(), values, strict=True)
    for seq, payload, row in heads:
        place = f"event {seq}"
        fields = {"kind": kind, **dict(zip(names, row, strict=True)), **_payload_fields(kind, payload, place)}
        fields = upcast(fields, version, upcasters=upcasters, place=place)
        yield restore_record(_NULLS[fields["kind"]] | fields, place=place)


def _values(column: pa.Array) -> list[Any]:
    """Return the values as plain numbers and words; Arrow's own way makes an object of each first, ten times slower."""
    if isinstance(column, pa.DictionaryArray):
        words = [*column.dictionary.to_pylist(), None]
        return [words[code] for code in column.indices.fill_null(-1).to_numpy().tolist()]
    numbers = column.view(pa.int64()) if column.type == TIMESTAMP else column
    values = numbers.fill_null(0).to_numpy().tolist()
    if not column.null_count:
        return values
    given = column.is_valid().to_numpy(zero_copy_only=False).tolist()
    return [value if is_given else None for value, is_given in zip(values, given, strict=True)]


def _payload_fields(kind: str, payload: str | None, place: str) -> dict[str, Any]:
    if payload is None:
        return {}
    try:
        return _PAYLOAD.decode(payload)
    except msgspec.DecodeError as error:
        raise EventFieldError(
            "wrong type", kind=kind, field="payload", value=payload, known=["a JSON object"], place=place
        ) from error


_PAYLOAD = msgspec.json.Decoder(dict[str, Any])

_NULLS: dict[str, dict[str, Any]] = {
    shape.kind: {name: None for name, field in shape.fields.items() if field.nullable and name in FIELD_COLUMNS}
    for shape in SHAPES.values()
}
"""A null column is no field; for these fields of a kind it is one whose value is None."""
