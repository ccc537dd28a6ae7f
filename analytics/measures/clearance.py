"""Clearance: whether the flow out keeps up with the flow in, and how long the stock would last.

Formulas
    Clearance rate = resolved / incoming. Disposition time = unresolved at the end / resolved x calendar days of
    the period (365 for a year). Incoming: filed in the period. Resolved: closed in it. Unresolved: filed before
    its end and not closed by then.
Denominators
    Incoming cases; resolved cases.
Source
    Council of Europe, European Commission for the Efficiency of Justice (CEPEJ): Clearance Rate, Case Turnover
    and Disposition Time of its EUGMONT indicators. China's ratio of closed to new cases is the same clearance
    rate; its closing rate (closed / carried over plus new) is another measure.
What it is not
    Disposition time is a ratio of stock and flow, not the mean age or duration of any case. A clearance rate
    above 1 is no error: the stock shrank.
"""

from analytics.measures.observed import ObservedCases
from analytics.records import Clearance, Period

_FLOW_AND_STOCK = """
SELECT
    count(*) FILTER (in_period(filed_us)),
    count(*) FILTER (in_period(closed_us)),
    count(*) FILTER (open_just_before(filed_us, closed_us, period_ends()))
FROM cases
"""


def clearance(observed: ObservedCases, period: Period) -> Clearance:
    """Measure clearance rate and disposition time.

    Parameters
    ----------
    observed
        The cases.
    period
        Its calendar days scale the disposition time.

    Returns
    -------
    Clearance
        Counts and ratios; a ratio whose denominator is 0 is None.
    """
    incoming, resolved, unresolved = observed.row(_FLOW_AND_STOCK)
    return Clearance(
        incoming=incoming,
        resolved=resolved,
        unresolved_at_end=unresolved,
        clearance_rate=resolved / incoming if incoming else None,
        disposition_days=unresolved / resolved * period.calendar_days if resolved else None,
    )
