"""Read a log through its mapping; every row is used, counted apart, or counted by the reason it is left out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import DAY_SECONDS, Customers
from sim.calibration.errors import CalibrationError
from sim.calibration.mapping import LogMapping

if TYPE_CHECKING:
    import polars as pl

DAYS_MAX: Final = 3_660
"""Longest log, in days; a single mistyped year would otherwise make millions of empty days."""
USED: Final = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Log:
    """What a file holds."""

    customers: Customers
    """Who came to the queue."""
    at_once: NDArray[np.float64]
    """float64[m]: when those came who left without queueing; seconds."""
    rows: int
    """Rows in the file."""
    rejected: dict[str, int]
    """Rows left out, by reason; a row counts under its first one."""
    short_services: int
    """Services below the mapping's limit."""

    @property
    def used(self) -> int:
        """Rows of customers who came to the queue."""
        return int(self.customers.arrival.size)


def read_log(path: Path, mapping: LogMapping) -> Log:
    """Read a CSV file.

    Parameters
    ----------
    path
        UTF-8, with a header.
    mapping
        What its columns mean.

    Returns
    -------
    Log
        Rows = used + left without queueing + rejected.

    Raises
    ------
    CalibrationError
        If it cannot be read, lacks a column, or no customer in it was served.

    """
    frame = _frame(path, mapping)
    reason = np.full(frame.height, USED, dtype=object)
    outcome = np.array([mapping.outcomes.get(word, "") for word in _words(frame, mapping.columns.outcome)])
    raw = np.array(_words(frame, mapping.columns.outcome), dtype=object)
    _note(reason, outcome == "", "outcome: not in the mapping")
    for word in sorted({str(name) for name in raw[outcome == "drop"]}):
        _note(reason, raw == word, f"outcome: {word}, dropped by the mapping")
    arrival = _stamp(frame, mapping, mapping.columns.arrival, reason, "arrival")
    if (column := mapping.columns.before_queue_seconds) is not None:
        arrival = arrival + _seconds(frame, column, reason, "before_queue")
    wait = _length(frame, mapping, reason, "wait", np.ones(frame.height, dtype=np.bool_))
    served = outcome == "served"
    service = np.where(served, _length(frame, mapping, reason, "service", served), np.nan)
    good = reason == USED
    if not np.any(good & served):
        raise CalibrationError(f"{path}: must hold a customer who was served ({_told(reason)})")
    at_once = good & ~served & (wait <= 0) & (mapping.abandoned_at_once == "apart")
    return _log(frame, mapping, reason, arrival, wait, service, served, at_once)


def _log(
    frame: "pl.DataFrame",
    mapping: LogMapping,
    reason: NDArray[np.object_],
    arrival: NDArray[np.float64],
    wait: NDArray[np.float64],
    service: NDArray[np.float64],
    served: NDArray[np.bool_],
    at_once: NDArray[np.bool_],
) -> Log:
    good = reason == USED
    first = _EPOCH + timedelta(seconds=float(np.min(arrival[good])))
    monday = first.date() - timedelta(days=first.weekday())
    origin = (datetime.combine(monday, datetime.min.time()) - _EPOCH).total_seconds()
    ends = [int((float(at) - origin) // DAY_SECONDS) for at in (arrival[good].min(), arrival[good].max())]
    days = range(ends[0], ends[1] + 1)
    if len(days) > DAYS_MAX:
        raise CalibrationError(f"arrival: must lie within {DAYS_MAX} days of each other (they span {len(days):,})")
    kinds, names = _numbered(_class_words(frame, mapping), good)
    servers, _ = _numbered(_server_words(frame, mapping), good, absent=mapping.no_server)
    use = np.flatnonzero(good & ~at_once)
    use = use[np.argsort(arrival[use], kind="stable")]
    customers = Customers(
        monday=monday,
        days=tuple(days),
        arrival=arrival[use] - origin,
        wait=wait[use],
        service=service[use],
        served=served[use],
        kind=kinds[use],
        server=servers[use],
        classes=names,
    )
    reasons, counts = np.unique(reason[~good].astype(str), return_counts=True)
    return Log(
        customers=customers,
        at_once=np.sort(arrival[at_once] - origin),
        rows=frame.height,
        rejected={str(name): int(count) for name, count in zip(reasons, counts, strict=True)},
        short_services=int(np.sum(customers.service[customers.served] < mapping.service_short_below)),
    )


_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a log's local times are kept as they are


def _frame(path: Path, mapping: LogMapping) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415 - only reading needs it

    try:
        frame = pl.read_csv(path, infer_schema=False).fill_null("")
    except (OSError, pl.exceptions.PolarsError) as error:
        text = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CalibrationError(f"{path}: must be a CSV file that can be read ({text})") from error
    wanted = mapping.columns.model_dump(exclude_none=True)
    for key, value in wanted.items():
        for column in (value,) if isinstance(value, str) else value:
            if column not in frame.columns:
                raise CalibrationError(f"{path}: columns.{key} = {column}: must be one of {', '.join(frame.columns)}")
    return frame


def _words(frame: "pl.DataFrame", column: str) -> list[str]:
    return [str(word).strip() for word in frame[column].to_list()]


def _note(reason: NDArray[np.object_], where: NDArray[np.bool_], words: str) -> None:
    reason[where & (reason == USED)] = words


def _stamp(
    frame: "pl.DataFrame", mapping: LogMapping, columns: tuple[str, ...], reason: NDArray[np.object_], what: str
) -> NDArray[np.float64]:
    """Seconds since the epoch, local time; NaN where the text is no time."""
    import polars as pl  # noqa: PLC0415 - only reading needs it

    text = frame.select(pl.concat_str([pl.col(name).str.strip_chars() for name in columns], separator=" ").alias("t"))
    parsed = pl.coalesce(*(pl.col("t").str.to_datetime(form, strict=False) for form in mapping.time_formats))
    stamps = text.select(parsed.dt.epoch("us").cast(pl.Float64) / 1e6).to_series().to_numpy().astype(np.float64)
    _note(reason, np.isnan(stamps), f"{what}: not a time")
    return stamps


def _seconds(frame: "pl.DataFrame", column: str, reason: NDArray[np.object_], what: str) -> NDArray[np.float64]:
    import polars as pl  # noqa: PLC0415 - only reading needs it

    numbers = frame[column].str.strip_chars().cast(pl.Float64, strict=False).to_numpy().astype(np.float64)
    _note(reason, ~np.isfinite(numbers), f"{what}: not a number")
    _note(reason, numbers < 0, f"{what}: below 0")
    return numbers


def _length(
    frame: "pl.DataFrame", mapping: LogMapping, reason: NDArray[np.object_], what: str, needed: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """A length of time, from its own column or from its two ends; what is not needed may be anything."""
    own = np.full(frame.height, USED, dtype=object)
    column = getattr(mapping.columns, f"{what}_seconds")
    if column is not None:
        length = _seconds(frame, column, own, what)
    else:
        begin = _stamp(frame, mapping, getattr(mapping.columns, f"{what}_begin"), own, f"{what}_begin")
        end = _stamp(frame, mapping, getattr(mapping.columns, f"{what}_end"), own, f"{what}_end")
        length = end - begin
        _note(own, length < 0, f"{what}: ends before it begins")
    for words in sorted({str(name) for name in own if name != USED}):
        _note(reason, needed & (own == words), words)
    return length


def _class_words(frame: "pl.DataFrame", mapping: LogMapping) -> list[str]:
    if mapping.classes == "one":
        return ["customers"] * frame.height
    return _words(frame, str(getattr(mapping.columns, mapping.classes)))


def _server_words(frame: "pl.DataFrame", mapping: LogMapping) -> list[str]:
    return [""] * frame.height if mapping.columns.server is None else _words(frame, mapping.columns.server)


def _numbered(
    words: list[str], good: NDArray[np.bool_], *, absent: tuple[str, ...] = ()
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    names = tuple(sorted({word for word, used in zip(words, good, strict=True) if used and word not in absent}))
    number = {word: place for place, word in enumerate(names)}
    return np.array([number.get(word, -1) for word in words], dtype=np.int64), names


def _told(reason: NDArray[np.object_]) -> str:
    names, counts = np.unique(reason.astype(str), return_counts=True)
    return ", ".join(f"{count} {name or 'used'}" for name, count in zip(names, counts, strict=True)) or "no rows"


def first_date(log: Log) -> date:
    """Return the first day of a log."""
    return log.customers.date_of(log.customers.days[0])
