"""Whether winning tickets spread over all tickets as declared.

Formula
    The ticket that wins is number word x tickets >> 64, so (ticket + what the shift cuts off) / tickets is
    word / 2**64: the probability integral transform of the draw, randomised as a discrete one must be. It is uniform
    on [0, 1) if words are. By court, its six bins are held against equal counts: chi-square, five degrees of freedom.
    Courts are many, so p-values are adjusted after Benjamini and Hochberg, and alarms are those at most `level`.
Denominator
    Draws (offers with basis `drawn`) of more than one ticket; a court needs thirty, five a bin.
Source
    K. Pearson (1900) for the test; A. E. Brockwell (2007), Universal residuals, Statistics and Probability Letters 77,
    1473-1478, for the transform.
What it is not
    It notices words that were picked, not a list of tickets that was wrong to begin with: for that, recompute the draw
    and hold each mediator against his tickets, as `deviation.py` does. With p below `level` in one court of many there
    is nothing to see before adjustment.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from analytics.fairness.false_discovery import adjusted_p_values
from analytics.fairness.observed import ObservedOffers
from analytics.fairness.records import CourtUniformity, DrawUniformity

BINS: Final = 6
DRAWS_A_BIN: Final = 5
"""Expected count that Cochran's rule asks of each bin for the chi-square law to hold."""
LEVEL: Final = 0.05

# A word is stored as a signed integer; adding 2**64 to a negative one gives the bits back. The 6 is `BINS`.
_BY_COURT = """
SELECT court_id, bin, count(*) FROM (
    SELECT court_id,
        (word::HUGEINT + CASE WHEN word < 0 THEN 18446744073709551616 ELSE 0 END) * 6 // 18446744073709551616 AS bin
    FROM offers WHERE basis = 'drawn' AND ticket_total > 1
)
GROUP BY court_id, bin
"""


def draw_uniformity(observed: ObservedOffers, *, level: float = LEVEL) -> DrawUniformity:
    """Test the draws of every court for uniform winners.

    Parameters
    ----------
    observed
        The events.
    level
        False discovery rate of the alarms.

    Returns
    -------
    DrawUniformity
        Every court tested, and how many are alarms.
    """
    courts, counts = _binned(observed)
    draws = counts.sum(axis=1)
    tested = draws >= BINS * DRAWS_A_BIN
    courts, counts, draws = courts[tested], counts[tested], draws[tested]
    expected = draws[:, np.newaxis] / BINS
    statistic = ((counts - expected) ** 2 / expected).sum(axis=1)
    p_values: NDArray[np.float64] = chdtrc(BINS - 1, statistic)
    adjusted = adjusted_p_values(p_values)
    columns = zip(
        courts.tolist(), draws.tolist(), statistic.tolist(), p_values.tolist(), adjusted.tolist(), strict=True
    )
    return DrawUniformity(
        draws=int(draws.sum()),
        courts_too_small=int((~tested).sum()),
        flagged=int((adjusted <= level).sum()),
        level=level,
        smallest_adjusted_p=float(adjusted.min()) if adjusted.size else None,
        by_court=[
            CourtUniformity(court_id=court, draws=count, chi_square=chi_square, p=p, adjusted_p=adjusted_p)
            for court, count, chi_square, p, adjusted_p in columns
        ],
    )


def _binned(observed: ObservedOffers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return int64[n], the courts with draws in order, and int64[n, BINS], how many fell into each bin."""
    rows = np.array(observed.rows(_BY_COURT), np.int64).reshape(-1, 3)
    courts, positions = np.unique(rows[:, 0], return_inverse=True)
    counts = np.zeros((courts.size, BINS), np.int64)
    counts[positions, rows[:, 1]] = rows[:, 2]
    return courts, counts
