"""The interval of a survival curve at one time."""

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.kaplan_meier import SurvivalCurve
from analytics.statistics.normal import two_sided_z


def log_log_interval(
    curve: SurvivalCurve, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the pointwise interval of a survival curve, on the scale log(-log S).

    With v Greenwood's sum and z the normal quantile the bounds are S to the power exp(+-z sqrt(v) / log S). On
    that scale they cannot leave [0, 1], and they hold their level with few subjects better than S +- z S sqrt(v).

    Each interval holds its level at a time named in advance; for the whole curve at once take
    `hall_wellner_band`.

    Parameters
    ----------
    curve
        The estimate, k times.
    confidence
        Level of each two-sided interval.

    Returns
    -------
    tuple of two ndarrays of float64, shape (k,)
        Lower and upper bounds. Where all at risk ended the curve is 0 and has no variance: the lower bound is
        then 0 and the upper one that of the time before (1 if there is none).

    Raises
    ------
    StatisticsError
        If the level is not inside (0, 1).

    References
    ----------
    J. D. Kalbfleisch and R. L. Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed., 1.4;
    O. Borgan and K. Liestoel (1990), Scand. J. Statistics 17, 35-41.

    Examples
    --------
    >>> from analytics.statistics.kaplan_meier import kaplan_meier
    >>> curve = kaplan_meier(np.arange(1, 11), np.ones(10, dtype=bool))
    >>> low, high = log_log_interval(curve)
    >>> f"{low[4]:.3f} {curve.survival[4]:.3f} {high[4]:.3f}"
    '0.184 0.500 0.753'
    """
    z = two_sided_z(confidence)
    positive = curve.survival > 0
    survival = curve.survival[positive]
    spread = np.exp(z * np.sqrt(curve.variance[positive]) / -np.log(survival))
    low = np.zeros(curve.survival.shape)
    low[positive] = survival**spread
    high = np.ones(curve.survival.shape)
    high[positive] = survival ** (1 / spread)
    if 0 < survival.size < curve.survival.size:
        high[survival.size :] = high[survival.size - 1]
    return low, high
