"""Case tables made here: a look-alike of a platform in steady state with a known truth, and a tangle of edge cases."""

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from hypothesis import strategies as st
from numpy.random import Generator, Philox

DAY: Final = 86_400_000_000
"""Microseconds."""
STARTS_AT: Final = 1_598_198_400_000_000
"""Monday 2020-08-24 00:00 in UTC+8: an ordinary week begins."""
ENDS_AT: Final = STARTS_AT + 7 * DAY
STAMP: Final = pl.Datetime("us", "UTC")

CASE_SCHEMA: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "case_id": pl.Int64,
    "source_id": pl.String,
    "court_id": pl.Int32,
    "province_id": pl.Int32,
    "organisation_id": pl.Int32,
    "mediator_id": pl.Int32,
    "dispute_type": pl.String,
    "channel": pl.String,
    "entry_route": pl.String,
    "filed_at": STAMP,
    "observed_from": STAMP,
    "accepted_at": STAMP,
    "closed_at": STAMP,
    "deadline_at": STAMP,
    "closing_code": pl.Int8,
    "outcome": pl.String,
    "offers": pl.Int32,
    "declines": pl.Int32,
    "lapses": pl.Int32,
    "step": pl.Int8,
    "flag": pl.String,
}


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The law a look-alike was drawn from."""

    accepted_per_day: float
    waiting_days: float
    """Mean of the exponential time from filing to acceptance."""
    duration_days: float
    """Mean of the exponential time from acceptance to close."""
    settled_share: float


def case_table(columns: Mapping[str, object]) -> pl.DataFrame:
    """A case table of the given columns (times as microseconds); the others are empty, counts 0."""
    rows = max(len(values) for values in columns.values() if isinstance(values, Sized))
    given = {"case_id": np.arange(rows), "offers": np.zeros(rows), "declines": np.zeros(rows), "lapses": np.zeros(rows)}
    given |= dict(columns)
    if "observed_from" not in given:
        given["observed_from"] = given["filed_at"]
    return pl.DataFrame(
        [
            pl.Series(name, given.get(name, [None] * rows), dtype=pl.Int64 if dtype == STAMP else None, strict=False)
            .cast(pl.Int64 if dtype == STAMP else dtype)
            .cast(dtype)
            for name, dtype in CASE_SCHEMA.items()
        ]
    )


def write_cases(frame: pl.DataFrame, folder: Path, period: tuple[int, int] | None = (STARTS_AT, ENDS_AT)) -> Path:
    """Write a case table with its period as metadata, or without if there is none."""
    path = folder / "cases.parquet"
    metadata = {} if period is None else {"period_starts_at": str(period[0]), "period_ends_at": str(period[1])}
    frame.write_parquet(path, metadata={"source": "generated", **metadata})
    return path


def write_mediators(capacities: list[int], folder: Path) -> Path:
    """Write a roster, numbered from 0."""
    path = folder / "mediators.parquet"
    columns = {"mediator_id": range(len(capacities)), "capacity": capacities}
    pl.DataFrame(columns, schema={"mediator_id": pl.Int32, "capacity": pl.Int16}).write_parquet(path)
    return path


def look_alike(seed: int, truth: Truth) -> pl.DataFrame:
    """What a week's observation shows of a platform in steady state: late entries, and cases open at the end."""
    random = Generator(Philox(seed))
    history_days = 20 * (truth.waiting_days + truth.duration_days)
    filed = np.sort(
        random.uniform(
            STARTS_AT - history_days * DAY,
            ENDS_AT,
            random.poisson(truth.accepted_per_day * (history_days + 7)),
        )
    )
    accepted = filed + random.exponential(truth.waiting_days * DAY, filed.size)
    closed = accepted + random.exponential(truth.duration_days * DAY, filed.size)
    settled = random.random(filed.size) < truth.settled_share
    seen = closed > STARTS_AT
    filed, accepted, closed, settled = filed[seen], accepted[seen], closed[seen], settled[seen]
    is_closed, is_accepted = closed < ENDS_AT, accepted < ENDS_AT
    return case_table(
        {
            "mediator_id": _known(is_accepted, random.integers(0, 500, filed.size)),
            "dispute_type": random.choice(["family", "finance", "sales"], filed.size),
            "channel": random.choice(["online_filing", "court_window"], filed.size),
            "entry_route": random.choice(["delegated", "entrusted", "party_application"], filed.size),
            "filed_at": filed.astype(np.int64),
            "observed_from": np.maximum(filed, STARTS_AT).astype(np.int64),
            "accepted_at": _known(is_accepted, accepted.astype(np.int64)),
            "closed_at": _known(is_closed, closed.astype(np.int64)),
            "closing_code": _known(is_closed, np.where(settled, 1, 4)),
            "outcome": _known(is_closed, np.where(settled, "settled", "not_settled")),
        }
    )


def _known(condition: np.ndarray, values: np.ndarray) -> list[object]:
    return [value if known else None for known, value in zip(condition.tolist(), values.tolist(), strict=True)]


_EDGES = [edge + step for edge in (STARTS_AT, ENDS_AT) for step in (-1, 0, DAY)]
_MINUTES = st.integers(-30 * 1440, 12 * 1440).map(lambda minutes: STARTS_AT + minutes * 60_000_000)
_TIMES = st.sampled_from(_EDGES) | _MINUTES
_CASES = st.fixed_dictionaries(
    {
        "filed_at": _TIMES,
        "observed_from": st.none() | _TIMES,
        "accepted_at": st.none() | _TIMES,
        "closed_at": st.none() | _TIMES,
        "deadline_at": st.none() | _TIMES,
        "mediator_id": st.none() | st.integers(0, 12),
        "dispute_type": st.sampled_from([None, "family", "finance", "sales"]),
        "channel": st.sampled_from([None, "online_filing", "court_window"]),
        "entry_route": st.sampled_from([None, "delegated", "entrusted", "party_application", "judge_led"]),
        "closing_code": st.none() | st.integers(1, 8),
        "flag": st.sampled_from([None, None, "suspicious"]),
    }
)


@st.composite
def tangled_cases(draw: st.DrawFn, max_size: int = 60) -> pl.DataFrame:
    """Tables in which everything may be missing, tied, out of order or on an edge of the period."""
    rows = draw(st.lists(_CASES, min_size=draw(st.sampled_from([1, max_size // 2])), max_size=max_size))
    emptied = draw(st.sets(st.sampled_from(["accepted_at", "closed_at", "channel", "closing_code", "mediator_id"])))
    columns: dict[str, list[Any]] = {name: [None if name in emptied else row[name] for row in rows] for name in rows[0]}
    # Half of the tables have an outcome beside the code, the others leave it to be inferred.
    if draw(st.booleans()):
        columns["outcome"] = [_outcome(code) for code in columns["closing_code"]]
    return case_table(columns)


def _outcome(code: int | None) -> str | None:
    return None if code is None else "settled" if code <= 2 else "not_settled"
