"""What every row must be, whatever had happened before: complete, in order of time, without contradiction in itself."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.audit.codes import MISSING, Kind
from engine.audit.columns import coded, whole_numbers
from engine.audit.errors import NotAuditableError
from engine.events.enums import ClosingCode
from engine.events.payload import payload_fields
from engine.events.schema import FIELD_COLUMNS, ROW_SCHEMA, WORDS
from engine.events.shapes import SHAPES, Shape

_KINDS: Final = {kind.name.lower(): int(kind) for kind in Kind}
_WORDS: Final = {name: {word: code for code, word in enumerate(words)} for name, words in WORDS.items()}
_VERSION: Final = np.array([shape.version for shape in SHAPES.values()])
_OUTCOME: Final = np.full(max(ClosingCode) + 2, MISSING)
"""By closing code; the last place is that of no code."""
for _code in ClosingCode:
    _OUTCOME[_code] = _WORDS["outcome"][_code.outcome]

Faulty = NDArray[np.bool_]
"""bool[n]: whether each row is wrong in one way."""


class OddRow(NamedTuple):
    """The first row that cannot be right."""

    row: int
    what: str
    """One sentence."""


def _needs(shape: Shape, column: str) -> bool | None:
    """Whether a column holds something in every row of a kind; None where it may and may not."""
    if column == "payload":
        return bool(payload_fields(shape))
    field = shape.fields.get(column)
    return field is not None if field is None or not field.nullable else None


_MAY_BE_NULL: Final = tuple(name for name in (*FIELD_COLUMNS, "payload") if ROW_SCHEMA.field(name).nullable)
_MUST: Final = {name: np.array([_needs(s, name) is True for s in SHAPES.values()]) for name in _MAY_BE_NULL}
_MUST_NOT: Final = {name: np.array([_needs(s, name) is False for s in SHAPES.values()]) for name in _MAY_BE_NULL}
_OF_ITS_OWN: Final = -2
"""Stands for a word that every event of the kind says itself."""
_SAYS: Final = {
    name: np.array(
        [
            _OF_ITS_OWN if own in s.fields else _WORDS[name].get(getattr(s.record, name), MISSING)
            for s in SHAPES.values()
        ]
    )
    for name, own in (("actor_role", "actor"), ("rule", "article"))
}


class FormCheck:
    """Looks at rows in their order.

    Parameters
    ----------
    court_province
        int32[courts]: province of each court.
    """

    def __init__(self, court_province: NDArray[np.int32]) -> None:
        self._court_province: Final = court_province
        self._recorded_at = np.iinfo(np.int64).min
        self._replication: int | None = None

    def kinds(self, rows: pa.RecordBatch) -> NDArray[np.int64]:
        """Return int64[n], the `Kind` of each row.

        Raises
        ------
        NotAuditableError
            If a kind is unknown, or a row of an older version: such logs were not sealed, and hold no proof to check.
        """
        kinds = coded(rows, "kind", _KINDS)
        other = whole_numbers(rows, "version") != _VERSION[kinds]
        if other.any():
            row = int(np.argmax(other))
            seq, version = (int(whole_numbers(rows, name)[row]) for name in ("seq", "version"))
            raise NotAuditableError(f"event {seq}: version = {version}: must be {_VERSION[kinds[row]]}")
        return kinds

    def first_odd(self, rows: pa.RecordBatch, kinds: NDArray[np.int64], first_seq: int) -> OddRow | None:
        """Return the first row that cannot be right, whatever came before; None if there is none."""
        odd: OddRow | None = None
        for what, wrong in self._faults(rows, kinds, first_seq) if len(rows) else ():
            if wrong.any() and (odd is None or int(np.argmax(wrong)) < odd.row):
                odd = OddRow(int(np.argmax(wrong)), what)
        return odd

    def _faults(self, rows: pa.RecordBatch, kinds: NDArray[np.int64], first_seq: int) -> Iterator[tuple[str, Faulty]]:
        seq = whole_numbers(rows, "seq")
        yield "its number does not follow the one before", seq != np.arange(first_seq, first_seq + len(rows))
        replication = whole_numbers(rows, "replication")
        self._replication = int(replication[0]) if self._replication is None else self._replication
        yield "it is of another replication than those before", replication != self._replication
        yield from self._times(rows, kinds)
        for name in _MAY_BE_NULL:
            column = rows.column(name)
            given = _given(column)
            wrong = np.where(given, _MUST_NOT[name][kinds], _MUST[name][kinds])
            yield f"{name} must stand in such an event or must not, and this is the other way round", wrong
        yield from self._derived(rows, kinds)

    def _times(self, rows: pa.RecordBatch, kinds: NDArray[np.int64]) -> Iterator[tuple[str, Faulty]]:
        occurred_at, recorded_at = whole_numbers(rows, "occurred_at"), whole_numbers(rows, "recorded_at")
        before = np.concatenate(([self._recorded_at], recorded_at[:-1]))
        self._recorded_at = int(recorded_at[-1])
        yield "it was recorded before the event before it", recorded_at < before
        begun = kinds == Kind.OPENED_IN_PROGRESS
        yield (
            "it was not recorded when it happened",
            np.where(begun, occurred_at > recorded_at, occurred_at != recorded_at),
        )

    def _derived(self, rows: pa.RecordBatch, kinds: NDArray[np.int64]) -> Iterator[tuple[str, Faulty]]:
        """Columns that repeat, for readers of the file, what follows from the rest of the row."""
        for name, says in _SAYS.items():
            said = says[kinds]
            wrong = (coded(rows, name, _WORDS[name]) != said) & (said != _OF_ITS_OWN)
            yield f"its {name} is not that of its kind", wrong
        codes = whole_numbers(rows, "closing_code")
        unknown = (codes != MISSING) & ((codes < min(ClosingCode)) | (codes > max(ClosingCode)))
        yield "there is no such closing_code", unknown
        outcomes = coded(rows, "outcome", _WORDS["outcome"])
        yield "its outcome does not follow from its closing_code", outcomes != _OUTCOME[np.where(unknown, -1, codes)]
        courts, provinces = whole_numbers(rows, "court_id"), whole_numbers(rows, "province_id")
        known = (courts >= 0) & (courts < len(self._court_province))
        yield "the roster has no such court", ~known
        yield "its court lies in another province", known & (self._court_province[courts * known] != provinces)


def _given(column: pa.Array) -> Faulty:
    if column.null_count in (0, len(column)):
        return np.full(len(column), column.null_count == 0)
    return column.is_valid().to_numpy(zero_copy_only=False)
