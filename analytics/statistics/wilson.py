"""The score interval of a proportion."""

from math import sqrt

from analytics.errors import StatisticsError
from analytics.statistics.normal import two_sided_z


def wilson_interval(successes: int, total: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Give the Wilson score interval of a share, without continuity correction.

    The bounds are the shares p for which the observed share lies z standard errors sqrt(p(1-p)/n) away. Unlike
    the textbook interval around the observed share it never leaves [0, 1] and holds its level with few cases
    and near 0 and 1, which is where small courts are.

    Parameters
    ----------
    successes
        Cases counted, between 0 and `total`.
    total
        Cases they are counted among, at least 1.
    confidence
        Level of the two-sided interval.

    Returns
    -------
    tuple of float
        Lower and upper bound; exactly 0 without successes, exactly 1 without failures.

    Raises
    ------
    StatisticsError
        If `total` is below 1, or `successes` not between 0 and `total`, or the level not inside (0, 1).

    References
    ----------
    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, J. Am. Stat.
    Assoc. 22, 209-212. Recommended by R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, method 3.

    Examples
    --------
    >>> low, high = wilson_interval(81, 263)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'
    """
    if total < 1:
        raise StatisticsError(f"total: {total} is below 1")
    if not 0 <= successes <= total:
        raise StatisticsError(f"successes: {successes} is not between 0 and the total, {total}")
    z = two_sided_z(confidence)
    share = successes / total
    centre = share + z * z / (2 * total)
    half_width = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # At the ends the two terms cancel in theory but not in floating point.
    low = 0.0 if successes == 0 else (centre - half_width) / scale
    high = 1.0 if successes == total else (centre + half_width) / scale
    return low, high
