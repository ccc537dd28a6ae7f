"""Utilisation: how much of the mediators' capacity is in use, and how evenly.

Formula
    Time average over the period of the pending cases held by mediators of the roster / their capacities' sum.
    Load: cases a mediator holds at the end of the period. Deciles: mediators in order of load, cut into ten
    groups whose sizes differ by one at most, the first ones being the larger; mean load of each.
Denominator
    Cases all mediators of the roster may hold at once. Calendar time, nights and days off included.
Source
    Utilisation as queueing theory has it (carried load over servers), a slot being the server.
What it is not
    Not the share of working time spent in sessions. Open offers also occupy a slot but are no pending cases, so
    they are not in it. Pending cases of mediators who are not on the roster are not in it either.
"""

from analytics.measures.observed import ObservedCases
from analytics.records import Utilisation

_DECILES = 10

_HELD = """
CREATE OR REPLACE TEMP TABLE held AS
SELECT mediator_id, capacity, count(case_id) AS cases
FROM mediators LEFT JOIN (
    SELECT mediator_id, case_id FROM cases WHERE open_just_before(accepted_us, closed_us, period_ends())
) USING (mediator_id)
GROUP BY mediator_id, capacity
"""
_ROSTER = "SELECT count(*), sum(capacity), count(*) FILTER (cases >= capacity) FROM held"
_PENDING = """
SELECT coalesce(sum(inside_us(accepted_us, closed_us)), 0)
FROM cases SEMI JOIN mediators USING (mediator_id) WHERE accepted_us IS NOT NULL
"""
_BY_LOAD = "SELECT cases, count(*) FROM held GROUP BY cases ORDER BY cases"
_BY_DECILE = """
SELECT decile, sum(cases), count(*)
FROM (SELECT cases, ntile(10) OVER (ORDER BY cases, mediator_id) AS decile FROM held)
GROUP BY decile ORDER BY decile
"""


def utilisation(observed: ObservedCases) -> Utilisation | None:
    """Measure how much of the roster's capacity is in use.

    Parameters
    ----------
    observed
        The cases, with a roster or without.

    Returns
    -------
    Utilisation or None
        None without a roster, with an empty one, or where no case has a mediator. `mean_load_by_decile` is
        empty for fewer than ten mediators.
    """
    if not observed.has_roster or "mediator_id" in observed.unrecorded or "accepted_at" in observed.unrecorded:
        return None
    observed.connection.execute(_HELD)
    mediators, capacity, full = observed.row(_ROSTER)
    if mediators == 0:
        return None
    (pending_us,) = observed.row(_PENDING)
    pending_mean = int(pending_us) / (observed.ends_at - observed.starts_at)
    deciles = observed.rows(_BY_DECILE) if mediators >= _DECILES else []
    return Utilisation(
        mediators=mediators,
        capacity=int(capacity),
        pending_mean=pending_mean,
        utilisation=pending_mean / int(capacity),
        mediators_by_load=_dense(observed.rows(_BY_LOAD)),
        mediators_full=full,
        mean_load_by_decile=[int(cases) / size for _, cases, size in deciles],
    )


def _dense(rows: list[tuple[int, int]]) -> list[int]:
    counts = [0] * (rows[-1][0] + 1)
    for load, mediators in rows:
        counts[load] = mediators
    return counts
