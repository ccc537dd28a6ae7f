"""M(t)/M/inf: demand that moves with the clock, met by as many servers as it takes."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, exp, hypot, pi, sin

from sim.theory.checks import require_non_negative, require_positive
from sim.theory.errors import TheoryError


@dataclass(frozen=True, kw_only=True)
class SinusoidLoad:
    """The number of busy servers under a rate that is a sinusoid, long after the start: Poisson with this mean."""

    level: float
    """Mean over a period."""
    amplitude: float
    """Largest distance from the level."""
    lag: float
    """How long the mean runs behind the rate, in units of time."""
    period: float
    """In units of time."""

    def mean_at(self, time: float) -> float:
        """Give the mean number busy at a time, also its variance."""
        return self.level + self.amplitude * sin(2.0 * pi * (time - self.lag) / self.period)


def sinusoid_load(*, mean_rate: float, amplitude: float, period: float, service_rate: float) -> SinusoidLoad:
    """Solve M(t)/M/inf with arrival rate mean + amplitude sin(2 pi t / period).

    Parameters
    ----------
    mean_rate
        Per unit of time, above 0.
    amplitude
        At least 0 and at most the mean rate.
    period
        In units of time, above 0.
    service_rate
        mu, above 0.

    Returns
    -------
    SinusoidLoad
        Level mean / mu, amplitude divided by sqrt(mu^2 + omega^2), lag atan(omega / mu) / omega.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    References
    ----------
    S. G. Eick, W. A. Massey and W. Whitt (1993), M_t/G/inf queues with sinusoidal arrival rates, Management Science
    39, 241-252.

    Examples
    --------
    >>> load = sinusoid_load(mean_rate=100, amplitude=50, period=24, service_rate=0.25)
    >>> [f"{load.mean_at(hour):.3f}" for hour in (0, 6, 12, 18)], f"{load.amplitude:.3f} {load.lag:.3f}"
    (['300.106', '495.392', '499.894', '304.608'], '138.124 3.088')
    """
    require_positive(mean_rate=mean_rate, period=period, service_rate=service_rate)
    require_non_negative(amplitude=amplitude)
    if amplitude > mean_rate:
        raise TheoryError(f"amplitude: {amplitude} is above the mean rate, {mean_rate}: the rate would be negative")
    omega = 2.0 * pi / period
    return SinusoidLoad(
        level=mean_rate / service_rate,
        amplitude=amplitude / hypot(service_rate, omega),
        lag=atan2(omega, service_rate) / omega,
        period=period,
    )


def piecewise_load(
    time: float, *, edges: Sequence[float], rates: Sequence[float], service_rate: float, initial: float = 0.0
) -> float:
    """Give the mean number busy in M(t)/M/inf at a time, under a rate that is constant between edges.

    On each piece the mean m obeys m' = rate - mu m, so it moves exponentially towards rate / mu.

    Parameters
    ----------
    time
        Between the first and the last edge.
    edges
        k + 1 increasing times; service starts at the first.
    rates
        k rates between them, at least 0.
    service_rate
        mu, above 0.
    initial
        Mean number busy at the first edge, at least 0.

    Returns
    -------
    float
        The mean; from an empty start also the variance.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    Examples
    --------
    >>> f"{piecewise_load(2.0, edges=[0, 1, 3], rates=[10, 0], service_rate=1.0):.6f}"
    '2.325442'
    """
    require_positive(service_rate=service_rate)
    require_non_negative(initial=initial, **{f"rates[{i}]": rate for i, rate in enumerate(rates)})
    if len(edges) != len(rates) + 1 or any(low >= high for low, high in itertools.pairwise(edges)):
        raise TheoryError(f"edges: {len(edges)} for {len(rates)} rates, or not increasing; one more is needed")
    if not edges[0] <= time <= edges[-1]:
        raise TheoryError(f"time: {time} is not between {edges[0]} and {edges[-1]}")
    mean = initial
    for start, end, rate in zip(edges, edges[1:], rates, strict=False):
        fade = exp(-service_rate * (min(end, time) - start))
        mean = rate / service_rate + (mean - rate / service_rate) * fade
        if time <= end:
            break
    return mean
