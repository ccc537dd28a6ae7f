"""GI/M/1: arrivals with any law of the gap, one exponential server; D/M/1 and Erlang arrivals among them."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from typing import Final

from scipy.optimize import brentq

from sim.theory.checks import require_at_least, require_non_negative, require_positive, require_stable
from sim.theory.errors import TheoryError

_IDLE_MIN: Final = 1e-13
"""A root nearer to 1 cannot be told from 1 itself."""


@dataclass(frozen=True, kw_only=True)
class GIM1:
    """The steady state of GI/M/1, first come first served."""

    wait_probability: float
    """Share of arrivals that wait: the root sigma."""
    occupancy: float
    """Share of the time the server is busy; not the same, as arrivals do not see time averages."""
    mean_wait: float
    """Mean time in queue."""
    mean_queue: float
    """Mean number waiting."""
    service_rate: float
    """mu, per unit of time."""

    def wait_tail(self, time: float) -> float:
        """Give the share of arrivals that wait longer than a time of at least 0: sigma exp(-mu (1 - sigma) t)."""
        require_non_negative(time=time)
        return self.wait_probability * exp(-self.service_rate * (1.0 - self.wait_probability) * time)


def gim1(*, gap_transform: Callable[[float], float], mean_gap: float, service_rate: float) -> GIM1:
    """Solve GI/M/1 from the Laplace transform of the gap.

    Parameters
    ----------
    gap_transform
        E[exp(-s gap)] as a function of s >= 0.
    mean_gap
        Mean time between arrivals, above 0.
    service_rate
        mu, per unit of time, above 0.

    Returns
    -------
    GIM1
        With sigma the root in (0, 1) of sigma = transform(mu (1 - sigma)).

    Raises
    ------
    TheoryError
        If an argument is out of range, or the transform is not that of gaps with this mean; `UnstableError` if the
        server cannot keep up.

    References
    ----------
    D. G. Kendall (1953), Annals of Mathematical Statistics 24, 338-354; L. Kleinrock (1975), Queueing Systems I, 6.

    Examples
    --------
    With exponential gaps it is M/M/1.

    >>> queue = gim1(gap_transform=lambda s: 0.8 / (0.8 + s), mean_gap=1.25, service_rate=1.0)
    >>> f"{queue.wait_probability:.6f} {queue.mean_wait:.6f}"
    '0.800000 4.000000'
    """
    require_positive(mean_gap=mean_gap, service_rate=service_rate)
    occupancy = 1.0 / (mean_gap * service_rate)
    require_stable(occupancy, 1)
    # The transform is convex and 1 is a root as well: between the two the difference is below 0.
    idle = 0.5 * (1.0 - occupancy)
    while gap_transform(service_rate * idle) >= 1.0 - idle:
        idle *= 0.5
        if idle < _IDLE_MIN:
            raise TheoryError(f"gap_transform: no root of it below 1 - {_IDLE_MIN} for a mean gap of {mean_gap}")
    sigma = brentq(lambda x: gap_transform(service_rate * (1.0 - x)) - x, 0.0, 1.0 - idle, xtol=1e-15)
    wait = sigma / (service_rate * (1.0 - sigma))
    return GIM1(
        wait_probability=sigma,
        occupancy=occupancy,
        mean_wait=wait,
        mean_queue=wait / mean_gap,
        service_rate=service_rate,
    )


def dm1(*, arrival_rate: float, service_rate: float) -> GIM1:
    """Solve D/M/1: arrivals at equal distances.

    Parameters
    ----------
    arrival_rate
        One over the gap, per unit of time, above 0.
    service_rate
        mu, per unit of time, above the arrival rate.

    Returns
    -------
    GIM1
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range; `UnstableError` if the server cannot keep up.

    Examples
    --------
    >>> f"{dm1(arrival_rate=0.8, service_rate=1.0).wait_probability:.6f}"
    '0.628630'
    """
    return erlang_gap(arrival_rate=arrival_rate, service_rate=service_rate, stages=None)


def erlang_gap(*, arrival_rate: float, service_rate: float, stages: int | None) -> GIM1:
    """Solve E_k/M/1: gaps of k exponential stages.

    Parameters
    ----------
    arrival_rate
        Per unit of time, above 0.
    service_rate
        mu, per unit of time, above the arrival rate.
    stages
        k, at least 1; None for the limit of equal gaps.

    Returns
    -------
    GIM1
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range; `UnstableError` if the server cannot keep up.

    Examples
    --------
    >>> round(erlang_gap(arrival_rate=0.8, service_rate=1.0, stages=1).mean_wait, 6)
    4.0
    """
    require_positive(arrival_rate=arrival_rate)
    if stages is not None:
        require_at_least(1, stages=stages)

    def transform(s: float) -> float:
        if stages is None:
            return exp(-s / arrival_rate)
        return (1.0 + s / (stages * arrival_rate)) ** -stages

    return gim1(gap_transform=transform, mean_gap=1.0 / arrival_rate, service_rate=service_rate)
