"""How well a draw could be foreseen by an insider who knows every count but not the word.

Formula
    Entropy of a draw in bits: - sum of q log2 q over the band, q being each member's share of the tickets; with one
    ticket each, log2 of the band's size. Predictable: the band is one mediator although the pool is larger, so
    the winner was certain before the word was. Pool of one: there was nobody else, whatever the policy.
Denominator
    Entropy and predictable share: draws with a pool of two or more, where a policy has a say. Share of pools of one:
    all draws. Only offers with basis `drawn` are draws; an offer to a freed mediator, a joint choice, a matching or an
    override is none.
Interval
    Wilson score interval of the two shares over all courts. Draws of one court hang together, so it is too narrow
    rather than too wide.
Source
    C. E. Shannon (1948), A mathematical theory of communication. Pools of one as the end of randomness: reports on
    automatic case distribution in small courts of Georgia and Poland.
What it is not
    Events tell how many tickets there were, not whose: where they were unequal, entropy from events is an upper bound,
    and `unequal_draws` says in how many draws. `ticket_entropy` gives the exact value to a caller with the tickets.
    Courts with fewer than 30 draws show their number only: a share of so few says nothing about the court.
"""

from collections.abc import Sequence
from itertools import groupby
from math import fsum, log2
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.errors import StatisticsError
from analytics.fairness.observed import ObservedOffers
from analytics.fairness.proportion import proportion_of_all
from analytics.fairness.records import CourtPredictability, Predictability

SMALLEST_COURT_DRAWS: Final = 30
"""Fewest draws of a court to say anything of them: the interval of a share of 30 is up to 35 points wide."""

_DRAWS = """
SELECT court_id, pool_size > 1, band_size, band_size > 1 AND ticket_total != band_size, count(*)
FROM offers WHERE basis = 'drawn' GROUP BY ALL ORDER BY ALL
"""


def ticket_entropy(tickets: NDArray[np.integer[Any]]) -> float:
    """Give the entropy of one draw.

    Parameters
    ----------
    tickets
        Integers, one a member of the pool; at least one above 0.

    Returns
    -------
    float
        Bits: 0 where the winner is certain, at most log2 of the members with tickets.

    Raises
    ------
    StatisticsError
        If a number is negative or all are 0.

    Examples
    --------
    >>> ticket_entropy(np.array([1, 1, 0, 2]))
    1.5
    """
    if tickets.size == 0 or tickets.min() < 0 or tickets.max() == 0:
        raise StatisticsError(f"tickets: {tickets.tolist()} must be 0 or more, and one of them above 0")
    shares = tickets[tickets > 0] / tickets.sum()
    return abs(float(np.dot(shares, np.log2(shares))))


class _Draws(NamedTuple):
    """Draws of one court that are alike."""

    court_id: int
    among_several: bool
    band_size: int
    maybe_unequal: bool
    draws: int


def predictability(observed: ObservedOffers, *, confidence: float = 0.95) -> Predictability:
    """Measure how well draws could be foreseen.

    Parameters
    ----------
    observed
        The events.
    confidence
        Level of the intervals.

    Returns
    -------
    Predictability
        Over all courts, and by court.

    Raises
    ------
    StatisticsError
        If `confidence` is not inside (0, 1).
    """
    groups = [_Draws(*row) for row in observed.rows(_DRAWS)]
    draws = sum(group.draws for group in groups)
    open_groups = [group for group in groups if group.among_several]
    among_several = sum(group.draws for group in open_groups)
    certain = sum(group.draws for group in open_groups if group.band_size == 1)
    return Predictability(
        draws=draws,
        pool_one=proportion_of_all(draws - among_several, draws, confidence=confidence),
        predictable=proportion_of_all(certain, among_several, confidence=confidence),
        entropy_bits=_entropy(open_groups),
        unequal_draws=sum(group.draws for group in open_groups if group.maybe_unequal),
        by_court=[_court(court, list(own)) for court, own in groupby(groups, key=lambda group: group.court_id)],
    )


def _court(court_id: int, groups: Sequence[_Draws]) -> CourtPredictability:
    draws = sum(group.draws for group in groups)
    suppressed = draws < SMALLEST_COURT_DRAWS
    open_groups = [group for group in groups if group.among_several]
    among_several = sum(group.draws for group in open_groups)
    certain = sum(group.draws for group in open_groups if group.band_size == 1)
    return CourtPredictability(
        court_id=court_id,
        draws=draws,
        suppressed=suppressed,
        entropy_bits=None if suppressed else _entropy(open_groups),
        predictable_share=None if suppressed or not among_several else certain / among_several,
        pool_one_share=None if suppressed else (draws - among_several) / draws,
    )


def _entropy(groups: Sequence[_Draws]) -> float | None:
    """Mean over draws, as if the tickets of each band were equal."""
    count = sum(group.draws for group in groups)
    return fsum(group.draws * log2(group.band_size) for group in groups) / count if count else None
