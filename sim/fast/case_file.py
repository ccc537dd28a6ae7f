"""The case table of a run, written while the loop runs: without an event file in between."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from analytics.measures.loading import CASE_COLUMNS
from engine.events.schema import TIMESTAMP
from engine.replacing import replacing
from sim.fast import case_rows as c
from sim.fast.columns import OUTCOME_CODES, TRAITS, trait_codes, word_column
from sim.fast.rows import NOTHING, SLOT
from sim.population.population import Population
from sim.randomness.words import COURT_SHIFT

_ROWS_PER_GROUP: Final = 131_072
_WORDS: Final = pa.dictionary(pa.int8(), pa.string())
_TYPES: Final = {
    "case_id": pa.int64(), "court_id": pa.int32(), "province_id": pa.int32(), "organisation_id": pa.int32(),
    "mediator_id": pa.int32(), "dispute_type": _WORDS, "channel": _WORDS, "entry_route": _WORDS,
    "filed_at": TIMESTAMP, "observed_from": TIMESTAMP, "accepted_at": TIMESTAMP, "closed_at": TIMESTAMP,
    "deadline_at": TIMESTAMP, "closing_code": pa.int8(), "outcome": _WORDS, "offers": pa.int32(),
    "declines": pa.int32(), "lapses": pa.int32(), "step": pa.int8(),
}  # fmt: skip
_SCHEMA: Final = pa.schema([pa.field(name, _TYPES.get(name, pa.string())) for name in CASE_COLUMNS])
_MANY_VALUES: Final = (
    "case_id", "court_id", "organisation_id", "mediator_id",
    "filed_at", "observed_from", "accepted_at", "closed_at", "deadline_at",
)  # fmt: skip
"""Columns stored as differences: a dictionary of them would be made and thrown away, which took half of the writing."""
_ENCODINGS: Final[dict[str, str]] = dict.fromkeys(_MANY_VALUES, "DELTA_BINARY_PACKED")
_FEW_VALUES: Final = [name for name in CASE_COLUMNS if name not in _MANY_VALUES]


@contextmanager
def case_file(
    path: Path,
    population: Population,
    *,
    period_starts_at: int,
    period_ends_at: int,
    metadata: Mapping[str, str],
) -> Generator["CaseRows"]:
    """Open a case table for the rows of a run; it gets its name when the block ends without an error.

    It says what `analytics.case_table` would make of the run's events. Cases stand in the order in which they closed,
    then those still open.

    Parameters
    ----------
    path
        Case table to write; its folder must exist.
    population
        Courts and mediators.
    period_starts_at, period_ends_at
        The window, microseconds; end excluded.
    metadata
        What else to say of the table's origin.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    period = {"period_starts_at": str(period_starts_at), "period_ends_at": str(period_ends_at)}
    # Without Arrow's own schema in the file, words are read back as plain text.
    with (
        replacing(path) as temporary,
        pq.ParquetWriter(
            temporary,
            _SCHEMA,
            compression="zstd",
            compression_level=1,
            use_dictionary=_FEW_VALUES,
            column_encoding=_ENCODINGS,
            store_schema=False,
        ) as parquet,
    ):
        cases = CaseRows(parquet, population)
        yield cases
        cases.finish()
        parquet.add_key_value_metadata({**metadata, **period})


class CaseRows:
    """Takes rows in order and writes the cases that they tell of; memory follows the open cases.

    Parameters
    ----------
    parquet
        Open for the columns of a case table.
    population
        Courts and mediators.
    """

    def __init__(self, parquet: pq.ParquetWriter, population: Population) -> None:
        self._parquet: Final = parquet
        self._population: Final = population
        self._notes = c.new_notes(1024)
        self._waiting: list[NDArray[np.int64]] = []
        self._waiting_rows = 0

    def take(self, rows: NDArray[np.int64]) -> None:
        """Take the rows that follow, int64[n, WIDTH]."""
        slots = int(rows[:, SLOT].max(initial=0)) + 1
        if slots > len(self._notes):
            more = c.new_notes(max(slots, 2 * len(self._notes)) - len(self._notes))
            self._notes = np.concatenate((self._notes, more))
        ended = np.empty((len(rows), c.CASE_WIDTH), np.int64)
        self._put(ended[: c.fold_cases(rows, self._notes, ended)])

    def finish(self) -> None:
        """Write what is left: the cases still open."""
        self._put(self._notes[self._notes[:, c.CASE_ID] != NOTHING])
        if self._waiting:
            self._write()

    def _put(self, cases: NDArray[np.int64]) -> None:
        self._waiting.append(cases.copy())
        self._waiting_rows += len(cases)
        if self._waiting_rows >= _ROWS_PER_GROUP:
            self._write()

    def _write(self) -> None:
        cases = np.concatenate(self._waiting)
        self._waiting, self._waiting_rows = [], 0
        columns = _columns(cases, self._population)
        arrays = [columns.get(name, pa.nulls(len(cases), _SCHEMA.field(name).type)) for name in CASE_COLUMNS]
        self._parquet.write_batch(pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA))


def _columns(cases: NDArray[np.int64], population: Population) -> dict[str, pa.Array]:
    """Return the columns that are not wholly empty."""
    court = (cases[:, c.CASE_ID] >> COURT_SHIFT).astype(np.int32)
    mediator, code = cases[:, c.MEDIATOR].astype(np.int32), cases[:, c.CODE].astype(np.int8)
    nobody = mediator < 0
    numbers = {"case_id": c.CASE_ID, "offers": c.OFFERS, "declines": c.DECLINES, "lapses": c.LAPSES, "step": c.STEP}
    times = {
        "filed_at": c.FILED_AT,
        "observed_from": c.OBSERVED_FROM,
        "accepted_at": c.ACCEPTED_AT,
        "closed_at": c.CLOSED_AT,
    }
    return {
        "court_id": pa.array(court),
        "province_id": pa.array(population.roster.court_province[court].astype(np.int32)),
        "organisation_id": pa.array(population.mediator_organisation[np.where(nobody, 0, mediator)], mask=nobody),
        "mediator_id": pa.array(mediator, mask=nobody),
        "closing_code": pa.array(code, mask=code == 0),
        "outcome": word_column("outcome", OUTCOME_CODES[code]),
        **{name: pa.array(cases[:, place]).cast(_TYPES[name]) for name, place in numbers.items()},
        **{name: _times(cases[:, place]) for name, place in times.items()},
        **{name: word_column(name, trait_codes(name, cases[:, c.TRAITS])) for name in TRAITS},
    }


def _times(instants: NDArray[np.int64]) -> pa.Array:
    missing = instants == NOTHING
    return pa.array(np.ascontiguousarray(instants), mask=missing if missing.any() else None).view(TIMESTAMP)
