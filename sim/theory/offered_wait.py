"""The law of the wait that M/M/c+M offers to somebody who has to wait and would never leave."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import log, log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)
_SMALL: Final = 46.0
"""The density is cut off where it has fallen by exp(-46), 1e-20, from its peak: below a float's last digit."""

Weighting = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""What to take the mean of: a function of waits, shape (n,) to shape (n,)."""


@dataclass(frozen=True, kw_only=True)
class OfferedWait:
    """A law on (0, inf) with density in proportion to exp(lambda (1 - e^(-theta s)) / theta - C s).

    Examples
    --------
    Without impatience to speak of it is exponential with rate C - lambda.

    >>> law = OfferedWait(arrival_rate=4.2, capacity=6.0, patience_rate=1e-9)
    >>> round(law.mean(lambda wait: wait), 6), round(1 / 1.8, 6)
    (0.555556, 0.555556)
    """

    arrival_rate: float
    """lambda, per unit of time."""
    capacity: float
    """C, what all servers together can end per unit of time."""
    patience_rate: float
    """theta, one over the mean patience."""

    @property
    def log_integral(self) -> float:
        """Logarithm of the integral of the density before it is made one of total mass 1."""
        excess = max(0.0, self.arrival_rate / self.capacity - 1.0)
        top = self.capacity / self.patience_rate * (excess - log1p(excess))
        return top + log(self._mass(*self._range))

    def mean(self, weighting: Weighting) -> float:
        """Give the mean of a function of the wait."""
        low, high = self._range
        return self._mass(low, high, weighting) / self._mass(low, high)

    def mean_until(self, time: float, weighting: Weighting) -> float:
        """Give the mean of a function of the wait that counts as 0 beyond a time."""
        low, high = self._range
        end = time - self._peak
        return self._mass(low, min(end, high), weighting) / self._mass(low, high) if end > low else 0.0

    def share_beyond(self, time: float) -> float:
        """Give the share of waits longer than a time."""
        low, high = self._range
        start = time - self._peak
        return self._mass(max(start, low), high) / self._mass(low, high) if start < high else 0.0

    @cached_property
    def _peak(self) -> float:
        """The wait at which the density is largest; distances below are from it, so that no large numbers cancel."""
        return max(0.0, log(self.arrival_rate / self.capacity) / self.patience_rate)

    @cached_property
    def _range(self) -> tuple[float, float]:
        """Distances between which the density is not negligible: it falls on both sides of its peak."""
        step = 1.0 / self.capacity
        while self._fall(step) < _SMALL:
            step *= 2.0
        below = self._crossing(-self._peak) if self._fall(-self._peak) > _SMALL else -self._peak
        return below, self._crossing(step)

    def _crossing(self, far: float) -> float:
        """Find by halving where the density has fallen as far as it is followed; a few digits are enough."""
        near = 0.0
        for _ in range(40):
            middle = 0.5 * (near + far)
            if self._fall(middle) < _SMALL:
                near = middle
            else:
                far = middle
        return far

    def _fall(self, distance: float) -> float:
        return float(self._falls(np.array([distance]))[0])

    def _falls(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Logarithm of how far the density has fallen at distances from its peak."""
        theta = self.patience_rate
        flow = min(self.arrival_rate, self.capacity)  # arrivals still patient at the peak
        bend = theta * distances + np.expm1(-theta * distances)
        return np.asarray(flow / theta * bend + (self.capacity - flow) * distances, dtype=np.float64)

    def _mass(self, low: float, high: float, weighting: Weighting | None = None) -> float:
        half = 0.5 * (high - low)
        distances = low + half * (_NODES + 1.0)
        density = np.exp(-self._falls(distances))
        if weighting is not None:
            density = density * weighting(self._peak + distances)
        return half * float(np.sum(_WEIGHTS * density))
