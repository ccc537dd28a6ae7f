"""M/D/c: Poisson arrivals, constant service, c servers, by Crommelin's series."""

from dataclasses import dataclass
from math import ceil, exp, log
from typing import Final

import numpy as np
from scipy import special

from sim.theory.checks import require_at_least, require_positive, require_stable
from sim.theory.errors import TheoryError

_CHUNK: Final = 65_536
"""Terms of the series taken at once: their arrays fit a processor's cache."""
_DECAY: Final = 33.0
"""The series ends where its terms have fallen by exp(-33), 5e-15."""
TERMS_MAX: Final = 1_000_000
"""Terms of the series, seconds of work: enough for an occupancy of 0.99 of one server and of 0.999 of a hundred."""


@dataclass(frozen=True, kw_only=True)
class MDc:
    """The steady state of M/D/c, first come first served. Times are in the unit of the service time."""

    occupancy: float
    """Share of the time a server is busy."""
    wait_probability: float
    """Share of arrivals that wait."""
    mean_wait: float
    """Mean time in queue."""
    mean_queue: float
    """Mean number waiting."""


def mdc(*, arrival_rate: float, service_time: float, servers: int) -> MDc:
    """Solve M/D/c.

    After one service time all that were in service have gone: the queue is the maximum of a random walk whose step is
    a Poisson number of mean a less c. With N(i) Poisson of mean i a, Spitzer's identity gives the mean queue as the sum
    over i of a P(N(i) >= i c) - c P(N(i) > i c), and 1 - P(wait) as exp of minus the sum of P(N(i) >= i c) / i.

    Parameters
    ----------
    arrival_rate
        lambda, per unit of time, above 0.
    service_time
        D, in units of time, above 0.
    servers
        c, at least 1, more than a = lambda D.

    Returns
    -------
    MDc
        The steady state, to about eight digits; work grows as c / (c - a)^2.

    Raises
    ------
    TheoryError
        If an argument is out of range, or so near to overload that the series is too long; `UnstableError` if there
        is no steady state.

    References
    ----------
    C. D. Crommelin (1932), Delay probability formulae when the holding times are constant, Post Office Electrical
    Engineers Journal 25, 41-50; F. Spitzer (1956), Transactions of the AMS 82, 323-339.

    Examples
    --------
    >>> queue = mdc(arrival_rate=0.8, service_time=1.0, servers=1)
    >>> f"{queue.wait_probability:.6f} {queue.mean_wait:.6f}"
    '0.800000 2.000000'
    """
    require_positive(arrival_rate=arrival_rate, service_time=service_time)
    require_at_least(1, servers=servers)
    load = arrival_rate * service_time
    require_stable(load, servers)
    terms = _terms(load / servers, servers)
    queue, log_no_wait = 0.0, 0.0
    for first in range(1, terms + 1, _CHUNK):
        steps = np.arange(first, min(first + _CHUNK, terms + 1), dtype=np.float64)
        reached = special.gammainc(steps * servers, steps * load)
        passed = special.gammainc(steps * servers + 1.0, steps * load)
        queue += float(np.sum(load * reached - servers * passed))
        log_no_wait -= float(np.sum(reached / steps))
    return MDc(
        occupancy=load / servers,
        wait_probability=1.0 - exp(log_no_wait),
        mean_wait=queue / arrival_rate,
        mean_queue=queue,
    )


def _terms(occupancy: float, servers: int) -> int:
    """Bound the terms by Chernoff: P(N(i) >= i c) <= exp(-i c (rho - 1 - log rho))."""
    decay = servers * (occupancy - 1.0 - log(occupancy))
    if decay * TERMS_MAX < _DECAY:
        raise TheoryError(f"load: {occupancy * servers} is too near the servers, {servers}, for Crommelin's series")
    return ceil(_DECAY / decay)
