"""How much the busiest mediators held at once.

Formula
    Cases: running count of the cases a mediator holds, from acceptance to close or release; the largest of any mediator
    at any time. Weight: what each mediator of the roster holds at the end of the file; the smallest value that at
    least 99 % of them do not exceed.
Denominator
    All mediators of the roster, those without a case too.
Source
    Largest load and its upper tail are what the theory of balls into bins bounds: Azar, Broder, Karlin and Upfal
    (1999), Balanced allocations, SIAM Journal on Computing 29, 180-200.
What it is not
    Open offers are not in it, though they take up room. The end of a file is one instant: mind the season.
"""

from analytics.fairness.observed import ObservedOffers
from analytics.fairness.records import OpenLoad

_CASES_MAX = """
SELECT coalesce(max(cases), 0) FROM (
    SELECT sum(change) OVER (PARTITION BY mediator_id ORDER BY seq ROWS UNBOUNDED PRECEDING) AS cases
    FROM (
        SELECT mediator_id, from_seq AS seq, 1 AS change FROM held
        UNION ALL
        SELECT mediator_id, to_seq, -1 FROM held WHERE to_seq IS NOT NULL
    )
)
"""
_P99 = """
SELECT count(*), coalesce(quantile_disc(weight_milli, 0.99), 0) FROM (
    SELECT mediator_id, coalesce(sum(weight_milli), 0)::BIGINT AS weight_milli
    FROM roster LEFT JOIN (FROM held WHERE to_seq IS NULL) AS still USING (mediator_id)
    GROUP BY mediator_id
)
"""


def open_load(observed: ObservedOffers) -> OpenLoad | None:
    """Measure how much the busiest mediators held.

    Parameters
    ----------
    observed
        The events, with a roster or without.

    Returns
    -------
    OpenLoad or None
        None without a roster.
    """
    if not observed.has_roster:
        return None
    (cases,) = observed.row(_CASES_MAX)
    mediators, p99 = observed.row(_P99)
    return OpenLoad(cases_max=int(cases), mediators=mediators, p99_weight_milli=p99)
