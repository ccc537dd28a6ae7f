"""The standard normal quantile of a two-sided interval."""

from statistics import NormalDist

from analytics.errors import StatisticsError


def two_sided_z(confidence: float) -> float:
    """Give z such that a standard normal variable lies in [-z, z] with probability `confidence`.

    Parameters
    ----------
    confidence
        Between 0 and 1, both excluded.

    Returns
    -------
    float
        The quantile.

    Raises
    ------
    StatisticsError
        If `confidence` is not inside (0, 1).

    Examples
    --------
    >>> round(two_sided_z(0.95), 6)
    1.959964
    """
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence: {confidence} is not between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)
