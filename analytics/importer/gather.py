"""From rows to cases: one row a case, whatever the layout of the source.

Rules, in both layouts a matter of line order so that the same file always gives the same cases:

* one row a case: the first row of a case counts, a later one with the same id is rejected;
* one row an event: a fact that repeats on the rows of a case is the first one that is not empty, and a case whose
  rows disagree is flagged. Of the activities that mean *filed* or *accepted* the earliest dates the case, of those
  that mean *closed* the latest: a case that was reopened ends when it is closed for good.
"""

import duckdb

from analytics.importer.mapping import (
    CASE_FACTS,
    COUNTED_ACTIVITIES,
    NAMES,
    STAMP_ACTIVITIES,
    STAMPS,
    WORDS,
    SourceMapping,
)

_TYPES = dict.fromkeys(STAMPS, "BIGINT") | dict.fromkeys((*WORDS, *NAMES), "VARCHAR") | {"closing_code": "TINYINT"}
_NEVER_US = 2**63 - 1


def gather_cases(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping) -> None:
    """Create table `gathered`, one row a case, and add the rows it refuses to table `rejects`.

    Columns: `source_id`, `line` (of its first row), `row_count`, the facts of the case by their names, `offers`,
    `declines`, `lapses`, `first_event_at`, `last_event_at` (null in the case layout) and `differing` (the facts
    on which its rows disagree, joined by `, `; null if none).

    Parameters
    ----------
    connection
        Holds view `source_rows` (columns of `typed_rows.ROW_SCHEMA`) and table `rejects`.
    mapping
        Of the file.
    """
    if mapping.layout == "cases":
        _number_rows(connection)
        _reject_repeated(connection, mapping)
        connection.execute(_CASE_LAYOUT)
    else:
        connection.execute(_event_layout(mapping))


def _number_rows(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        CREATE TABLE repeated_rows AS
        SELECT line, case_id, first_line
        FROM (SELECT line, case_id, min(line) OVER (PARTITION BY case_id) AS first_line FROM source_rows)
        WHERE line <> first_line
        """
    )


def _reject_repeated(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping) -> None:
    connection.execute(
        """
        INSERT INTO rejects
        SELECT line, case_id, $column, case_id, 'this case is already on line ' || first_line FROM repeated_rows
        """,
        {"column": mapping.columns["case_id"]},
    )


_CASE_LAYOUT = f"""
CREATE TABLE gathered AS
SELECT case_id AS source_id, line, 1::BIGINT AS row_count, {", ".join(CASE_FACTS)},
    {", ".join(f"0::INTEGER AS {count}" for count in COUNTED_ACTIVITIES.values())},
    NULL::BIGINT AS first_event_at, NULL::BIGINT AS last_event_at, NULL::VARCHAR AS differing
FROM source_rows
WHERE line NOT IN (SELECT line FROM repeated_rows)
"""  # noqa: S608 - names of this package, nothing of the user's


def _event_layout(mapping: SourceMapping) -> str:
    ends_at = _NEVER_US if mapping.period_ends_at is None else mapping.period_ends_at
    counts = [
        f"count_if(is_{role} AND event_at < {ends_at})::INTEGER AS {count}"
        for role, count in COUNTED_ACTIVITIES.items()
    ]
    repeated = [fact for fact in CASE_FACTS if fact in mapping.columns]
    differing = [f"CASE WHEN min({fact}) <> max({fact}) THEN '{fact}' END" for fact in repeated] or ["NULL"]
    return f"""
        CREATE TABLE gathered AS
        SELECT case_id AS source_id, min(line) AS line, count(*) AS row_count,
            {", ".join(f"{_fact(fact, mapping)} AS {fact}" for fact in CASE_FACTS)},
            {", ".join(counts)},
            min(event_at) AS first_event_at, max(event_at) AS last_event_at,
            nullif(concat_ws(', ', {", ".join(differing)}), '') AS differing
        FROM source_rows
        GROUP BY case_id
    """  # noqa: S608 - names and numbers of this package, nothing of the user's


def _fact(fact: str, mapping: SourceMapping) -> str:
    """Give the aggregate that makes a fact of a case out of its rows."""
    if fact in mapping.columns:
        return f"arg_min({fact}, line)"  # passes over empty values
    role = next((role for role, dated in STAMP_ACTIVITIES.items() if dated == fact), None)
    if role in mapping.activities:
        return f"{'max' if role == 'closed' else 'min'}(event_at) FILTER (is_{role})"
    return f"NULL::{_TYPES[fact]}"
