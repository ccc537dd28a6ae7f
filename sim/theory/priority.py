"""Classes served in order of rank without breaking off a service: Cobham's formulas."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import fsum

from sim.theory.checks import require_at_least, require_non_negative, require_positive, require_stable
from sim.theory.erlang_c import erlang_c
from sim.theory.errors import TheoryError


def mg1_priority_waits(
    *, arrival_rates: Sequence[float], mean_services: Sequence[float], squared_variations: Sequence[float]
) -> list[float]:
    """Give the mean wait of each class in M/G/1 with non-pre-emptive priorities.

    W(k) = W0 / ((1 - s(k-1)) (1 - s(k))), with s(k) the load of classes up to k and W0 = sum of lambda E[S^2] / 2.

    Parameters
    ----------
    arrival_rates
        Of each class, the most urgent first; per unit of time, above 0.
    mean_services
        E[S] of each class, in units of time, above 0.
    squared_variations
        Variance of S over its squared mean, of each class, at least 0.

    Returns
    -------
    list of float
        Mean time in queue of each class, in the same order.

    Raises
    ------
    TheoryError
        If there is no class, lengths differ or a number is out of range; `UnstableError` if the load is 1 or more.

    References
    ----------
    A. Cobham (1954), Priority assignment in waiting line problems, Operations Research 2, 70-76.

    Examples
    --------
    >>> waits = mg1_priority_waits(arrival_rates=[0.2, 0.6], mean_services=[1, 1], squared_variations=[1, 1])
    >>> [round(wait + 1, 9) for wait in waits]
    [2.0, 6.0]
    """
    classes = list(zip(arrival_rates, mean_services, squared_variations, strict=False))
    if not len(arrival_rates) == len(mean_services) == len(squared_variations) > 0:
        lengths = (len(arrival_rates), len(mean_services), len(squared_variations))
        raise TheoryError(f"arrival_rates, mean_services, squared_variations: {lengths} classes, not one equal number")
    for rate, mean, variation in classes:
        require_positive(arrival_rate=rate, mean_service=mean)
        require_non_negative(squared_variation=variation)
    residual = fsum(rate * mean * mean * (1.0 + variation) / 2.0 for rate, mean, variation in classes)
    return _cobham(residual, [rate * mean for rate, mean, _ in classes])


def mmc_priority_waits(*, arrival_rates: Sequence[float], service_rate: float, servers: int) -> list[float]:
    """Give the mean wait of each class in M/M/c with non-pre-emptive priorities and one law of service.

    Cobham's form with W0 = C / (c mu), C of Erlang's waiting formula, and loads per server.

    Parameters
    ----------
    arrival_rates
        Of each class, the most urgent first; per unit of time, above 0.
    service_rate
        mu, of every class, above 0.
    servers
        c, at least 1.

    Returns
    -------
    list of float
        Mean time in queue of each class, in the same order.

    Raises
    ------
    TheoryError
        If there is no class or a number is out of range; `UnstableError` if there is no steady state.

    References
    ----------
    O. Kella and U. Yechiali (1985), Waiting times in the non-preemptive priority M/M/c queue, Stochastic Models 1,
    257-262.

    Examples
    --------
    >>> [round(wait, 6) for wait in mmc_priority_waits(arrival_rates=[0.2, 0.6], service_rate=1.0, servers=1)]
    [1.0, 5.0]
    """
    if not arrival_rates:
        raise TheoryError("arrival_rates: no class")
    require_positive(service_rate=service_rate)
    require_at_least(1, servers=servers)
    for rate in arrival_rates:
        require_positive(arrival_rate=rate)
    capacity = servers * service_rate
    waits = erlang_c(servers, fsum(arrival_rates) / service_rate)
    return _cobham(waits / capacity, [rate / capacity for rate in arrival_rates])


def _cobham(residual: float, loads: Sequence[float]) -> list[float]:
    up_to = [0.0, *accumulate(loads)]
    require_stable(up_to[-1], 1)
    return [residual / ((1.0 - above) * (1.0 - own)) for above, own in pairwise(up_to)]
