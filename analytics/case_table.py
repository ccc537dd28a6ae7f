"""From events to cases: one row a case, what every measure counts."""

from pathlib import Path

import duckdb

from analytics.errors import CaseTableError, EventTableError
from analytics.parquet import first_line, read_metadata, require_columns
from analytics.session import file_name, session
from engine.replacing import replacing

_EVENT_COLUMNS = (
    "seq", "occurred_at", "recorded_at", "kind", "track", "replication", "case_id", "court_id", "province_id",
    "organisation_id", "mediator_id", "dispute_type", "channel", "entry_route", "attempt", "step", "closing_code",
    "outcome", "payload",
)  # fmt: skip

# Small tables joined take half the time of one aggregate over all events. Who accepted is the last to have done so, by
# the order of the events, of those who were not released afterwards: the others of a panel stay. A case met in progress
# may have been accepted before the first event of the file: then its own event says when and by whom. The mediator it
# names while nobody had accepted is only the one who was asked.
_FOLD = """
CREATE TEMP TABLE cases AS
WITH events AS (
    FROM read_parquet($events)
    WHERE track = 'mediation' AND kind NOT IN ('dispute_opened', 'moved', 'clock_moved', 'desk_deadline_moved')
), let_go AS (
    SELECT case_id, mediator_id, max(seq) AS released_seq
    FROM events WHERE kind = 'released' GROUP BY case_id, mediator_id
), opened AS (
    SELECT events.*, CASE WHEN released_seq IS NULL
        THEN make_timestamptz((payload->>'$.accepted_at')::BIGINT) END AS taken_before
    FROM events
    LEFT JOIN let_go USING (case_id, mediator_id)
    WHERE kind IN ('filed', 'opened_in_progress')
), taken AS (
    SELECT
        case_id,
        max(occurred_at) AS accepted_at,
        arg_max(mediator_id, seq) AS mediator_id,
        arg_max(organisation_id, seq) AS organisation_id
    FROM events
    LEFT JOIN let_go USING (case_id, mediator_id)
    WHERE kind = 'accepted' AND (released_seq IS NULL OR seq > released_seq)
    GROUP BY case_id
), ended AS (
    SELECT
        case_id,
        max(occurred_at) AS closed_at,
        arg_max(closing_code, seq) AS closing_code,
        arg_max(outcome, seq) AS outcome
    FROM events WHERE kind IN ('closed', 'withdrawn') GROUP BY case_id
), moved AS (
    SELECT
        case_id,
        max(attempt) AS attempt,
        count(*) FILTER (kind = 'declined') AS declines,
        count(*) FILTER (kind = 'lapsed') AS lapses,
        max(step) AS step
    FROM events WHERE kind NOT IN ('filed', 'opened_in_progress') GROUP BY case_id
)
SELECT
    opened.case_id,
    NULL::VARCHAR AS source_id,
    opened.court_id,
    opened.province_id,
    CASE WHEN taken_before IS NULL OR taken.case_id IS NOT NULL THEN taken.organisation_id
        ELSE opened.organisation_id END AS organisation_id,
    CASE WHEN taken_before IS NULL OR taken.case_id IS NOT NULL THEN taken.mediator_id
        ELSE opened.mediator_id END AS mediator_id,
    opened.dispute_type,
    opened.channel,
    opened.entry_route,
    opened.occurred_at AS filed_at,
    -- A log writes a filing down a moment after it happened; it was under observation all the same.
    CASE WHEN kind = 'filed' THEN opened.occurred_at ELSE opened.recorded_at END AS observed_from,
    coalesce(taken.accepted_at, taken_before) AS accepted_at,
    ended.closed_at,
    NULL::TIMESTAMPTZ AS deadline_at,
    ended.closing_code,
    ended.outcome,
    coalesce(moved.attempt, opened.attempt, 0)::INTEGER AS offers,
    coalesce(moved.declines, 0)::INTEGER AS declines,
    coalesce(moved.lapses, 0)::INTEGER AS lapses,
    greatest(opened.step, moved.step) AS step,
    NULL::VARCHAR AS flag
FROM opened
LEFT JOIN taken ON taken.case_id = opened.case_id
LEFT JOIN ended ON ended.case_id = opened.case_id
LEFT JOIN moved ON moved.case_id = opened.case_id
"""

# What happened to a court or a mediator is about no case and has a number below 0. What the lifecycle of a dispute
# records is about drafts, too, which may never become cases; panels of other doors mediate nothing.
_FAULTS = """
SELECT
    (SELECT count(DISTINCT replication) FROM read_parquet($events)),
    (SELECT count(*) FROM cases),
    (SELECT min(case_id) FROM cases WHERE case_id < 0),
    (SELECT min(case_id) FROM (SELECT case_id FROM cases GROUP BY case_id HAVING count(*) > 1)),
    (SELECT min(case_id) FROM (
        FROM read_parquet($events)
        WHERE case_id >= 0 AND track = 'mediation'
            AND kind NOT IN ('dispute_opened', 'moved', 'clock_moved', 'desk_deadline_moved')
    ) ANTI JOIN cases USING (case_id))
"""

_WRITE = """
COPY (SELECT * FROM cases ORDER BY case_id)
TO $out (FORMAT parquet, COMPRESSION zstd, KV_METADATA $metadata, USE_TMP_FILE false)
"""


def build_case_table(events: Path, out: Path, *, period_starts_at: int, period_ends_at: int) -> int:
    """Fold an event file into a case table.

    `deadline_at`, `source_id` and `flag` stay empty: events hold the deadlines of offers and ladder steps, none of
    a case. `step` is the widest ladder step a case reached. `offers` counts those made before a case met in
    progress came under observation too; `declines` and `lapses` only what the file holds. A case whose mediator was
    released and that nobody has accepted since has neither mediator nor `accepted_at`; of a panel the last to have
    accepted counts. Events about no case, whose `case_id` is below 0, are passed over.

    Parameters
    ----------
    events
        Event file of one replication.
    out
        Case table to write; replaced only when whole. Its folder must exist.
    period_starts_at, period_ends_at
        The period observed, microseconds since the epoch, UTC; end excluded. Stored in the metadata, beside what
        the event file's metadata says of its origin.

    Returns
    -------
    int
        Cases written, in order of `case_id`.

    Raises
    ------
    EventTableError
        If `events` is missing or unreadable, lacks columns, holds several replications, or a case in it is not
        opened by exactly one event or has a number below 0.
    CaseTableError
        If `out` cannot be written.
    """
    period = {"period_starts_at": str(period_starts_at), "period_ends_at": str(period_ends_at)}
    try:
        with replacing(out) as temporary, session(events, temporary) as connection:
            require_columns(connection, events, _EVENT_COLUMNS, EventTableError)
            metadata = {"source": "events", **_origin(connection, events), **period}
            cases = _fold(connection, events)
            connection.execute(_WRITE, {"out": file_name(temporary), "metadata": metadata})
    except (OSError, duckdb.IOException) as reason:
        raise CaseTableError(f"{out}: cannot be written ({first_line(reason)})") from reason
    return cases


def _origin(connection: duckdb.DuckDBPyConnection, events: Path) -> dict[str, str]:
    metadata = read_metadata(connection, events)
    metadata.pop("batches", None)  # the chain of the event file, a line a batch: it seals events, not this table
    if "content_hash" in metadata:  # of the events, not of the table made from them
        metadata["events_content_hash"] = metadata.pop("content_hash")
    return metadata


def _fold(connection: duckdb.DuckDBPyConnection, events: Path) -> int:
    file = {"events": file_name(events)}
    try:
        connection.execute(_FOLD, file)
        ((replications, cases, below, repeated, unopened),) = connection.execute(_FAULTS, file).fetchall()
    except duckdb.Error as reason:
        raise EventTableError(f"{events}: {first_line(reason)}") from reason
    if replications > 1:
        raise EventTableError(f"{events}: replication: {replications} of them, case numbers would clash; one at most")
    if below is not None:
        raise EventTableError(f"{events}: case_id: {below} is opened as a case; the numbers of cases start at 0")
    if repeated is not None:
        raise EventTableError(f"{events}: case_id: case {repeated} is opened by more than one event")
    if unopened is not None:
        raise EventTableError(f"{events}: case_id: case {unopened} is opened by no event")
    return cases
