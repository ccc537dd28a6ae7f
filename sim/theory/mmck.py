"""M/M/c/K: only so many may be waiting or in service, the rest are turned away."""

from dataclasses import dataclass

import numpy as np

from sim.theory.birth_death import stationary_law
from sim.theory.checks import require_at_least, require_positive
from sim.theory.errors import TheoryError


@dataclass(frozen=True, kw_only=True)
class MMcK:
    """The steady state of M/M/c/K. Times are in the unit of the rates."""

    blocked: float
    """Share of arrivals turned away."""
    wait_probability: float
    """Share of those let in who wait."""
    mean_number: float
    """Mean number waiting and in service."""
    mean_queue: float
    """Mean number waiting."""
    mean_wait: float
    """Mean time in queue of those let in."""
    mean_stay: float
    """Mean time in queue and service of those let in."""
    occupancy: float
    """Share of the time a server is busy."""


def mmck(*, arrival_rate: float, service_rate: float, servers: int, places: int) -> MMcK:
    """Solve M/M/c/K.

    Parameters
    ----------
    arrival_rate
        lambda, per unit of time, above 0; may exceed what the servers can do.
    service_rate
        mu, per busy server and unit of time, above 0.
    servers
        c, at least 1.
    places
        K, servers and waiting places together, at least c. With K = c nobody waits: Erlang's loss system.

    Returns
    -------
    MMcK
        The steady state; work grows with `places`.

    Raises
    ------
    TheoryError
        If an argument is out of range.

    References
    ----------
    D. Gross, J. F. Shortle, J. M. Thompson and C. M. Harris (2008), Fundamentals of Queueing Theory, 4th ed., 2.4.

    Examples
    --------
    >>> queue = mmck(arrival_rate=3.0, service_rate=4.0, servers=2, places=3)
    >>> f"{queue.blocked:.6f} {queue.mean_number:.6f}"
    '0.049360 0.762340'
    """
    require_positive(arrival_rate=arrival_rate, service_rate=service_rate)
    require_at_least(1, servers=servers)
    if places < servers:
        raise TheoryError(f"places: {places} is below the servers, {servers}, who are among them")
    numbers = np.arange(places + 1)
    busy = np.minimum(numbers, servers)
    law = stationary_law(np.full(places, arrival_rate), busy[1:] * service_rate)
    accepted_rate = arrival_rate * (1.0 - float(law[-1]))
    number, queue = float(law @ numbers), float(law @ (numbers - busy))
    return MMcK(
        blocked=float(law[-1]),
        wait_probability=float(np.sum(law[servers:-1])) / (1.0 - float(law[-1])),
        mean_number=number,
        mean_queue=queue,
        mean_wait=queue / accepted_rate,
        mean_stay=number / accepted_rate,
        occupancy=float(law @ busy) / servers,
    )
