"""Rows as the columns of an event file, without a record in between."""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.core.roster import DISPUTE_TYPES
from engine.core.state import NONE
from engine.events import records
from engine.events.enums import ClosingCode
from engine.events.event import NO_CASE
from engine.events.lifecycle_words import Track
from engine.events.schema import ROW_SCHEMA, TIMESTAMP, WORDS
from engine.events.shapes import SHAPE_OF
from sim.fast import rows as r
from sim.fast.agenda import NEVER
from sim.fast.payload import payload_array, templates
from sim.laws.traits import CHANNELS, ENTRY_ROUTES
from sim.randomness.words import COURT_SHIFT

_RECORDS: Final = {
    r.OPENED: records.OpenedInProgress,
    r.FILED: records.Filed,
    r.OFFERED: records.Offered,
    r.ACCEPTED: records.Accepted,
    r.DECLINED: records.Declined,
    r.LAPSED: records.Lapsed,
    r.ESCALATED: records.Escalated,
    r.ROUND_OPENED: records.RoundOpened,
    r.DECK_RENEWED: records.DeckRenewed,
    r.CLOSED: records.Closed,
    r.WITHDRAWN: records.Withdrawn,
    r.WENT_ABSENT: records.WentAbsent,
    r.RETURNED: records.Returned,
    r.POLICY_ADOPTED: records.PolicyAdopted,
}
_SHAPES: Final = [SHAPE_OF[_RECORDS[kind]] for kind in sorted(_RECORDS)]
_DICTIONARIES: Final = {name: pa.array(words, pa.string()) for name, words in WORDS.items()}
TRAITS: Final = {"dispute_type": (DISPUTE_TYPES, 0), "entry_route": (ENTRY_ROUTES, 2), "channel": (CHANNELS, 3)}
"""Columns of traits: their words, and their place among the packed traits of a case."""
OUTCOME_CODES: Final = np.array([NONE, *(WORDS["outcome"].index(code.outcome) for code in ClosingCode)], np.int8)
"""Place of the outcome in its vocabulary by closing code; negative for 0, no code."""


_KIND_CODE: Final = np.array([WORDS["kind"].index(shape.kind) for shape in _SHAPES], np.int8)
_VERSION: Final = np.array([shape.version for shape in _SHAPES], np.int16)
_ROLE_CODE: Final = np.array([WORDS["actor_role"].index(shape.record.actor_role) for shape in _SHAPES], np.int8)
_RULE_CODE: Final = np.array(
    [NONE if shape.record.rule is None else WORDS["rule"].index(shape.record.rule) for shape in _SHAPES], np.int8
)
_HAS: Final = {
    name: np.array([name in shape.fields for shape in _SHAPES])
    for name in ("attempt", "step", "deadline", "dispute_type", "channel", "entry_route", "closing_code")
}


class RowColumns:
    """Turns rows into record batches of an event file.

    Parameters
    ----------
    organisations
        int32[mediators]: organisation of each.
    court_province
        int32[courts].
    replication
        Number of the simulation run.
    """

    def __init__(
        self, organisations: NDArray[np.int32], court_province: NDArray[np.int32], *, replication: int
    ) -> None:
        self._organisations: Final = organisations
        self._court_province: Final = court_province
        self._replication: Final = replication
        self._texts: Final = templates()
        self._count = 0

    def batch(self, rows: NDArray[np.int64]) -> pa.RecordBatch:
        """Return the rows, int64[n, WIDTH], as what follows the rows before."""
        count, kind = len(rows), rows[:, r.KIND]
        at, case_id = np.ascontiguousarray(rows[:, r.AT]), np.ascontiguousarray(rows[:, r.CASE_ID])
        is_staff = case_id == NO_CASE
        court = np.where(is_staff, rows[:, r.FIRST], case_id >> COURT_SHIFT).astype(np.int32)
        nobody = rows[:, r.MEDIATOR] == NONE
        mediator = np.where(nobody, 0, rows[:, r.MEDIATOR]).astype(np.int32)
        built: dict[str, pa.Array] = {
            "seq": pa.array(np.arange(self._count + 1, self._count + count + 1)),
            "occurred_at": pa.array(np.where(kind == r.OPENED, rows[:, r.THIRD], at)).view(TIMESTAMP),
            "recorded_at": pa.array(at).view(TIMESTAMP),
            "kind": word_column("kind", _KIND_CODE[kind]),
            "version": pa.array(_VERSION[kind]),
            "replication": pa.array(np.full(count, self._replication, np.int32)),
            "dispute_id": pa.array(case_id),
            "track": word_column("track", np.full(count, WORDS["track"].index(Track.MEDIATION), np.int8)),
            "case_id": pa.array(case_id),
            "court_id": pa.array(court),
            "province_id": pa.array(self._court_province[court].astype(np.int32)),
            "organisation_id": pa.array(self._organisations[mediator], pa.int32(), mask=nobody | is_staff),
            "mediator_id": pa.array(mediator, mask=nobody),
            "attempt": _numbers(rows, r.ATTEMPT, "attempt", np.int16),
            "step": _numbers(rows, r.STEP, "step", np.int8),
            "deadline": _deadlines(rows),
            "actor_role": word_column("actor_role", _ROLE_CODE[kind]),
            "rule": word_column("rule", _RULE_CODE[kind]),
            "payload": payload_array(rows, self._texts),
        }
        built |= _traits(rows) | _endings(rows)
        self._count += count
        return pa.RecordBatch.from_arrays([built[name] for name in ROW_SCHEMA.names], schema=ROW_SCHEMA)


def trait_codes(name: str, packed: NDArray[np.int64]) -> NDArray[np.int8]:
    """Return one of `TRAITS` of packed traits, as places in its column's vocabulary."""
    words, place = TRAITS[name]
    codes = np.array([WORDS[name].index(word) for word in words], np.int8)
    return codes[(packed >> (place * r.TRAIT_BITS)) & r.TRAIT_MASK]


def word_column(column: str, codes: NDArray[np.int8]) -> pa.DictionaryArray:
    """Words by their place in the column's vocabulary, null where it is negative."""
    missing = codes < 0
    indices = pa.array(codes, mask=missing) if missing.any() else pa.array(codes)
    return pa.DictionaryArray.from_arrays(indices, _DICTIONARIES[column])


def _numbers(rows: NDArray[np.int64], column: int, name: str, dtype: type[np.integer]) -> pa.Array:
    missing = ~_HAS[name][rows[:, r.KIND]]
    return pa.array(np.where(missing, 0, rows[:, column]).astype(dtype), mask=missing)


def _deadlines(rows: NDArray[np.int64]) -> pa.Array:
    values = rows[:, r.DEADLINE]
    missing = ~_HAS["deadline"][rows[:, r.KIND]] | (values == r.NOTHING) | (values == NEVER)
    return pa.array(np.where(missing, 0, values), mask=missing).view(TIMESTAMP)


def _traits(rows: NDArray[np.int64]) -> dict[str, pa.Array]:
    """Dispute type, channel and entry route of what was filed or opened."""
    missing = ~_HAS["dispute_type"][rows[:, r.KIND]]
    packed = np.where(missing, 0, rows[:, r.FIRST])
    return {name: word_column(name, np.where(missing, np.int8(NONE), trait_codes(name, packed))) for name in TRAITS}


def _endings(rows: NDArray[np.int64]) -> dict[str, pa.Array]:
    """Closing code and outcome of what was closed."""
    missing = rows[:, r.KIND] != r.CLOSED
    codes = np.where(missing, 0, rows[:, r.FIRST]).astype(np.int8)
    return {"closing_code": pa.array(codes, mask=missing), "outcome": word_column("outcome", OUTCOME_CODES[codes])}
