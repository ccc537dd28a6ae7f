"""Reading a case table and a roster into a session, refusing what no measure can be taken from."""

from pathlib import Path

import duckdb

from analytics.errors import CaseTableError, FileError, PeriodError, RosterFileError
from analytics.parquet import first_line, read_metadata, require_columns
from analytics.session import file_name

CASE_COLUMNS = (
    "case_id", "source_id", "court_id", "province_id", "organisation_id", "mediator_id", "dispute_type", "channel",
    "entry_route", "filed_at", "observed_from", "accepted_at", "closed_at", "deadline_at", "closing_code",
    "outcome", "offers", "declines", "lapses", "step", "flag",
)  # fmt: skip
"""Columns of a case table, in order; more are allowed."""

_EMPTY_BY_DESIGN = ("source_id", "flag")

# The outcome follows from the closing code, so a table that holds only the code is as good as one with both.
_LOAD_CASES = """
CREATE TEMP TABLE cases AS
SELECT
    case_id::BIGINT AS case_id,
    court_id::INTEGER AS court_id,
    organisation_id::INTEGER AS organisation_id,
    mediator_id::INTEGER AS mediator_id,
    dispute_type::VARCHAR AS dispute_type,
    channel::VARCHAR AS channel,
    entry_route::VARCHAR AS entry_route,
    epoch_us(filed_at::TIMESTAMPTZ) AS filed_us,
    epoch_us(coalesce(observed_from::TIMESTAMPTZ, filed_at::TIMESTAMPTZ)) AS observed_us,
    epoch_us(accepted_at::TIMESTAMPTZ) AS accepted_us,
    epoch_us(closed_at::TIMESTAMPTZ) AS closed_us,
    epoch_us(deadline_at::TIMESTAMPTZ) AS deadline_us,
    closing_code::TINYINT AS closing_code,
    coalesce(
        outcome::VARCHAR,
        CASE WHEN closing_code IN (1, 2) THEN 'settled' WHEN closing_code IS NOT NULL THEN 'not_settled' END
    ) AS outcome,
    flag::VARCHAR AS flag
FROM read_parquet($file)
"""

_FAULTS = """
SELECT
    count(*),
    count(DISTINCT case_id),
    count(*) FILTER (filed_us IS NULL),
    count(*) FILTER (closing_code NOT BETWEEN 1 AND 8),
    count(*) FILTER (outcome NOT IN ('settled', 'not_settled'))
FROM cases
"""

_LOAD_MEDIATORS = """
CREATE TEMP TABLE mediators AS
SELECT mediator_id::INTEGER AS mediator_id, capacity::BIGINT AS capacity FROM read_parquet($file)
"""


def load_cases(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Load a case table into the temporary table `cases`, times as integer microseconds.

    Parameters
    ----------
    connection
        A session that may read `file`.
    file
        Parquet file with the columns of `CASE_COLUMNS`.

    Raises
    ------
    CaseTableError
        If a column has another type, a case is there twice or has no filing time, or a code or outcome is not
        one of those there are.
    """
    _load(connection, _LOAD_CASES, file, CaseTableError)
    ((rows, distinct, unfiled, codes, outcomes),) = connection.execute(_FAULTS).fetchall()
    if distinct != rows:
        raise CaseTableError(f"{file}: case_id: {distinct} different ids in {rows} rows")
    if unfiled:
        raise CaseTableError(f"{file}: filed_at: empty in {unfiled} of {rows} rows")
    if codes:
        raise CaseTableError(f"{file}: closing_code: {codes} of {rows} rows hold none of 1 to 8")
    if outcomes:
        raise CaseTableError(f"{file}: outcome: {outcomes} of {rows} rows hold neither settled nor not_settled")


def load_mediators(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Load a roster into the temporary table `mediators`.

    Parameters
    ----------
    connection
        A session that may read `file`.
    file
        Parquet file with `mediator_id` and `capacity`, one row a mediator.

    Raises
    ------
    RosterFileError
        If the file cannot be read, lacks a column, has a mediator twice or a capacity below 1.
    """
    require_columns(connection, file, ("mediator_id", "capacity"), RosterFileError)
    _load(connection, _LOAD_MEDIATORS, file, RosterFileError)
    ((rows, distinct, sound),) = connection.execute(
        "SELECT count(*), count(DISTINCT mediator_id), count(*) FILTER (capacity >= 1) FROM mediators"
    ).fetchall()
    if distinct != rows:
        raise RosterFileError(f"{file}: mediator_id: {distinct} different ids in {rows} rows")
    if sound != rows:
        raise RosterFileError(f"{file}: capacity: below 1 in {rows - sound} of {rows} rows")


def recorded_period(connection: duckdb.DuckDBPyConnection, file: Path) -> tuple[int, int]:
    """Read the period a case table covers from its metadata.

    Parameters
    ----------
    connection
        A session that may read `file`.
    file
        The case table.

    Returns
    -------
    tuple of int
        Start and end, microseconds since the epoch, UTC.

    Raises
    ------
    PeriodError
        If a key is missing or no whole number.
    """
    metadata = read_metadata(connection, file)
    bounds: list[int] = []
    for key in ("period_starts_at", "period_ends_at"):
        if key not in metadata:
            raise PeriodError(f"{file}: metadata has no {key}, and no period was given")
        try:
            bounds.append(int(metadata[key]))
        except ValueError as reason:
            raise PeriodError(f"{file}: metadata {key} is {metadata[key]!r}, no whole number") from reason
    return bounds[0], bounds[1]


def unrecorded_columns(connection: duckdb.DuckDBPyConnection, file: Path) -> list[str]:
    """Name the columns of a case table that are empty in every row, so that a count of 0 can be told from none.

    Parameters
    ----------
    connection
        A session that may read `file`.
    file
        The case table.

    Returns
    -------
    list of str
        In the order of `CASE_COLUMNS`, without those that are empty by design (`source_id`, `flag`).
    """
    cursor = connection.execute("SELECT count(COLUMNS(*)) FROM read_parquet($file)", {"file": file_name(file)})
    names = [str(column[0]) for column in cursor.description or ()]
    (counts,) = cursor.fetchall()
    filled = {name for name, count in zip(names, counts, strict=True) if count}
    return [name for name in CASE_COLUMNS if name not in filled and name not in _EMPTY_BY_DESIGN]


def _load(connection: duckdb.DuckDBPyConnection, query: str, file: Path, error: type[FileError]) -> None:
    try:
        connection.execute(query, {"file": file_name(file)})
    except duckdb.Error as reason:
        raise error(f"{file}: {first_line(reason)}") from reason
