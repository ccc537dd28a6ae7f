"""Whether each mediator was drawn as often as his tickets promised.

Formula
    Over his draws, a mediator is drawn a sum of independent yes-or-no times: expected sum of q, variance sum of
    q (1 - q), q being his share of the tickets each time. Its tails are taken from the binomial law with that mean and
    variance, p = 1 - variance / mean, of real-valued size; beyond its size, and where all q are tiny, from the
    Poisson law. Two-sided p: twice the smaller tail. Adjusted after Benjamini and Hochberg over mediators.
Denominator
    Mediators whose draws left anything to chance (variance above 0).
Source
    W. Ehm (1991), Binomial approximation to the Poisson binomial distribution, Statistics and Probability Letters 11,
    7-16: close whenever the q are alike. A normal law would not do: so far out in the tails as one mediator of
    many thousands has to lie, it gives false alarms for every policy.
What it is not
    Under a policy that looks back, q depends on who was drawn before; observed less expected is then a martingale with
    that variance, and the law holds for many draws. Events do not hold whose tickets took part: an audit that replays
    the log delivers the three sums.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaincc

from analytics.errors import StatisticsError
from analytics.fairness.chi_square import LEVEL
from analytics.fairness.false_discovery import adjusted_p_values
from analytics.fairness.records import Deviations, MediatorDeviation

_Floats: TypeAlias = NDArray[np.float64]
_CERTAIN = 1e-9
"""Variance of rounding alone: below it, nothing was left to chance."""
_TINY_SHARE = 1e-6
"""Below such a share of the tickets the binomial law is the Poisson law."""


def draw_deviations(
    observed: NDArray[np.integer[Any]],
    expected: _Floats,
    variance: _Floats,
    *,
    level: float = LEVEL,
) -> Deviations:
    """Hold each mediator's draws against his tickets.

    Parameters
    ----------
    observed
        int[n]: how often each mediator was drawn.
    expected, variance
        float64[n]: sum of his shares q of the tickets over the draws he was in, and of q (1 - q).
    level
        False discovery rate of the alarms.

    Returns
    -------
    Deviations
        The alarms, smallest p first.

    Raises
    ------
    StatisticsError
        If the arrays differ in length, a count is negative, or a variance is negative or above its mean.

    Examples
    --------
    >>> found = draw_deviations(np.array([50, 90]), np.array([50.0, 50.0]), np.array([25.0, 25.0]))
    >>> [deviation.position for deviation in found.flagged]
    [1]
    """
    _check(observed, expected, variance)
    tested = np.flatnonzero(variance > _CERTAIN)
    impossible = np.flatnonzero((variance <= _CERTAIN) & (np.abs(observed - expected) > 0.5))
    p_values = _two_sided(observed[tested].astype(np.float64), expected[tested], variance[tested])
    adjusted = adjusted_p_values(p_values)
    order = np.argsort(p_values, kind="stable")
    return Deviations(
        tested=len(tested),
        impossible=impossible.tolist(),
        smallest_adjusted_p=float(adjusted.min()) if adjusted.size else None,
        level=level,
        flagged=[
            MediatorDeviation(
                position=int(tested[place]),
                observed=int(observed[tested[place]]),
                expected=float(expected[tested[place]]),
                p=float(p_values[place]),
                adjusted_p=float(adjusted[place]),
            )
            for place in order[adjusted[order] <= level]
        ],
    )


def _check(observed: NDArray[Any], expected: NDArray[Any], variance: NDArray[Any]) -> None:
    lengths = [len(observed), len(expected), len(variance)]
    if len(set(lengths)) > 1:
        raise StatisticsError(f"observed, expected, variance: {lengths} values, must be as many of each")
    if (observed < 0).any():
        raise StatisticsError(f"observed: {observed.min()} is below 0")
    wrong = ~((variance >= 0.0) & (variance <= expected * (1.0 + _CERTAIN) + _CERTAIN))
    if wrong.any():
        place = int(np.argmax(wrong))
        bound = f"not between 0 and the expected {expected[place]}"
        raise StatisticsError(f"variance: {variance[place]} at position {place} is {bound}")


def _two_sided(observed: _Floats, expected: _Floats, variance: _Floats) -> _Floats:
    """Twice the smaller tail, at most 1."""
    share = 1.0 - variance / expected
    binomial = share > _TINY_SHARE
    share = np.where(binomial, share, 0.5)  # any, where it is not used
    size = expected / share
    some = np.maximum(observed, 1.0)
    left = np.maximum(size - observed, _TINY_SHARE)
    upper_binomial: _Floats = betainc(some, np.maximum(size - some, 0.0) + 1.0, share)
    upper_poisson: _Floats = gammainc(some, expected)
    lower_binomial: _Floats = np.where(observed < size, betainc(left, observed + 1.0, 1.0 - share), 1.0)
    lower_poisson: _Floats = gammaincc(observed + 1.0, expected)
    upper = np.where(binomial & (observed <= size), upper_binomial, upper_poisson)
    lower = np.where(binomial, lower_binomial, lower_poisson)
    upper[observed < 1.0] = 1.0
    return np.minimum(2.0 * np.minimum(upper, lower), 1.0)
