"""Rows of an event file as numbers, which compiled code replays without making a record of each."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.audit.codes import MISSING, EventNumbers, Field, Kind
from engine.audit.errors import NotAuditableError
from engine.audit.payloads import payload_numbers
from engine.core.roster import DISPUTE_TYPES
from engine.events.schema import TIMESTAMP

_TYPE: Final[dict[str, int]] = {word.value: code for code, word in enumerate(DISPUTE_TYPES)}
_COLUMNS: Final = {
    Field.OCCURRED_AT: "occurred_at",
    Field.CASE_ID: "case_id",
    Field.DISPUTE: "dispute_id",
    Field.COURT: "court_id",
    Field.MEDIATOR: "mediator_id",
    Field.ATTEMPT: "attempt",
    Field.STEP: "step",
}
_FILING: Final = {
    Field.LANGUAGE: "language",
    Field.AMOUNT: "weight_milli",
    Field.BOOST_US: "boost_us",
    Field.ORIGIN: "origin",
    Field.GENDER: "mediator_gender",
}
_FIELDS_OF: Final[dict[Kind, dict[Field, str]]] = {
    Kind.FILED: _FILING | {Field.SEATS: "panel_size"},
    Kind.OPENED_IN_PROGRESS: _FILING | {Field.WORD_OF: "stage", Field.ACCEPTED_AT: "accepted_at"},
    Kind.OFFERED: {
        Field.SEATS: "seat",
        Field.POOL_SIZE: "pool_size",
        Field.BAND_SIZE: "band_size",
        Field.TICKET_TOTAL: "ticket_total",
        Field.WORD: "word",
        Field.WORD_OF: "basis",
        Field.POLICY_VERSION: "policy_version",
        Field.OVERRIDE_CODE: "override_code",
    },
    Kind.ACCEPTED: {Field.AMOUNT: "weight_milli"},
    Kind.DECLINED: {Field.AMOUNT: "penalty_milli"},
    Kind.LAPSED: {Field.AMOUNT: "penalty_milli"},
    Kind.CONFLICT_FOUND: {Field.WORD_OF: "ground"},
    Kind.CAPACITY_SET: {Field.AMOUNT: "capacity"},
    Kind.WENT_ABSENT: {Field.WORD_OF: "cause"},
    Kind.RETURNED: {Field.WORD_OF: "cause", Field.AMOUNT: "entry_milli"},
}
"""What the payload of a kind fills, and from which field; the other kinds' payloads are not needed."""


def event_numbers(rows: pa.RecordBatch, kinds: NDArray[np.int64]) -> EventNumbers:
    """Lay out rows of an event file as numbers.

    Parameters
    ----------
    rows
        With the columns of `ROW_SCHEMA`, every kind at its present version.
    kinds
        int64[n]: the `Kind` of each row.

    Raises
    ------
    NotAuditableError
        If a payload is not as the writer of event files makes it, or a dispute type is unknown.
    """
    numbers = np.full((len(Field), len(rows)), MISSING, np.int64).T
    numbers[:, Field.KIND] = kinds
    numbers[:, Field.DISPUTE_TYPE] = coded(rows, "dispute_type", _TYPE)
    for field, name in _COLUMNS.items():
        numbers[:, field] = whole_numbers(rows, name)
    seqs = whole_numbers(rows, "seq")
    for kind, fields in _FIELDS_OF.items():
        found = np.flatnonzero(kinds == kind)
        if found.size:
            payload = payload_numbers(rows.column("payload").take(found), kind.name.lower(), seqs[found])
            for field, source in fields.items():
                numbers[found, field] = payload[source]
    return numbers


def whole_numbers(rows: pa.RecordBatch, name: str) -> NDArray[np.int64]:
    """Return a column of whole numbers or times, null as `MISSING`."""
    column = rows.column(name)
    numbers = column.view(pa.int64()) if column.type == TIMESTAMP else column
    return (numbers.fill_null(MISSING) if numbers.null_count else numbers).to_numpy()


def coded(rows: pa.RecordBatch, name: str, codes: Mapping[str, int]) -> NDArray[np.int64]:
    """Return a column of words by their codes, null as `MISSING`.

    Raises
    ------
    NotAuditableError
        If a word is unknown.
    """
    column = rows.column(name)
    assert isinstance(column, pa.DictionaryArray), "a column of words has a dictionary"
    places = column.indices.fill_null(MISSING).to_numpy() + 1
    words = column.dictionary.to_pylist()
    unknown = np.array([False, *(word not in codes for word in words)])
    if unknown[places].any():
        row = int(np.argmax(unknown[places]))
        word, seq = words[places[row] - 1], int(rows.column("seq").to_numpy()[row])
        raise NotAuditableError(f"event {seq}: {name} = {word}: must be one of {', '.join(codes)}")
    return np.array([MISSING, *(codes.get(word, MISSING) for word in words)], np.int64)[places]
