"""Many tests at once: Benjamini and Hochberg's control of the share of false alarms."""

import numpy as np
from numpy.typing import NDArray

from analytics.errors import StatisticsError


def adjusted_p_values(p_values: NDArray[np.float64], *, untested: int = 0) -> NDArray[np.float64]:
    """Adjust p-values so that those at most q are alarms of which a share of at most q is false on average.

    With the p-values in order, p_(1) <= ... <= p_(m), the adjusted one of place i is the smallest of m p_(j) / j over
    j >= i, at most 1. Right for independent tests and for tests that depend positively.

    Parameters
    ----------
    p_values
        float64[n], each in [0, 1].
    untested
        Further hypotheses that were passed over because they could not have been alarms; their p-values count as 1.

    Returns
    -------
    NDArray[np.float64]
        float64[n], in the order given.

    Raises
    ------
    StatisticsError
        If a p-value lies outside [0, 1], or `untested` is negative.

    References
    ----------
    Y. Benjamini and Y. Hochberg (1995), Controlling the false discovery rate, J. R. Stat. Soc. B 57, 289-300.

    Examples
    --------
    >>> adjusted_p_values(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    outside = p_values[~((p_values >= 0.0) & (p_values <= 1.0))]
    if outside.size:
        raise StatisticsError(f"p_values: {outside[0]} is not between 0 and 1")
    if untested < 0:
        raise StatisticsError(f"untested: {untested} is below 0")
    order = np.argsort(p_values, kind="stable")
    tests = p_values.size + untested
    scaled = p_values[order] * tests / np.arange(1, p_values.size + 1)
    adjusted = np.empty_like(scaled)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted
