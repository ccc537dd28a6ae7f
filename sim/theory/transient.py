"""M/M/c from empty: how the number in the system grows towards its steady state."""

from dataclasses import dataclass
from math import ceil, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.theory.checks import require_at_least, require_non_negative, require_positive
from sim.theory.errors import TheoryError

_TAIL: Final = 1e-14
"""Probability that may be cut off above the largest number in the system considered."""
STEPS_MAX: Final = 20_000_000
"""Steps of the discrete chain before the horizon is refused: about two minutes' work."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FromEmpty:
    """The mean number in the system as a function of time, up to a horizon."""

    rate: float
    """Rate at which the discrete chain steps, per unit of time."""
    horizon: float
    """Last time that can be asked for."""
    means: NDArray[np.float64]
    """float64, shape (k,): mean number after each step of the discrete chain, from empty."""

    def mean_number(self, time: float) -> float:
        """Give the mean number in the system at a time between 0 and the horizon."""
        self._check(time)
        steps = np.arange(self.means.size)
        chances = np.exp(special.xlogy(steps, self.rate * time) - self.rate * time - special.gammaln(steps + 1.0))
        return float(chances @ self.means)

    def time_average(self, start: float, end: float) -> float:
        """Give the mean over [start, end] of the mean number in the system."""
        self._check(start)
        self._check(end)
        if not start < end:
            raise TheoryError(f"start: {start} is not before the end, {end}")
        return (self._integral(end) - self._integral(start)) / (end - start)

    def _integral(self, time: float) -> float:
        steps = np.arange(1, self.means.size + 1, dtype=np.float64)
        return float(special.gammainc(steps, self.rate * time) @ self.means) / self.rate

    def _check(self, time: float) -> None:
        require_non_negative(time=time)
        if time > self.horizon:
            raise TheoryError(f"time: {time} is beyond the horizon, {self.horizon}")


def mmc_from_empty(*, arrival_rate: float, service_rate: float, servers: int, horizon: float) -> FromEmpty:
    """Solve Kolmogorov's equations of M/M/c started empty, by uniformisation.

    The chain is watched at the points of a Poisson process fast enough for every state; between points nothing
    changes, so the mean at a time is a Poisson mixture of the means after so many steps. All terms are positive.

    Parameters
    ----------
    arrival_rate
        lambda, per unit of time, above 0; may exceed what the servers can do.
    service_rate
        mu, per busy server and unit of time, above 0.
    servers
        c, at least 1.
    horizon
        Longest time to ask for, above 0.

    Returns
    -------
    FromEmpty
        The mean number at any time up to the horizon. Work: (lambda + c mu) times the horizon, times the states.

    Raises
    ------
    TheoryError
        If an argument is out of range, or the horizon takes more than 20,000,000 steps.

    References
    ----------
    A. Jensen (1953), Markoff chains as an aid in the study of Markoff processes, Skandinavisk Aktuarietidskrift 36.

    Examples
    --------
    >>> queue = mmc_from_empty(arrival_rate=0.8, service_rate=1.0, servers=1, horizon=100)
    >>> f"{queue.mean_number(5):.6f} {queue.mean_number(100):.6f} {queue.time_average(0, 100):.4f}"
    '1.469461 3.791873 3.1211'
    """
    require_positive(arrival_rate=arrival_rate, service_rate=service_rate, horizon=horizon)
    require_at_least(1, servers=servers)
    rate = arrival_rate + servers * service_rate
    steps = ceil(rate * horizon + 9.0 * sqrt(rate * horizon) + 30.0)
    if steps > STEPS_MAX:
        raise TheoryError(f"horizon: {horizon} takes {steps:,} steps, at most {STEPS_MAX:,}")
    top = _largest_number(arrival_rate, service_rate, servers, horizon)
    numbers = np.arange(top + 1)
    up = np.full(top, arrival_rate / rate)
    down = np.minimum(numbers[1:], servers) * service_rate / rate
    stay = 1.0 - np.append(up, 0.0) - np.insert(down, 0, 0.0)
    law = np.zeros(top + 1)
    law[0] = 1.0
    means = np.empty(steps)
    for step in range(steps):
        means[step] = law @ numbers
        after = law * stay
        after[1:] += law[:-1] * up
        after[:-1] += law[1:] * down
        law = after
    return FromEmpty(rate=rate, horizon=horizon, means=means)


def _largest_number(arrival_rate: float, service_rate: float, servers: int, horizon: float) -> int:
    """Bound the number in the system by all arrivals, or by the tail of the steady state, which is never exceeded."""
    arrivals = arrival_rate * horizon
    by_arrivals = arrivals + 9.0 * sqrt(arrivals) + 40.0
    occupancy = arrival_rate / (servers * service_rate)
    by_tail = servers + log(_TAIL * (1.0 - occupancy)) / log(occupancy) + 1.0 if occupancy < 1 else by_arrivals
    return ceil(min(by_arrivals, by_tail))
