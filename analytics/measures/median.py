"""The interval of a median, read off its curve."""

from analytics.records import Survival


def median_interval(survival: Survival) -> tuple[float, float] | None:
    """Interval of the median: where the curve's band crosses one half.

    The drawn curve may have fewer points than the estimate, so each bound goes out to the next drawn point:
    the interval is never too narrow.

    Parameters
    ----------
    survival
        A curve with pointwise bounds.

    Returns
    -------
    tuple of float, or None
        Days, lower and upper; None where there is no median or the band stays above one half, so that the
        upper bound is open.

    Notes
    -----
    Brookmeyer and Crowley (1982), A confidence interval for the median survival time, Biometrics 38.
    """
    median = survival.quantile_days.get("0.5")
    if median is None:
        return None
    upper = next((point.days for point in survival.curve if point.high <= 0.5), None)
    if upper is None:
        return None
    lower = max((point.days for point in survival.curve if point.low > 0.5), default=0.0)
    return min(lower, median), max(upper, median)
