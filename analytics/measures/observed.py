"""A case table seen through the period it is measured over: what every measure counts."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb
from numpy.typing import NDArray

from analytics.errors import CaseTableError, PeriodError
from analytics.measures.loading import (
    CASE_COLUMNS,
    load_cases,
    load_mediators,
    recorded_period,
    unrecorded_columns,
)
from analytics.parquet import require_columns
from analytics.session import session

# `open_just_before` looks at the last instant before `at_us`, so that stock at the start + inflow - outflow
# is stock at the end, each event counted once. `inside_us` is how long [from_us, to_us) lasted in the period.
_MACROS = """
CREATE TEMP MACRO in_period(at_us) AS at_us >= period_starts() AND at_us < period_ends();
CREATE TEMP MACRO open_just_before(from_us, to_us, at_us) AS from_us < at_us AND (to_us IS NULL OR to_us >= at_us);
CREATE TEMP MACRO inside_us(from_us, to_us) AS
    greatest(0, least(coalesce(to_us, period_ends()), period_ends()) - greatest(from_us, period_starts()));
"""


@dataclass(frozen=True, kw_only=True)
class ObservedCases:
    """The temporary table `cases`, and `mediators` if there is a roster, with the period as macros.

    `cases` holds a row a case with its times as integer microseconds (`filed_us`, `observed_us`, `accepted_us`,
    `closed_us`, `deadline_us`), null where it has none. The macros are `period_starts()`, `period_ends()`,
    `in_period(at_us)`, `open_just_before(from_us, to_us, at_us)` and `inside_us(from_us, to_us)`.
    """

    connection: duckdb.DuckDBPyConnection
    """The session that holds the tables; closed when the observation ends."""
    starts_at: int
    """Start of the period, microseconds since the epoch, UTC; included."""
    ends_at: int
    """End of the period; excluded."""
    has_roster: bool
    """Whether `mediators` exists."""
    unrecorded: list[str]
    """Columns of the case table that are empty in every row."""

    def row(self, query: str) -> tuple[Any, ...]:
        """Give the single row of a query."""
        (row,) = self.rows(query)
        return row

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Give all rows of a query; one whose order matters sorts them itself."""
        return self.connection.execute(query).fetchall()

    def columns(self, query: str) -> dict[str, NDArray[Any]]:
        """Give the columns of a query as arrays; they must hold no nulls, and their order is not stated."""
        answer = self.connection.execute(query)
        return cast("dict[str, NDArray[Any]]", answer.fetchnumpy())


@contextmanager
def observe(
    cases: Path, *, mediators: Path | None = None, period: tuple[int, int] | None = None
) -> Generator[ObservedCases]:
    """Load a case table and fix the period to measure.

    Parameters
    ----------
    cases
        Parquet file, one row a case.
    mediators
        Parquet file with `mediator_id` and `capacity`, one row a mediator.
    period
        Start (included) and end (excluded), microseconds since the epoch, UTC. By default what the file's
        metadata says under `period_starts_at` and `period_ends_at`.

    Yields
    ------
    ObservedCases
        Valid inside the block.

    Raises
    ------
    CaseTableError
        If the file is missing or unreadable, lacks columns, repeats a case or has a case without a filing time.
    RosterFileError
        If `mediators` is missing or unreadable, lacks columns, repeats a mediator or has a capacity below 1.
    PeriodError
        If no period is given by either, or it does not end after it starts.
    """
    files = [cases] if mediators is None else [cases, mediators]
    with session(*files) as connection:
        require_columns(connection, cases, CASE_COLUMNS, CaseTableError)
        starts_at, ends_at = recorded_period(connection, cases) if period is None else period
        _fix_period(connection, starts_at, ends_at)
        load_cases(connection, cases)
        if mediators is not None:
            load_mediators(connection, mediators)
        yield ObservedCases(
            connection=connection,
            starts_at=starts_at,
            ends_at=ends_at,
            has_roster=mediators is not None,
            unrecorded=unrecorded_columns(connection, cases),
        )


def _fix_period(connection: duckdb.DuckDBPyConnection, starts_at: int, ends_at: int) -> None:
    if starts_at >= ends_at:
        raise PeriodError(f"period: starts at {starts_at} and does not end after it, at {ends_at}")
    connection.execute(f"CREATE TEMP MACRO period_starts() AS {starts_at:d}::BIGINT")
    connection.execute(f"CREATE TEMP MACRO period_ends() AS {ends_at:d}::BIGINT")
    connection.execute(_MACROS)
