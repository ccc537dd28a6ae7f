"""The ledger of overrides: offers that a human put out of sequence.

Formula
    Overrides / offers, over all courts and by court; counts by code.
Denominator
    All offers, whatever their basis.
Interval
    Wilson score interval of the share over all courts.
Source
    Organ allocation in the United States, where every offer out of sequence carries a code and the shares are
    published; the failures of court systems without such a ledger.
What it is not
    Not a count of wrongs: a related case belongs with its mediator. Nothing is hidden for being small; an override that
    nobody would be told of is what the ledger is against.
"""

from collections import Counter, defaultdict

from analytics.fairness.observed import ObservedOffers
from analytics.fairness.proportion import proportion_of_all
from analytics.fairness.records import CourtOverrides, OverrideLedger

_BY_COURT = """
SELECT court_id, coalesce(override_code, 'not_recorded') AS code, count(*)
FROM offers WHERE basis = 'override' GROUP BY ALL ORDER BY ALL
"""
_OFFERS = "SELECT court_id, count(*) FROM offers GROUP BY court_id"


def override_ledger(observed: ObservedOffers, *, confidence: float = 0.95) -> OverrideLedger:
    """Count the offers put out of sequence.

    Parameters
    ----------
    observed
        The events.
    confidence
        Level of the interval.

    Returns
    -------
    OverrideLedger
        Over all courts, and by court.

    Raises
    ------
    StatisticsError
        If `confidence` is not inside (0, 1).
    """
    offers: dict[int, int] = dict(observed.rows(_OFFERS))
    by_code: Counter[str] = Counter()
    by_court: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for court, code, count in observed.rows(_BY_COURT):
        by_code[code] += count
        by_court[court][code] = count
    total = sum(offers.values())
    return OverrideLedger(
        offers=total,
        out_of_sequence=proportion_of_all(by_code.total(), total, confidence=confidence),
        by_code=dict(sorted(by_code.items())),
        by_court=[
            CourtOverrides(
                court_id=court,
                offers=offers[court],
                overrides=sum(codes.values()),
                share=sum(codes.values()) / offers[court],
                by_code=codes,
            )
            for court, codes in by_court.items()
        ],
    )
