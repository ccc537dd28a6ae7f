"""The period a case table covers, and which cases lie in it.

Where the mapping gives no dates, observation starts at the first filing and ends a microsecond after the last
event: the latest of all filings, acceptances, ends and, in the event layout, events of any kind; deadlines are
plans and do not count. A last event at midnight is a date whose time nobody wrote down: the whole day was observed.
A case that is open then is open at the end. Where it gives dates, what lies at or after the end is not known yet:
such an acceptance or end is taken away, with what came of it. Cases filed at or after the end, or closed before the
start, are left out and listed. A case filed before the start and still open then enters at the start.
"""

import duckdb
import msgspec
import polars as pl

from analytics.importer.errors import SourceFileError
from analytics.importer.mapping import SourceMapping
from analytics.importer.stamps import next_midnight


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """The period of a case table."""

    starts_at: int
    """Microseconds since the epoch, UTC; included."""
    ends_at: int
    """Microseconds since the epoch, UTC; excluded."""
    source: str
    """`mapping` if it gives both dates, `data` if it gives none, else `mapping and data`."""


def find_observation(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping, file: str) -> Observation:
    """Settle the period of observation.

    Parameters
    ----------
    connection
        Holds table `gathered`.
    mapping
        May give dates.
    file
        Name of the source, for messages.

    Returns
    -------
    Observation
        The period.

    Raises
    ------
    SourceFileError
        The one date the mapping gives contradicts the data.
    """
    query = """
        SELECT min(filed_at), greatest(max(filed_at), max(accepted_at), max(closed_at), max(last_event_at)) + 1
        FROM gathered WHERE filed_at IS NOT NULL
    """
    first_filing, after_last = connection.execute(query).fetchall()[0]
    if first_filing is None:  # no period has a case in it; the empty result will be told with its reasons
        return Observation(starts_at=0, ends_at=1, source="data")
    after_last = _whole_day(after_last, mapping.time_zone or "UTC")
    starts_at = first_filing if mapping.period_starts_at is None else mapping.period_starts_at
    ends_at = after_last if mapping.period_ends_at is None else mapping.period_ends_at
    if ends_at <= starts_at:
        key = "period.starts_at" if mapping.period_ends_at is None else "period.ends_at"
        bound = "after the last event" if mapping.period_ends_at is None else "before the first filing"
        raise SourceFileError(f"{file}: {key} of the mapping lies {bound} of the data")
    given = (mapping.period_starts_at is not None) + (mapping.period_ends_at is not None)
    return Observation(starts_at=starts_at, ends_at=ends_at, source=("data", "mapping and data", "mapping")[given])


def _whole_day(after_last: int, zone: str) -> int:
    """Move an end just after midnight to the end of that day."""
    last = pl.Series([after_last - 1]).cast(pl.Datetime("us", "UTC"))
    ends = next_midnight(last, zone)
    began = next_midnight(last.dt.offset_by("-1us"), zone)
    return ends.dt.epoch("us")[0] if began[0] == last[0] else after_last


def keep_observed(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping, observation: Observation) -> int:
    """Turn table `gathered` into `kept`, the cases that are observed, and list the others in `rejects`.

    Parameters
    ----------
    connection
        Holds `gathered`, `source_rows` and `rejects`.
    mapping
        Of the file.
    observation
        The period.

    Returns
    -------
    int
        Rows of the source that were rejected because their case was never filed.
    """
    bounds = {"starts_at": observation.starts_at, "ends_at": observation.ends_at}
    connection.execute(_LEFT_OUT, bounds)
    columns = {"filed": mapping.columns.get("filed_at"), "closed": mapping.columns.get("closed_at")}
    connection.execute(_REJECT_LEFT_OUT, columns)
    connection.execute("DELETE FROM gathered WHERE source_id IN (SELECT source_id FROM left_out)")
    connection.execute("ALTER TABLE gathered RENAME TO kept")
    unfiled = connection.execute("SELECT coalesce(sum(row_count), 0) FROM left_out WHERE NOT is_outside")
    return int(unfiled.fetchall()[0][0])


_LEFT_OUT = """
CREATE TABLE left_out AS
SELECT source_id, row_count, filed_at IS NOT NULL AS is_outside,
    closed_at < $starts_at AND filed_at < $ends_at AS too_early,
    CASE WHEN filed_at IS NULL THEN NULL WHEN filed_at >= $ends_at THEN filed_at ELSE closed_at END AS at_us,
    CASE
        WHEN filed_at IS NULL THEN 'no row of the case says when it was filed'
        WHEN filed_at >= $ends_at THEN 'filed at or after the end of the period'
        ELSE 'closed before the start of the period'
    END AS reason
FROM gathered
WHERE filed_at IS NULL OR filed_at >= $ends_at OR (closed_at < $starts_at AND filed_at < $starts_at)
"""

_REJECT_LEFT_OUT = """
INSERT INTO rejects
SELECT line, case_id, CASE WHEN too_early THEN $closed ELSE $filed END,
    coalesce(strftime(make_timestamp(at_us), '%Y-%m-%dT%H:%M:%SZ'), ''), reason
FROM source_rows JOIN left_out ON source_rows.case_id = left_out.source_id
WHERE line NOT IN (SELECT line FROM rejects WHERE line IS NOT NULL)
"""
