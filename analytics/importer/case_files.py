"""Writing what an import gives: the case table and the lists beside it."""

from pathlib import Path

import duckdb

from analytics.importer.flags import SETTLED_CODES
from analytics.importer.mapping import NAMES
from analytics.importer.observation import Observation
from analytics.importer.staging import CASES, FLAGGED, NAMED, REJECTED
from analytics.session import file_name
from engine.events.enums import Outcome

# What lies at or after the end of observation is not known yet, nor is what came of it.
_SETTLED = """
CREATE TABLE settled AS
SELECT row_number() OVER (ORDER BY line)::BIGINT AS case_id, * REPLACE (
    CASE WHEN accepted_at < $ends_at THEN accepted_at END AS accepted_at,
    CASE WHEN accepted_at >= $ends_at THEN NULL ELSE organisation END AS organisation,
    CASE WHEN accepted_at >= $ends_at THEN NULL ELSE mediator END AS mediator,
    CASE WHEN closed_at < $ends_at THEN closed_at END AS closed_at,
    CASE WHEN closed_at >= $ends_at THEN NULL ELSE closing_code END AS closing_code,
    CASE WHEN closed_at >= $ends_at THEN NULL ELSE outcome END AS outcome
)
FROM kept
"""

_OUTCOME = f"""coalesce(outcome, CASE WHEN closing_code IS NULL THEN NULL
        WHEN closing_code IN ({SETTLED_CODES}) THEN '{Outcome.SETTLED}' ELSE '{Outcome.NOT_SETTLED}' END)"""


def settle_cases(connection: duckdb.DuckDBPyConnection, observation: Observation) -> None:
    """Create table `cases` with the columns of the case table, and `names` with the numbers given to names.

    Parameters
    ----------
    connection
        Holds `kept` and `flags`.
    observation
        The period; its end censors.
    """
    connection.execute(_SETTLED, {"ends_at": observation.ends_at})
    connection.execute("CREATE TABLE names (kind VARCHAR, id INTEGER, name VARCHAR)")
    for kind in NAMES:
        connection.execute(
            f"""
            INSERT INTO names SELECT '{kind}', row_number() OVER (ORDER BY name) - 1, name
            FROM (SELECT DISTINCT {kind} AS name FROM settled WHERE {kind} IS NOT NULL)
            """  # noqa: S608 - kinds are constants of this package
        )
    connection.execute(_CASES, {"starts_at": observation.starts_at})
    connection.execute("DROP TABLE settled")  # gives its memory back; the columns are in `cases` now


def _at(fact: str) -> str:
    return f"make_timestamptz({fact}) AS {fact}"


def _id(kind: str) -> str:
    return f"{kind}s.id AS {kind}_id"


_CASES = f"""
CREATE TABLE cases AS
WITH reasons AS (SELECT source_id, string_agg(reason, '; ' ORDER BY reason) AS flag FROM flags GROUP BY source_id),
    {", ".join(f"{kind}s AS (SELECT id, name FROM names WHERE kind = '{kind}')" for kind in NAMES)}
SELECT case_id, source_id, {_id("court")}, NULL::INTEGER AS province_id, {_id("organisation")}, {_id("mediator")},
    dispute_type, channel, entry_route, {_at("filed_at")},
    make_timestamptz(greatest(filed_at, $starts_at)) AS observed_from,
    {_at("accepted_at")}, {_at("closed_at")}, {_at("deadline_at")}, closing_code, {_OUTCOME} AS outcome,
    offers, declines, lapses, NULL::TINYINT AS step, flag
FROM settled
LEFT JOIN reasons USING (source_id)
{" ".join(f"LEFT JOIN {kind}s ON settled.{kind} = {kind}s.name" for kind in NAMES)}
"""  # noqa: S608 - names of this package, nothing of the user's


_WRITE_CASES = """
COPY (SELECT * FROM cases ORDER BY case_id)
TO $file (FORMAT parquet, COMPRESSION zstd, KV_METADATA $metadata, USE_TMP_FILE false)
"""


def write_case_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, observation: Observation, source: str
) -> None:
    """Write the case table and the three lists.

    Parameters
    ----------
    connection
        Holds `cases`, `names`, `flags` and `rejects`, and may write to `folder`.
    folder
        Where they go.
    observation
        The period, kept in the case table's metadata.
    source
        What the data are and the file they came from; kept there too.
    """
    metadata = {
        "period_starts_at": str(observation.starts_at),
        "period_ends_at": str(observation.ends_at),
        "source": source,
    }
    cases = {"file": file_name(folder / CASES), "metadata": metadata}
    connection.execute(_WRITE_CASES, cases)
    lists = {
        REJECTED: 'SELECT line, case_id, "column", value, reason FROM rejects ORDER BY ALL',
        FLAGGED: "SELECT source_id AS case_id, line, reason FROM flags ORDER BY line, reason",
        NAMED: "SELECT kind, id, name FROM names ORDER BY kind, id",
    }
    for name, query in lists.items():
        connection.execute(f"COPY ({query}) TO $file (FORMAT csv, HEADER true)", {"file": file_name(folder / name)})
