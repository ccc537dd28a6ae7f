"""Records to Parquet columns, many at a time.

Records are sorted by kind, each kind is turned into a table whose columns are built whole, and the tables are put
back into the order the records came in. A loop over records and their fields takes several times as long.
"""

from collections.abc import Sequence
from enum import IntEnum
from itertools import compress
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec.structs import astuple
from numpy.typing import NDArray

from engine.events.enums import ClosingCode
from engine.events.errors import EventFieldError
from engine.events.payload import payload_column, payload_fields
from engine.events.records import Event
from engine.events.schema import FIELD_COLUMNS, ROW_SCHEMA, WORDS
from engine.events.shapes import SHAPE_OF, SHAPES, Shape
from engine.events.values import FieldValues

_TRANSPOSED_AT_ONCE = 256
"""Records turned into columns at one stroke: as many short-lived tuples as stay in the fastest cache. Measured: at
4,096 it takes twice as long."""

_RANK_OF = {record: rank for rank, record in enumerate(SHAPE_OF)}
_DICTIONARIES = {name: pa.array(words, pa.string()) for name, words in WORDS.items()}
_OUTCOME_OF_CODE = np.zeros(max(ClosingCode) + 1, np.int8)  # there is no code 0: it stands for none
for _code in ClosingCode:
    _OUTCOME_OF_CODE[_code] = WORDS["outcome"].index(_code.outcome)


def event_batch(
    events: Sequence[Event], *, first_seq: int, replication: int, court_province: NDArray[np.int32]
) -> pa.RecordBatch:
    """Build the rows of some events, in their order.

    Parameters
    ----------
    events
        At least one.
    first_seq
        Position of the first, from 1.
    replication
        Number of the simulation run they belong to.
    court_province
        Province of each court, int32[courts].

    Raises
    ------
    EventFieldError
        If an event holds a value its kind does not allow, or a court that `court_province` does not have.
    """
    ranks = _ranks(events)
    tables: list[pa.Table] = []
    positions: list[NDArray[np.int64]] = []
    for rank, shape in enumerate(SHAPES.values()):
        chosen = ranks == rank
        rows = np.flatnonzero(chosen)
        if rows.size:
            columns = _KindColumns(shape, list(compress(events, chosen.tolist())))
            tables.append(columns.table(first_seq + rows, replication, court_province))
            positions.append(rows)
    whole = pa.concat_tables(tables)
    if len(tables) > 1:
        whole = whole.take(pa.array(np.argsort(np.concatenate(positions))))
    (batch,) = whole.combine_chunks().to_batches()
    return batch


def _ranks(events: Sequence[Event]) -> NDArray[np.int8]:
    try:
        return np.fromiter(map(_RANK_OF.__getitem__, map(type, events)), np.int8, len(events))
    except KeyError:
        name = next(type(event).__name__ for event in events if type(event) not in _RANK_OF)
        raise EventFieldError("unknown kind", kind=name, field="kind", value=name, known=list(SHAPES)) from None


def _transpose(events: Sequence[Event], width: int) -> list[list[Any]]:
    columns: list[list[Any]] = [[] for _ in range(width)]
    for start in range(0, len(events), _TRANSPOSED_AT_ONCE):
        rows = map(astuple, events[start : start + _TRANSPOSED_AT_ONCE])
        for column, part in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(part)
    return columns


class _KindColumns:
    """The columns of some events of one kind."""

    def __init__(self, shape: Shape, events: Sequence[Event]) -> None:
        self._shape = shape
        self._count = len(events)
        columns = _transpose(events, len(shape.fields))
        self._fields = {
            name: FieldValues(shape, name, values) for name, values in zip(shape.fields, columns, strict=True)
        }

    def table(self, seq: NDArray[np.int64], replication: int, court_province: NDArray[np.int32]) -> pa.Table:
        record = self._shape.record
        built = {name: self._field_column(name) for name in FIELD_COLUMNS}
        built |= {
            "seq": pa.array(seq, pa.int64()),
            "kind": self._constant_word("kind", self._shape.kind),
            "version": pa.array(np.full(self._count, self._shape.version, np.int16)),
            "replication": pa.array(np.full(self._count, replication, np.int32)),
            "province_id": self._provinces(built["court_id"].to_numpy(), court_province),
            "outcome": self._outcomes(built["closing_code"]),
            "actor_role": self._word_column("actor_role", "actor", record.actor_role),
            "rule": self._word_column("rule", "article", record.rule),
            "payload": payload_column([self._fields[name] for name in payload_fields(self._shape)], self._count),
        }
        return pa.Table.from_arrays([built[name] for name in ROW_SCHEMA.names], schema=ROW_SCHEMA)

    def _field_column(self, name: str) -> pa.Array:
        stored_as = ROW_SCHEMA.field(name).type
        field = self._fields.get(name)
        if field is None:
            return self._constant_word(name, None) if name in WORDS else pa.nulls(self._count, stored_as)
        vocabulary = field.type.vocabulary
        if vocabulary is None:
            return field.whole_numbers(stored_as)
        if issubclass(vocabulary, IntEnum):
            return field.word_codes()
        return pa.DictionaryArray.from_arrays(field.word_codes(), _DICTIONARIES[name])

    def _word_column(self, column: str, name: str, word: str | None) -> pa.Array:
        """Return a field of the record that says what the column holds, or the one word of its kind."""
        field = self._fields.get(name)
        if field is None:
            return self._constant_word(column, word)
        codes = pa.array(np.array([WORDS[column].index(word) for word in field.type.known], np.int8))
        return pa.DictionaryArray.from_arrays(codes.take(field.word_codes()), _DICTIONARIES[column])

    def _constant_word(self, column: str, word: str | None) -> pa.Array:
        if word is None:
            codes = pa.nulls(self._count, pa.int8())
        else:
            codes = pa.array(np.full(self._count, WORDS[column].index(word), np.int8))
        return pa.DictionaryArray.from_arrays(codes, _DICTIONARIES[column])

    def _provinces(self, courts: NDArray[np.int32], court_province: NDArray[np.int32]) -> pa.Array:
        unknown = (courts < 0) | (courts >= len(court_province))
        if unknown.any():
            bound = f"0 to {len(court_province) - 1}"
            raise self._fields["court_id"].error("out of range", int(courts[unknown][0]), [bound])
        return pa.array(court_province[courts], pa.int32())

    def _outcomes(self, closing_codes: pa.Array) -> pa.Array:
        codes = closing_codes.fill_null(0).to_numpy()
        outcomes = pa.array(_OUTCOME_OF_CODE[codes], mask=codes == 0)
        return pa.DictionaryArray.from_arrays(outcomes, _DICTIONARIES["outcome"])
