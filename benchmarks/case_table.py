"""A case table of any size, as a week's observation leaves it: most cases were open before, most still are after."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from engine.calendar.day import DAY_US
from engine.core.roster import DISPUTE_TYPES
from engine.events.enums import Channel, EntryRoute

STARTS_AT: Final = 1_598_198_400_000_000
"""Monday 2020-08-24 00:00 in UTC+8, microseconds: an ordinary week begins."""
ENDS_AT: Final = STARTS_AT + 7 * DAY_US
_COURTS: Final = 3_502
_CAPACITY: Final = 5
_DURATION_DAYS: Final = 23.33
"""Mean from acceptance to close; exponential here, since the measures' cost does not depend on the law."""
_WAITING_DAYS: Final = 0.25
_HISTORY_DAYS: Final = 20 * _DURATION_DAYS
_TIME: Final = pl.Datetime("us", "UTC")


def write_case_table(cases: int, path: Path, *, seed: int) -> None:
    """Write a made-up case table.

    Parameters
    ----------
    cases
        Rows.
    path
        Parquet file to write.
    seed
        The same seed makes the same table.
    """
    random = Generator(Philox(seed))
    filed, accepted, closed = _times(cases, random)
    is_accepted, is_closed = accepted < ENDS_AT, closed < ENDS_AT
    court = random.integers(0, _COURTS, cases, np.int32)
    code = np.where(random.random(cases) < 0.65, 1, random.integers(3, 9, cases))
    pl.DataFrame(
        {
            "case_id": np.arange(cases),
            "source_id": pl.repeat(None, cases, dtype=pl.String, eager=True),
            "court_id": court,
            "province_id": court % np.int32(32),
            "organisation_id": _known(is_accepted, court),
            "mediator_id": _known(is_accepted, random.integers(0, roster_size(cases), cases, np.int32)),
            "dispute_type": _drawn([kind.value for kind in DISPUTE_TYPES], cases, random),
            "channel": _drawn([channel.value for channel in Channel], cases, random),
            "entry_route": _drawn([route.value for route in EntryRoute], cases, random),
            "filed_at": pl.Series(filed).cast(_TIME),
            "observed_from": pl.Series(np.maximum(filed, STARTS_AT)).cast(_TIME),
            "accepted_at": _known(is_accepted, accepted).cast(_TIME),
            "closed_at": _known(is_closed, closed).cast(_TIME),
            "deadline_at": pl.repeat(None, cases, dtype=_TIME, eager=True),
            "closing_code": _known(is_closed, code.astype(np.int8)),
            "outcome": _known(is_closed, np.where(code == 1, "settled", "not_settled")),
            "offers": np.ones(cases, np.int32),
            "declines": np.zeros(cases, np.int32),
            "lapses": np.zeros(cases, np.int32),
            "step": np.zeros(cases, np.int8),
            "flag": pl.repeat(None, cases, dtype=pl.String, eager=True),
        }
    ).write_parquet(path, metadata={"period_starts_at": str(STARTS_AT), "period_ends_at": str(ENDS_AT)})


def write_roster(cases: int, path: Path) -> None:
    """Write the roster of mediators that goes with a table of so many cases."""
    mediators = np.arange(roster_size(cases), dtype=np.int32)
    capacity = np.full(len(mediators), _CAPACITY, np.int16)
    pl.DataFrame({"mediator_id": mediators, "capacity": capacity}).write_parquet(path)


def roster_size(cases: int) -> int:
    """Return how many mediators there are for a table of so many cases: the nation's proportion.

    Examples
    --------
    >>> roster_size(710_000)
    165333
    """
    return max(1, round(cases * 165_333 / 710_000))


def _times(cases: int, random: Generator) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """int64[cases] each, filed, accepted and closed: cases of a steady state seen in the week, in order of filing."""
    # Of the filings of the history, those seen are its open ones and the week's: so many must be drawn for one seen.
    drawn = int(cases * 1.05 * (_HISTORY_DAYS + 7) / (_DURATION_DAYS + _WAITING_DAYS + 7)) + 1_000
    filed = np.sort(random.integers(STARTS_AT - int(_HISTORY_DAYS * DAY_US), ENDS_AT, drawn))
    accepted = filed + (random.exponential(_WAITING_DAYS * DAY_US, drawn)).astype(np.int64)
    closed = accepted + (random.exponential(_DURATION_DAYS * DAY_US, drawn)).astype(np.int64)
    seen = np.flatnonzero(closed >= STARTS_AT)
    assert len(seen) >= cases, f"{len(seen)} of {drawn} cases are seen, {cases} are wanted"
    kept = np.sort(random.choice(seen, cases, replace=False))
    return filed[kept], accepted[kept], closed[kept]


def _known(condition: NDArray[np.bool_], values: NDArray[np.generic]) -> pl.Series:
    """Return the values where the condition holds and null elsewhere."""
    return pl.select(pl.when(pl.Series(condition)).then(pl.Series(values))).to_series()


def _drawn(labels: list[str], cases: int, random: Generator) -> pl.Series:
    return pl.Series(labels).gather(random.integers(0, len(labels), cases))
