"""Event files as the fairness measures see them: offers made, weight taken, and who could have taken it."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from analytics.errors import EventTableError, FileError, RosterFileError
from analytics.parquet import first_line, require_columns
from analytics.session import file_name, session

_EVENT_COLUMNS = ("seq", "kind", "track", "replication", "case_id", "court_id", "mediator_id", "payload")
_ROSTER_COLUMNS = ("mediator_id", "court_id")

# Version 1 of an offer named no basis: the word 0 stood for an offer that nothing was drawn for, and everybody in the
# band had one ticket.
_OFFERS = """
CREATE TEMP TABLE offers AS
WITH told AS (
    SELECT
        court_id,
        (payload->>'$.pool_size')::BIGINT AS pool_size,
        (payload->>'$.band_size')::BIGINT AS band_size,
        (payload->>'$.word')::BIGINT AS word,
        payload->>'$.basis' AS basis,
        (payload->>'$.ticket_total')::BIGINT AS ticket_total,
        payload->>'$.override_code' AS override_code
    FROM read_parquet($events) WHERE track = 'mediation' AND kind = 'offered'
)
SELECT
    court_id, pool_size, band_size, word, override_code,
    coalesce(basis, CASE WHEN word = 0 THEN 'freed' ELSE 'drawn' END) AS basis,
    coalesce(ticket_total, CASE WHEN word = 0 THEN 0 ELSE band_size END) AS ticket_total
FROM told
"""

# Whoever takes a case holds it until it is closed or he is released from it.
_HELD = """
CREATE TEMP TABLE held AS
WITH events AS (
    SELECT seq, kind, case_id, mediator_id, payload FROM read_parquet($events)
    WHERE track = 'mediation' AND kind IN ('opened_in_progress', 'accepted', 'closed', 'released')
), taken AS (
    SELECT seq, kind, case_id, mediator_id, (payload->>'$.weight_milli')::BIGINT AS weight_milli
    FROM events
    WHERE kind = 'accepted' OR (kind = 'opened_in_progress' AND payload->>'$.stage' = 'accepted')
), ended AS (
    SELECT seq, kind, case_id, mediator_id FROM events WHERE kind IN ('closed', 'released')
)
SELECT
    taken.mediator_id, taken.weight_milli, taken.kind = 'accepted' AS is_new,
    taken.seq AS from_seq, min(ended.seq) AS to_seq
FROM taken LEFT JOIN ended ON ended.case_id = taken.case_id AND ended.seq > taken.seq
    AND (ended.kind = 'closed' OR ended.mediator_id = taken.mediator_id)
GROUP BY ALL
"""

_ROSTER = """
CREATE TEMP TABLE roster AS
SELECT mediator_id::BIGINT AS mediator_id, court_id::BIGINT AS court_id FROM read_parquet($roster)
"""

_LIFETIME = """
CREATE TEMP TABLE lifetime AS
SELECT roster.court_id, roster.mediator_id, coalesce(sum(weight_milli), 0)::BIGINT AS weight_milli
FROM roster LEFT JOIN (FROM held WHERE is_new OR $with_opening) AS counted USING (mediator_id)
GROUP BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class ObservedOffers:
    """The temporary tables that the measures count.

    `offers` holds a row an offer: `court_id`, `pool_size`, `band_size`, `word`, `basis`, `ticket_total`,
    `override_code`. `held` holds a row a case taken: `mediator_id`, `weight_milli`, `is_new` (taken within the file),
    `from_seq` and `to_seq` (null if still held). With a roster there are `roster` (`mediator_id`, `court_id`) and
    `lifetime`, which adds the `weight_milli` each mediator has accepted, 0 included.
    """

    connection: duckdb.DuckDBPyConnection
    """The session that holds the tables; closed when the observation ends."""
    has_roster: bool
    """Whether `roster` and `lifetime` exist."""

    def row(self, query: str) -> tuple[Any, ...]:
        """Give the single row of a query."""
        (row,) = self.rows(query)
        return row

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Give all rows of a query; one whose order matters sorts them itself."""
        return self.connection.execute(query).fetchall()


@contextmanager
def observe_offers(
    events: Path, *, mediators: Path | None = None, with_opening: bool = False
) -> Generator[ObservedOffers]:
    """Load an event file, and a roster if there is one.

    Parameters
    ----------
    events
        Event file of one replication; what it holds is what is measured.
    mediators
        Parquet file with `mediator_id` and `court_id`, one row a mediator.
    with_opening
        Whether the weight that mediators held when the file begins counts as accepted in it. A simulated start knows
        what they held but not what they had closed before, so it is left out unless asked for.

    Yields
    ------
    ObservedOffers
        Valid inside the block.

    Raises
    ------
    EventTableError
        If the event file is missing, unreadable, lacks columns or holds several replications.
    RosterFileError
        If the roster is missing, unreadable, lacks columns or has a mediator twice.
    """
    with session(*([events] if mediators is None else [events, mediators])) as connection:
        require_columns(connection, events, _EVENT_COLUMNS, EventTableError)
        _load(connection, _OFFERS, events, "events", EventTableError)
        _load(connection, _HELD, events, "events", EventTableError)
        _check_replications(connection, events)
        if mediators is not None:
            require_columns(connection, mediators, _ROSTER_COLUMNS, RosterFileError)
            _load(connection, _ROSTER, mediators, "roster", RosterFileError)
            _check_roster(connection, mediators)
            connection.execute(_LIFETIME, {"with_opening": with_opening})
        yield ObservedOffers(connection=connection, has_roster=mediators is not None)


def _load(connection: duckdb.DuckDBPyConnection, query: str, file: Path, name: str, error: type[FileError]) -> None:
    try:
        connection.execute(query, {name: file_name(file)})
    except duckdb.Error as reason:
        raise error(f"{file}: {first_line(reason)}") from reason


def _check_replications(connection: duckdb.DuckDBPyConnection, events: Path) -> None:
    query = "SELECT count(DISTINCT replication) FROM read_parquet($events)"
    ((count,),) = connection.execute(query, {"events": file_name(events)}).fetchall()
    if count > 1:
        raise EventTableError(f"{events}: replication: {count} of them, case numbers would clash; one at most")


def _check_roster(connection: duckdb.DuckDBPyConnection, mediators: Path) -> None:
    query = "SELECT count(*), count(DISTINCT mediator_id), count(court_id) FROM roster"
    ((rows, distinct, placed),) = connection.execute(query).fetchall()
    if distinct != rows:
        raise RosterFileError(f"{mediators}: mediator_id: {distinct} different ids in {rows} rows")
    if placed != rows:
        raise RosterFileError(f"{mediators}: court_id: empty in {rows - placed} of {rows} rows")
