"""Open Jackson networks: every station behaves like an M/M/c of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from sim.theory.checks import require_non_negative
from sim.theory.errors import TheoryError
from sim.theory.mmc import MMc, mmc


@dataclass(frozen=True, kw_only=True)
class JacksonNetwork:
    """The steady state of an open network. Times are in the unit of the rates."""

    stations: tuple[MMc, ...]
    """Each with the sum of its flows as arrival rate."""
    mean_number: float
    """Mean number in the whole network."""
    mean_stay: float
    """Mean time from entering the network to leaving it."""


def jackson(
    *,
    external_rates: Sequence[float],
    routing: Sequence[Sequence[float]],
    service_rates: Sequence[float],
    servers: Sequence[int],
) -> JacksonNetwork:
    """Solve the traffic equations, flow = external + flow routing, and each station as M/M/c.

    Parameters
    ----------
    external_rates
        n rates of arrivals from outside, at least 0, not all 0.
    routing
        n by n: share of those who leave the row's station and go on to the column's. Rows sum to at most 1; the rest
        leaves, and everybody must be able to.
    service_rates
        n rates per busy server, above 0.
    servers
        n numbers of servers, at least 1.

    Returns
    -------
    JacksonNetwork
        The steady state.

    Raises
    ------
    TheoryError
        If shapes differ, a number is out of range or somebody can never leave; `UnstableError` if a station is
        overloaded.

    References
    ----------
    J. R. Jackson (1957), Networks of waiting lines, Operations Research 5, 518-521.

    Examples
    --------
    >>> network = jackson(
    ...     external_rates=[2, 0.5, 0], routing=[[0, 0.6, 0.3], [0.2, 0, 0.5], [0, 0.1, 0]],
    ...     service_rates=[1.5, 2, 1.2], servers=[3, 2, 3])
    >>> [f"{station.mean_number:.6f}" for station in network.stations], f"{network.mean_stay:.6f}"
    (['1.946872', '1.493935', '1.731436'], '2.068897')
    """
    shares = _shares(external_rates, routing, service_rates, servers)
    flows = np.linalg.solve(np.eye(len(shares)) - shares.T, np.asarray(external_rates, dtype=np.float64))
    stations = tuple(
        mmc(arrival_rate=float(flow), service_rate=rate, servers=staff)
        for flow, rate, staff in zip(flows, service_rates, servers, strict=True)
    )
    number = fsum(station.mean_number for station in stations)
    return JacksonNetwork(stations=stations, mean_number=number, mean_stay=number / fsum(external_rates))


def _shares(
    external_rates: Sequence[float],
    routing: Sequence[Sequence[float]],
    service_rates: Sequence[float],
    servers: Sequence[int],
) -> NDArray[np.float64]:
    """Check what `jackson` is given, but for what each station checks itself; give the routing as an array."""
    count = len(external_rates)
    shares = np.asarray(routing, dtype=np.float64)
    if shares.shape != (count, count) or not len(service_rates) == len(servers) == count:
        raise TheoryError(f"routing: shape {shares.shape}, not ({count}, {count}) like the other arguments")
    require_non_negative(**{f"external_rates[{i}]": rate for i, rate in enumerate(external_rates)})
    if not np.all(shares >= 0) or not np.all(shares.sum(axis=1) <= 1 + 1e-12):
        raise TheoryError("routing: a share is below 0, or a row sums to more than 1")
    if not np.max(np.abs(np.linalg.eigvals(shares)), initial=0.0) < 1 - 1e-12:
        raise TheoryError("routing: some never leave the network")
    if not sum(external_rates) > 0:
        raise TheoryError("external_rates: nobody arrives")
    return shares
