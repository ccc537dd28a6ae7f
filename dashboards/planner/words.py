"""Numbers and intervals as the planner's pages write them."""

from math import isfinite

from dashboards.catalogue import Texts
from dashboards.report.numbers import MISSING, measured
from sim.experiments.estimate import Estimate

_ALMOST_SURE = 0.999
"""Beyond it a share of one decimal would say certain."""


def value(number: float | None) -> str:
    """Write a number to about four digits.

    Examples
    --------
    >>> value(1234.567), value(None), value(float("nan"))
    ('1,235', '–', '–')
    """
    return MISSING if number is None or not isfinite(number) else measured(number)


def between(low: str, high: str, texts: Texts) -> str:
    """Write two ends, each as it was written.

    Examples
    --------
    >>> from dashboards.planner.texts import page_texts
    >>> between("1.5", "2.5", page_texts("en"))
    '1.5 to 2.5'
    """
    return texts("planner.to", low=low, high=high)


def interval(found: Estimate | None, texts: Texts) -> str:
    """Write the ends of an interval.

    Examples
    --------
    >>> from dashboards.planner.texts import page_texts
    >>> interval(Estimate(mean=2.0, low=1.5, high=2.5, deviation=1.0, replications=9), page_texts("zh"))
    '1.5 至 2.5'
    """
    if found is None or not (isfinite(found.low) and isfinite(found.high)):
        return MISSING
    return between(value(found.low), value(found.high), texts)


def signed(number: float) -> str:
    """Write a whole number with its sign.

    Examples
    --------
    >>> signed(1200), signed(0)
    ('+1,200', '0')
    """
    return f"{number:+,.0f}".replace("-", "\N{MINUS SIGN}") if number else "0"


def percent(share: float | None) -> str:
    """Write a signed share.

    Examples
    --------
    >>> percent(0.125), percent(-0.0001), percent(None)
    ('+12.5%', '0.0%', '–')
    """
    if share is None:
        return MISSING
    words = f"{share:+.1%}"
    return words.replace("-", "\N{MINUS SIGN}") if any(digit in words for digit in "123456789") else words[1:]


def chance(probability: float | None) -> str:
    """Write a probability; what runs tell is never quite sure.

    Examples
    --------
    >>> chance(0.25), chance(0.9999), chance(0.0), chance(None)
    ('25.0%', '>99.9%', '<0.1%', '–')
    """
    if probability is None:
        return MISSING
    if probability > _ALMOST_SURE:
        return f">{_ALMOST_SURE:.1%}"
    return f"<{1.0 - _ALMOST_SURE:.1%}" if probability < 1.0 - _ALMOST_SURE else f"{probability:.1%}"
