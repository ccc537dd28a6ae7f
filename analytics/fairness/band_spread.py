"""How far apart the mediators of a court lie in accepted weight: what a band of a given width lets happen.

Formula
    By court: largest less smallest accepted weight, and 95th less 5th percentile, interpolated between order statistics
    (type 7 of Hyndman and Fan). Over courts: means weighted by mediators, and the largest range.
Denominator
    The court's whole roster, mediators without a case too.
Source
    R. J. Hyndman and Y. Fan (1996), Sample quantiles in statistical packages, The American Statistician 50, 361-365.
What it is not
    Not the width of the policy's band: mediators who are not eligible for the same cases, or had no room when cases
    came, drift apart by more. The range grows with the number of mediators; the inner range hardly does.
"""

from math import fsum

from analytics.fairness.observed import ObservedOffers
from analytics.fairness.records import BandSpread, CourtSpread

_BY_COURT = """
SELECT
    court_id, count(*), max(weight_milli) - min(weight_milli),
    quantile_cont(weight_milli, 0.95) - quantile_cont(weight_milli, 0.05)
FROM lifetime GROUP BY court_id ORDER BY court_id
"""


def band_spread(observed: ObservedOffers) -> BandSpread | None:
    """Measure how far apart the mediators of each court lie.

    Parameters
    ----------
    observed
        The events, with a roster or without.

    Returns
    -------
    BandSpread or None
        None without a roster.
    """
    if not observed.has_roster:
        return None
    courts = [
        CourtSpread(court_id=court, mediators=mediators, range_milli=spread, inner_range_milli=inner)
        for court, mediators, spread, inner in observed.rows(_BY_COURT)
    ]
    mediators = sum(court.mediators for court in courts)
    if not mediators:
        return BandSpread(mean_range_milli=None, mean_inner_range_milli=None, largest_range_milli=None, by_court=[])
    return BandSpread(
        mean_range_milli=sum(court.mediators * court.range_milli for court in courts) / mediators,
        mean_inner_range_milli=fsum(court.mediators * court.inner_range_milli for court in courts) / mediators,
        largest_range_milli=max(court.range_milli for court in courts),
        by_court=courts,
    )
