"""The project's own case table as arrays: whole days of filings, and the lives of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, UTC_OFFSET_US
from engine.errors import EngineError
from sim.calibration.errors import CalibrationError

if TYPE_CHECKING:
    import polars as pl

_TIMES: Final = ("filed_at", "observed_from", "accepted_at", "closed_at")
_WORDS: Final = ("dispute_type", "channel", "entry_route", "outcome")
_COUNTS: Final = ("closing_code", "declines", "lapses", "court_id", "mediator_id")
NONE: Final = -1
"""Stands for no instant and no number."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CaseTable:
    """Cases that contradict nothing."""

    period: tuple[int, int]
    """Whole local days under observation; microseconds, end excluded."""
    times: dict[str, NDArray[np.int64]]
    """int64[n] by column: microseconds, `NONE` where it has not happened."""
    words: dict[str, list[str]]
    """Text by column, empty where unknown."""
    counts: dict[str, NDArray[np.int64]]
    """int64[n] by column, `NONE` where unknown."""
    rows: int
    """Rows of the file."""
    rejected: dict[str, int]
    """Rows left out, by reason."""
    calendar: WorkCalendar
    """Working days of the years concerned."""

    @property
    def filed_inside(self) -> NDArray[np.bool_]:
        """bool[n]: whether the case was filed, and seen to be filed, in the period."""
        filed = self.times["filed_at"]
        seen = self.times["observed_from"] <= filed
        return seen & (filed >= self.period[0]) & (filed < self.period[1])

    @property
    def days(self) -> int:
        """Whole days under observation."""
        return (self.period[1] - self.period[0]) // DAY_US

    @property
    def day_starts(self) -> NDArray[np.int64]:
        """int64[days]: local midnights, microseconds."""
        return np.arange(self.period[0], self.period[1], DAY_US, dtype=np.int64)


def read_case_table(path: Path, calendar: WorkCalendar) -> CaseTable:
    """Read a case table.

    Parameters
    ----------
    path
        Parquet file, as `onestop run` and `onestop analytics import` write it.
    calendar
        Must know the table's years.

    Raises
    ------
    CalibrationError
        If it cannot be read, lacks columns, or covers no whole day of the calendar's years.

    """
    import polars as pl  # noqa: PLC0415 - only reading needs it

    try:
        frame = pl.read_parquet(path, columns=[*_TIMES, *_WORDS, *_COUNTS])
        metadata = pl.read_parquet_metadata(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        text = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CalibrationError(f"{path}: must be a case table that can be read ({text})") from error
    times = {name: _instants(frame, name) for name in _TIMES}
    times["observed_from"] = np.where(times["observed_from"] == NONE, times["filed_at"], times["observed_from"])
    good, rejected = _judged(times)
    if not good.any():
        raise CalibrationError(f"{path}: must hold a case that was filed")
    period = _whole_days(metadata, times["filed_at"][good], path)
    try:
        calendar.check_period(min(int(times["filed_at"][good].min()), period[0]), period[1])
    except EngineError as error:
        raise CalibrationError(f"{path}: {error}; --year-file tells the days off of a year") from error
    return CaseTable(
        period=period,
        times={name: values[good] for name, values in times.items()},
        words={name: [word for word, kept in zip(_text(frame, name), good, strict=True) if kept] for name in _WORDS},
        counts={name: frame[name].cast(pl.Int64).fill_null(NONE).to_numpy()[good] for name in _COUNTS},
        rows=frame.height,
        rejected=rejected,
        calendar=calendar,
    )


def local_hours(at_us: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the local hour of the day of instants."""
    return ((at_us + UTC_OFFSET_US) % DAY_US) // HOUR_US


def _instants(frame: "pl.DataFrame", name: str) -> NDArray[np.int64]:
    import polars as pl  # noqa: PLC0415 - as above

    return frame[name].dt.epoch("us").cast(pl.Int64).fill_null(NONE).to_numpy().astype(np.int64)


def _text(frame: "pl.DataFrame", name: str) -> list[str]:
    import polars as pl  # noqa: PLC0415 - as above

    return [str(word) for word in frame[name].cast(pl.String).fill_null("").to_list()]


def _judged(times: dict[str, NDArray[np.int64]]) -> tuple[NDArray[np.bool_], dict[str, int]]:
    filed, accepted, closed = times["filed_at"], times["accepted_at"], times["closed_at"]
    faults = {
        "filed_at: missing": filed == NONE,
        "accepted before it was filed": (accepted != NONE) & (accepted < filed),
        "closed before it was filed": (closed != NONE) & (closed < filed),
        "closed before it was accepted": (closed != NONE) & (accepted != NONE) & (closed < accepted),
    }
    good = np.ones(filed.shape, dtype=np.bool_)
    rejected: dict[str, int] = {}
    for words, wrong in faults.items():
        if count := int(np.sum(good & wrong)):
            rejected[words] = count
        good &= ~wrong
    return good, rejected


def _whole_days(metadata: Mapping[str, str], filed: NDArray[np.int64], path: Path) -> tuple[int, int]:
    """Cut the period to whole local days."""
    starts = int(metadata.get("period_starts_at") or filed.min())
    ends = int(metadata.get("period_ends_at") or filed.max() + 1)
    first = -(-(starts + UTC_OFFSET_US) // DAY_US) * DAY_US - UTC_OFFSET_US
    last = (ends + UTC_OFFSET_US) // DAY_US * DAY_US - UTC_OFFSET_US
    if last <= first:
        raise CalibrationError(f"{path}: must cover a whole day (covers {(ends - starts) / DAY_US:.3g} days)")
    return first, last
