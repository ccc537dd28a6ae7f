"""How many arrive: mean and variance of counts under a rate that changes with the clock and with the day."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from sim.theory.checks import require_non_negative
from sim.theory.errors import TheoryError


@dataclass(frozen=True, kw_only=True)
class CountLaw:
    """The first two moments of a number of arrivals."""

    mean: float
    """Expected number."""
    variance: float
    """Equal to the mean where arrivals are Poisson."""

    @property
    def standard_deviation(self) -> float:
        """Root of the variance."""
        return sqrt(self.variance)


def arrival_count(
    start: float, end: float, *, edges: Sequence[float], rates: Sequence[float], day_variation: float = 0.0
) -> CountLaw:
    """Give mean and variance of the arrivals between two times of one day.

    A Poisson process with a rate constant between edges, times a factor of mean 1 drawn once for the day. The variance
    is mean + (mean v)^2.

    Parameters
    ----------
    start, end
        Inside the edges, in order.
    edges
        k + 1 increasing times.
    rates
        k rates, per unit of time, at least 0.
    day_variation
        v, coefficient of variation of the day's factor, at least 0; 1 / sqrt(shape) for a gamma factor.

    Returns
    -------
    CountLaw
        The moments.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    References
    ----------
    A. N. Avramidis, A. Deslauriers and P. L'Ecuyer (2004), Modeling daily arrivals to a telephone call center,
    Management Science 50, 896-908.

    Examples
    --------
    >>> count = arrival_count(0, 2, edges=[0, 1, 2], rates=[5.0, 10.0], day_variation=0.2)
    >>> count.mean, count.variance
    (15.0, 24.0)
    """
    require_non_negative(day_variation=day_variation, **{f"rates[{i}]": rate for i, rate in enumerate(rates)})
    if len(edges) != len(rates) + 1 or any(low >= high for low, high in itertools.pairwise(edges)):
        raise TheoryError(f"edges: {len(edges)} for {len(rates)} rates, or not increasing; one more is needed")
    if not edges[0] <= start <= end <= edges[-1]:
        raise TheoryError(f"start, end: {start}, {end} are not in order between {edges[0]} and {edges[-1]}")
    mean = fsum(
        rate * max(0.0, min(end, high) - max(start, low))
        for low, high, rate in zip(edges, edges[1:], rates, strict=False)
    )
    return CountLaw(mean=mean, variance=mean + (mean * day_variation) ** 2)
