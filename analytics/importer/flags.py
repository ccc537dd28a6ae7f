"""Cases that are kept and should not be trusted: what they say cannot all be true."""

import duckdb

from engine.events.enums import ClosingCode, Outcome

SETTLED_CODES = ", ".join(str(int(code)) for code in ClosingCode if code.outcome is Outcome.SETTLED)
"""Closing codes of a settlement, as a list in SQL."""

CONTRADICTIONS = {
    "ends before it starts": "closed_at < filed_at",
    "accepted before it is filed": "accepted_at < filed_at",
    "closed before it is accepted": "closed_at < accepted_at",
    "deadline before it is filed": "deadline_at < filed_at",
    "has an outcome and no end": "closed_at IS NULL AND outcome IS NOT NULL",
    "has a closing code and no end": "closed_at IS NULL AND closing_code IS NOT NULL",
    "outcome contradicts closing code": f"(outcome = '{Outcome.SETTLED}') <> (closing_code IN ({SETTLED_CODES}))",
}
"""Reason to the condition on a case, before anything is taken away at the end of the period."""

ROWS_REJECTED = "some of its rows were rejected"
"""Reason of a case in the event layout that is not known in full."""

ROWS_DIFFER = "its rows disagree on "
"""Begins the reason of a case in the event layout that says two things of itself; the facts follow."""


def flag_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """Create table `flags` (`source_id`, `line`, `reason`), one row a reason of a case in `kept`.

    Parameters
    ----------
    connection
        Holds `kept` and `rejects`.
    """
    connection.execute("CREATE TABLE flags (source_id VARCHAR, line BIGINT, reason VARCHAR)")
    for reason, condition in CONTRADICTIONS.items():
        connection.execute(
            f"INSERT INTO flags SELECT source_id, line, $reason FROM kept WHERE {condition}",  # noqa: S608 - conditions are constants of this module
            {"reason": reason},
        )
    connection.execute(
        "INSERT INTO flags SELECT source_id, line, $reason || differing FROM kept WHERE differing IS NOT NULL",
        {"reason": ROWS_DIFFER},
    )
    connection.execute(
        """
        INSERT INTO flags SELECT source_id, line, $reason FROM kept
        WHERE last_event_at IS NOT NULL AND source_id IN (SELECT case_id FROM rejects WHERE case_id IS NOT NULL)
        """,
        {"reason": ROWS_REJECTED},
    )
