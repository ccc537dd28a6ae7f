"""The band that holds a whole survival curve."""

from math import erf, exp, sqrt

import numpy as np
from numpy.typing import NDArray

from analytics.errors import StatisticsError
from analytics.statistics.kaplan_meier import SurvivalCurve

# The series alternates with falling terms, so what is cut off is below the first term left out: 1e-17 for bounds
# above 0.07 or on a short stretch of the bridge, else at most 0.02, where the probability is 0 anyway.
_TERMS_MAX = 60
_NEGLIGIBLE = 1e-17
_BISECTIONS = 50  # halves [0, 6] to 5e-15


def hall_wellner_band(
    curve: SurvivalCurve, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the simultaneous band of Hall and Wellner around a survival curve.

    With v(t) Greenwood's sum and n the scale, sqrt(n) (estimate/truth - 1) runs asymptotically like Brownian
    motion at time n v(t). Divided by 1 + n v(t) that is a Brownian bridge at K(t) = n v(t) / (1 + n v(t)),
    whatever the constant n. So S +- c (1 + n v) S / sqrt(n) holds the true curve at *all* times up to the last
    event with the level asked for, where c is the critical value of the bridge's largest absolute value on
    [0, K(last)]. Without censoring and late entry it is the band of Kolmogorov and Smirnov.

    With late entry there is no sample size for n; the largest number at risk at one time stands for it, which
    is the sample size where nobody enters late.

    Parameters
    ----------
    curve
        The estimate, k times.
    confidence
        Level of the two-sided band.

    Returns
    -------
    tuple of two ndarrays of float64, shape (k,)
        Lower and upper bounds, cut to [0, 1]. Where the curve is 0 it has no variance: the lower bound is then
        0 and the upper one that of the time before (1 if there is none).

    Raises
    ------
    StatisticsError
        If the level is not inside (0, 1).

    References
    ----------
    W. J. Hall and J. A. Wellner (1980), Confidence bands for a survival curve from censored data, Biometrika
    67, 133-143. With late entry: the martingale argument of P. K. Andersen, O. Borgan, R. D. Gill and
    N. Keiding (1993), Statistical Models Based on Counting Processes, IV.1.3 and IV.3.3.

    Examples
    --------
    >>> from analytics.statistics.kaplan_meier import kaplan_meier
    >>> curve = kaplan_meier(np.arange(1, 101), np.ones(100, dtype=bool))
    >>> low, high = hall_wellner_band(curve)
    >>> f"{low[49]:.3f} {curve.survival[49]:.3f} {high[49]:.3f}"
    '0.364 0.500 0.636'
    """
    positive = curve.survival > 0
    survival = curve.survival[positive]
    low = np.zeros(curve.survival.shape)
    high = np.ones(curve.survival.shape)
    if survival.size:
        clock = 1 + curve.peak_at_risk * curve.variance[positive]
        critical = bridge_critical_value(1 - 1 / float(clock[-1]), confidence=confidence)
        half_width = critical * clock * survival / sqrt(curve.peak_at_risk)
        low[positive] = np.maximum(survival - half_width, 0)
        high[positive] = np.minimum(survival + half_width, 1)
        high[survival.size :] = high[survival.size - 1]
    return low, high


def bridge_critical_value(until: float, *, confidence: float = 0.95) -> float:
    """Give c such that a Brownian bridge stays within +-c on [0, `until`] with probability `confidence`.

    Parameters
    ----------
    until
        Between 0 (excluded) and 1.
    confidence
        Between 0 and 1, both excluded.

    Returns
    -------
    float
        The critical value, found by bisection. At `until` = 1 it is Kolmogorov's.

    Raises
    ------
    StatisticsError
        If an argument is out of its range.

    Examples
    --------
    >>> f"{bridge_critical_value(1.0):.4f} {bridge_critical_value(1.0, confidence=0.99):.4f}"
    '1.3581 1.6276'
    """
    if not 0 < until <= 1:
        raise StatisticsError(f"until: {until} is not in (0, 1]")
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence: {confidence} is not between 0 and 1")
    low, high = 0.0, 6.0  # a bridge leaves +-6 with probability 1e-31
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if bridge_stays_within(middle, until) < confidence:
            low = middle
        else:
            high = middle
    return high


def bridge_stays_within(bound: float, until: float) -> float:
    """Give the probability that a Brownian bridge from 0 at 0 to 0 at 1 stays within +-`bound` on [0, `until`].

    By reflection, the probability to stay within and be at x at time u is the sum over all integers m of
    (-1)^m e^(-2 m (m bound - x) bound / u) times the normal density of x with variance u(1 - u). Integrated over
    x, term by term: (-1)^m e^(-2 m^2 bound^2) times the mass of [-bound, bound] under the same normal law
    shifted by 2 m bound (1 - u).

    Parameters
    ----------
    bound
        At least 0.
    until
        In (0, 1].

    Returns
    -------
    float
        Between 0 and 1.

    References
    ----------
    Hall and Wellner (1980), section 2; T. W. Anderson (1960), Ann. Math. Stat. 31, 165-197, theorem 4.3.

    Examples
    --------
    >>> f"{bridge_stays_within(1.3581, 1.0):.4f}"
    '0.9500'
    """
    spread = sqrt(until * (1 - until))
    total = _mass(bound, 0.0, spread)
    for term in range(1, _TERMS_MAX + 1):
        weight = exp(-2 * term * term * bound * bound) * _mass(bound, 2 * term * bound * (1 - until), spread)
        if weight < _NEGLIGIBLE:
            break
        total += (-1) ** term * 2 * weight  # those of m and -m are equal
    return min(max(total, 0.0), 1.0)


def _mass(bound: float, shift: float, spread: float) -> float:
    if spread == 0:
        return 1.0 if abs(shift) < bound else 0.0
    scale = spread * sqrt(2)
    return (erf((bound - shift) / scale) - erf((-bound - shift) / scale)) / 2
