"""Event files made here, in the columns of the event schema."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from hypothesis import strategies as st

from tests.analytics.generated import DAY, STAMP, STARTS_AT

EVENT_SCHEMA: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "seq": pl.Int64,
    "occurred_at": STAMP,
    "recorded_at": STAMP,
    "kind": pl.String,
    "version": pl.Int16,
    "replication": pl.Int32,
    "dispute_id": pl.Int64,
    "track": pl.String,
    "case_id": pl.Int64,
    "court_id": pl.Int32,
    "province_id": pl.Int32,
    "organisation_id": pl.Int32,
    "mediator_id": pl.Int32,
    "dispute_type": pl.String,
    "channel": pl.String,
    "entry_route": pl.String,
    "attempt": pl.Int16,
    "step": pl.Int8,
    "deadline": STAMP,
    "closing_code": pl.Int8,
    "outcome": pl.String,
    "actor_role": pl.String,
    "rule": pl.String,
    "payload": pl.String,
}

FILED: Final = {"dispute_type": "family", "channel": "court_window", "entry_route": "delegated", "step": 0}


def event(case_id: int, kind: str, at: int, **fields: Any) -> dict[str, Any]:
    """One event of a case of court 7 in province 2."""
    row = dict.fromkeys(EVENT_SCHEMA) | {"version": 1, "replication": 0, "track": "mediation", "actor_role": "court"}
    row |= {"kind": kind, "occurred_at": at, "recorded_at": at, "dispute_id": case_id, "case_id": case_id}
    return row | {"court_id": 7, "province_id": 2} | fields


def write_events(rows: list[dict[str, Any]], folder: Path) -> Path:
    """Number the events in the order given and write them."""
    path = folder / "events.parquet"
    numbered = [row | {"seq": seq} for seq, row in enumerate(rows, start=1)]
    plain = {name: pl.Int64 if dtype == STAMP else dtype for name, dtype in EVENT_SCHEMA.items()}
    frame = pl.DataFrame(numbered, schema=plain, orient="row").cast(pl.Schema(EVENT_SCHEMA))
    frame.write_parquet(path, metadata={"source": "simulated", "seed": "5", "content_hash": "cafe"})
    return path


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Interleaved events of a few cases, each in an order it may really have, and some about mediators and no case."""
    rows: list[dict[str, Any]] = []
    for case_id in range(draw(st.integers(1, 8))):
        rows += _history(draw, case_id)
    for kind in draw(st.lists(st.sampled_from(["went_absent", "returned", "policy_adopted"]), max_size=3)):
        at = STARTS_AT + draw(st.integers(0, 3 * DAY))
        rows.append(event(-1, kind, at, mediator_id=draw(st.sampled_from(MEDIATORS))))
    return sorted(rows, key=lambda row: (row["recorded_at"], row["case_id"], row["attempt"] or 0))


MEDIATORS: Final = (10, 11, 12, 13)
_ANSWERS: Final = ("declined", "lapsed", "released", "accepted", "accepted")


def _history(draw: st.DrawFn, case_id: int) -> list[dict[str, Any]]:
    """Opened, asked, taken, let go, perhaps by several at once and one twice, closed."""
    at, attempt = STARTS_AT + draw(st.integers(0, 3 * DAY)), 0
    rows, holders = [event(case_id, "filed", at, **FILED)], dict[int, int]()
    if draw(st.booleans()):
        attempt, is_taken, at = draw(st.integers(0, 3)), draw(st.booleans()), STARTS_AT
        rows = [_in_progress(case_id, attempt, at if is_taken else None)]
        holders = {10 + attempt: attempt} if is_taken else {}
    for answer in draw(st.lists(st.sampled_from(_ANSWERS), max_size=4)):
        attempt, at = attempt + 1, at + 60
        mediator = draw(st.sampled_from([number for number in MEDIATORS if number not in holders]))
        rows += [
            asked(case_id, kind, at + wait, attempt, mediator_id=mediator)
            for wait, kind in enumerate(("offered", answer))
        ]
        holders |= {mediator: attempt} if answer == "accepted" else {}
        leaving = [number for number in MEDIATORS if number in holders and (len(holders) == 4 or draw(st.booleans()))]
        rows += [asked(case_id, "released", at + 2, holders.pop(number), mediator_id=number) for number in leaving]
    if draw(st.booleans()):
        code = draw(st.integers(1, 8))
        outcome = "settled" if code <= 2 else "not_settled"
        rows.append(asked(case_id, "closed", at + DAY, attempt, closing_code=code, outcome=outcome))
    return rows


def _in_progress(case_id: int, attempt: int, accepted_at: int | None) -> dict[str, Any]:
    filed_at = STARTS_AT - 5 * DAY
    taken = "null" if accepted_at is None else str(accepted_at - 6 * DAY)
    who = {"mediator_id": 10 + attempt, "organisation_id": 3} if attempt or accepted_at else {}
    payload = f'{{"language":"mandarin","weight_milli":1000,"stage":"accepted","accepted_at":{taken}}}'
    fields = FILED | {"attempt": attempt, "recorded_at": STARTS_AT, "payload": payload} | who
    return event(case_id, "opened_in_progress", filed_at, **fields)


def asked(case_id: int, kind: str, at: int, attempt: int, **fields: Any) -> dict[str, Any]:
    """An event between a case and the mediator of its n-th offer, on ladder step n / 2."""
    who = {"mediator_id": 10 + attempt, "organisation_id": 3, "attempt": attempt, "step": attempt // 2}
    return event(case_id, kind, at, **(who | fields))
