"""Gini coefficient of the weight mediators have accepted, within courts.

Formula
    For the n mediators of a court in order of weight x_1 <= ... <= x_n: sum of (2 i - n - 1) x_i / (n sum of x_i).
    0 where all have the same, near 1 where one has everything. Over courts: mean weighted by mediators, so that
    what counts is what a mediator chosen at random sees around him.
Denominator
    The court's whole roster, mediators without a case too. Weight counts for the mediator's own court, whichever
    court the case came from.
Interval
    None: the roster is all there are, not a sample. Compare seeds of a simulation instead.
Source
    C. Gini (1912), Variabilita e mutabilita; the formula in ranks is that of A. Sen (1973), On Economic Inequality.
What it is not
    Not corrected for small courts: with n mediators the largest value is 1 - 1/n, and chance alone gives few cases
    unevenly. Not a verdict: mediators who take few dispute types, have little room or work part-time lie apart under
    every policy. Penalties for declining are in the core's count and not in this.
"""

from math import fsum

from analytics.fairness.observed import ObservedOffers
from analytics.fairness.records import CourtGini, GiniIndex

_BY_COURT = """
SELECT court_id, max(mediators), sum(weight_milli), sum((2 * place - mediators - 1) * weight_milli)
FROM (
    SELECT
        court_id, weight_milli,
        row_number() OVER (PARTITION BY court_id ORDER BY weight_milli, mediator_id) AS place,
        count(*) OVER (PARTITION BY court_id) AS mediators
    FROM lifetime
)
GROUP BY court_id ORDER BY court_id
"""


def gini(observed: ObservedOffers) -> GiniIndex | None:
    """Measure how unequally accepted weight lies on the mediators of each court.

    Parameters
    ----------
    observed
        The events, with a roster or without.

    Returns
    -------
    GiniIndex or None
        None without a roster.
    """
    if not observed.has_roster:
        return None
    courts = [
        CourtGini(
            court_id=court,
            mediators=mediators,
            weight_milli=int(total),
            gini=int(ranked) / (mediators * int(total)) if total else None,
        )
        for court, mediators, total, ranked in observed.rows(_BY_COURT)
    ]
    measured = [(court.mediators, court.gini) for court in courts if court.gini is not None]
    mediators = sum(count for count, _ in measured)
    mean = fsum(count * value for count, value in measured) / mediators if mediators else None
    return GiniIndex(gini=mean, mediators=mediators, by_court=courts)
