"""Counting what an import did, from its tables."""

from functools import partial

import duckdb

from analytics.importer.mapping import ANY_ACTIVITY, CLOSED_VOCABULARIES, SourceMapping
from analytics.importer.observation import Observation
from analytics.importer.rows_file import RowCounts
from analytics.importer.staging import CASES, FLAGGED, NAMED, REJECTED, SUMMARY
from analytics.importer.summary import ImportSummary

_LISTED = 20  # of a list in the summary; the whole is in the files beside it
_FLAGGED_IDS = f"SELECT source_id FROM cases WHERE flag IS NOT NULL ORDER BY case_id LIMIT {_LISTED}"  # noqa: S608 - a constant
# What lies outside the period is sound and counted apart. Without the places in a line or file, which would make every
# reason one of its own.
_REJECTED = r"""
SELECT
    regexp_replace(regexp_replace(reason, '^[0-9]+ fields', '… fields'), '(line|byte|character) [0-9]+', '\1 …'),
    count(*)
FROM rejects
WHERE reason NOT IN ('filed at or after the end of the period', 'closed before the start of the period')
GROUP BY 1
"""


def summarise(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    mapping: SourceMapping,
    observation: Observation,
    counts: RowCounts,
    rows_unfiled: int,
) -> ImportSummary:
    """Count what the tables of an import hold.

    Parameters
    ----------
    connection
        Holds `source_rows`, `rejects`, `left_out`, `kept`, `flags` and `cases`.
    source
        Name of the file.
    mapping
        Of the file.
    observation
        The period.
    counts
        Of the rows as they were read.
    rows_unfiled
        Rows of cases that were never filed.

    Returns
    -------
    ImportSummary
        The account.
    """
    number, counted = partial(_number, connection), partial(_counts, connection)
    repeated = number("SELECT count(*) FROM repeated_rows") if mapping.layout == "cases" else 0
    return ImportSummary(
        source=source,
        mapping=mapping.name,
        layout=mapping.layout,
        rows_read=counts.rows_read,
        rows_rejected=counts.rows_rejected + repeated + rows_unfiled,
        rows_outside_period=number("SELECT coalesce(sum(row_count), 0) FROM left_out WHERE is_outside"),
        blank_lines=counts.blank_lines,
        rejected_by_reason=counted(_REJECTED),
        cases=number("SELECT count(*) FROM cases"),
        cases_open=number("SELECT count(*) FROM cases WHERE closed_at IS NULL"),
        cases_accepted=number("SELECT count(accepted_at) FROM cases"),
        cases_outside_period=number("SELECT count(*) FROM left_out WHERE is_outside"),
        cases_flagged=number("SELECT count(flag) FROM cases"),
        flagged_by_reason=counted("SELECT reason, count(*) FROM flags GROUP BY reason"),
        flagged_ids=_texts(connection, _FLAGGED_IDS),
        channels=counted("SELECT channel, count(*) FROM cases WHERE channel IS NOT NULL GROUP BY channel"),
        cases_with_events_before_filing=number("SELECT count(*) FROM kept WHERE first_event_at < filed_at"),
        cases_with_events_after_end=number("SELECT count(*) FROM kept WHERE last_event_at > closed_at"),
        stamps_twice=counts.stamps_twice,
        words_untranslated=_untranslated(connection, mapping),
        activities_unseen=_unseen(connection, mapping),
        period_starts_at=observation.starts_at,
        period_ends_at=observation.ends_at,
        period_from=observation.source,
        files=[CASES, REJECTED, FLAGGED, NAMED, SUMMARY],
    )


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _texts(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(text) for (text,) in connection.execute(query).fetchall()]


def _counts(connection: duckdb.DuckDBPyConnection, grouped: str) -> dict[str, int]:
    query = f"SELECT * FROM ({grouped}) AS grouped (word, cases) ORDER BY cases DESC, word LIMIT {_LISTED}"  # noqa: S608 - queries of this module
    return {str(word): int(cases) for word, cases in connection.execute(query).fetchall()}


def _untranslated(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping) -> dict[str, list[str]]:
    """Find words that look forgotten; closed vocabularies have none, they reject."""
    found: dict[str, list[str]] = {}
    for fact, words in mapping.values.items():
        if fact in CLOSED_VOCABULARIES:
            continue
        query = f"SELECT DISTINCT {fact} FROM kept WHERE {fact} IS NOT NULL ORDER BY 1"  # noqa: S608 - facts are constants of this package
        targets = set(words.values())
        rest = [word for word in _texts(connection, query) if word not in targets]
        found |= {fact: rest[:_LISTED]} if rest else {}
    return found


def _unseen(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping) -> list[str]:
    named = {word for words in mapping.activities.values() for word in words} - {ANY_ACTIVITY}
    if not named:
        return []
    seen = set(_texts(connection, "SELECT DISTINCT activity FROM source_rows"))
    return sorted(named - seen)
