"""A share with its interval, as the measures here give it."""

from analytics.records import Proportion
from analytics.statistics.wilson import wilson_interval


def proportion_of_all(numerator: int, denominator: int, *, confidence: float) -> Proportion | None:
    """Give a share over all courts with its Wilson score interval, or None of nothing.

    Parameters
    ----------
    numerator, denominator
        Counts, the first at most the second.
    confidence
        Level of the two-sided interval, inside (0, 1).

    Examples
    --------
    >>> share = proportion_of_all(1, 4, confidence=0.95)
    >>> share.rate if share else None
    0.25
    """
    if not denominator:
        return None
    low, high = wilson_interval(numerator, denominator, confidence=confidence)
    return Proportion(
        label="all",
        numerator=numerator,
        denominator=denominator,
        rate=numerator / denominator,
        low=low,
        high=high,
        confidence=confidence,
        suppressed=False,
    )
