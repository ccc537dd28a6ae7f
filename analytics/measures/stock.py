"""Stock: what is pending and waiting, and whether it agrees with Little's law.

Formulas
    Pending: accepted and not closed. Waiting: filed and not accepted (nor closed), open offers included.
    At the start and the end: counted just before those instants, so that start + inflow - outflow = end.
    Mean: sum over the cases of how long each was pending (waiting) in the period, over the period's length.
    Little: acceptances a calendar day x mean days from acceptance to close of the cases closed in the period.
Denominator
    Means: the period in calendar time, nights and days off included.
Source
    J. D. C. Little (1961), A proof for the queuing formula L = lambda W, Operations Research 9, 383-387.
What it is not
    Little's law is about long periods. In a short one the acceptances are not in balance with the closings, and
    the error says how far from balance the period is, not that something was counted wrongly.
Left out
    Cases closed before they were accepted are pending for no time and are not in the mean duration; they are
    counted in `left_out`.
"""

from analytics.measures.observed import ObservedCases
from analytics.measures.units import mean_days
from analytics.records import Period, Stock

_STOCK = """
WITH spells AS (
    SELECT filed_us, accepted_us, closed_us, least(accepted_us, closed_us) AS taken_us FROM cases
)
SELECT
    count(*) FILTER (open_just_before(accepted_us, closed_us, period_starts())),
    count(*) FILTER (open_just_before(accepted_us, closed_us, period_ends())),
    coalesce(sum(inside_us(accepted_us, closed_us)) FILTER (accepted_us IS NOT NULL), 0),
    count(*) FILTER (open_just_before(filed_us, taken_us, period_starts())),
    count(*) FILTER (open_just_before(filed_us, taken_us, period_ends())),
    coalesce(sum(inside_us(filed_us, taken_us)), 0)
FROM spells
"""

_FLOW = """
SELECT
    count(*) FILTER (in_period(accepted_us)),
    count(*) FILTER (in_period(closed_us) AND closed_us >= accepted_us),
    coalesce(sum(closed_us - accepted_us) FILTER (in_period(closed_us) AND closed_us >= accepted_us), 0),
    count(*) FILTER (in_period(closed_us) AND closed_us < accepted_us)
FROM cases
"""


def stock(observed: ObservedCases, period: Period) -> Stock:
    """Measure pending and waiting cases and test Little's law.

    Parameters
    ----------
    observed
        The cases. A table without acceptances has nothing pending; all that is open in it is waiting.
    period
        What the acceptances are divided by.

    Returns
    -------
    Stock
        Counts, time averages and the law's two sides; its right side is None without a closed case.
    """
    pending_start, pending_end, pending_us, waiting_start, waiting_end, waiting_us = observed.row(_STOCK)
    accepted, closed, duration_us, left_out = observed.row(_FLOW)
    length_us = observed.ends_at - observed.starts_at
    pending_mean = int(pending_us) / length_us
    accepted_per_day = accepted / period.calendar_days
    duration_days = mean_days(int(duration_us), closed)
    little = None if duration_days is None else accepted_per_day * duration_days
    return Stock(
        pending_at_start=pending_start,
        pending_at_end=pending_end,
        pending_mean=pending_mean,
        waiting_at_start=waiting_start,
        waiting_at_end=waiting_end,
        waiting_mean=int(waiting_us) / length_us,
        accepted_per_calendar_day=accepted_per_day,
        mean_duration_days=duration_days,
        little_pending=little,
        little_relative_error=pending_mean / little - 1 if little else None,
        left_out=left_out,
    )
