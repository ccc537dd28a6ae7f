"""The numbers of a scenario as the formulas want them: rates, moments of services, servers."""

from typing import NamedTuple

from sim.queueing.arrival_sections import Constant, Intervals, Poisson, Renewal
from sim.queueing.law_facts import law_mean
from sim.queueing.law_sections import (
    Deterministic,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Law,
    Lognormal,
    Uniform,
)
from sim.queueing.scenario import CustomerClass, QueueScenario
from sim.validation.errors import ValidationError


class Queue(NamedTuple):
    """One class at one pool."""

    arrival_rate: float
    service_rate: float
    servers: int


def queue_of(scenario: QueueScenario, number: int = 0) -> Queue:
    """Read rate, service and servers of a class and of the pool with the same number.

    Parameters
    ----------
    scenario
        Where the pool has the same number as the class that it serves.
    number
        Counted from 0.

    Raises
    ------
    ValidationError
        If the arrivals have no single rate, the service is missing or the servers change.

    Examples
    --------
    >>> from sim.queueing.load import load_queue
    >>> queue_of(load_queue("textbook/erlang-c"))
    Queue(arrival_rate=4.2, service_rate=0.5, servers=12)
    """
    customers = scenario.classes[number]
    return Queue(rate_of(customers), 1.0 / law_mean(service_of(customers)), servers_of(scenario, number))


def servers_of(scenario: QueueScenario, number: int = 0) -> int:
    """Read the servers of a pool.

    Raises
    ------
    ValidationError
        If they change with the time.
    """
    servers = scenario.pools[number].servers
    if servers is None:
        raise ValidationError(f"{scenario.name}: pool {scenario.pools[number].name}: must have servers, not shifts")
    return servers


def rate_of(customers: CustomerClass) -> float:
    """Read the arrivals per unit of time of a class.

    Raises
    ------
    ValidationError
        If they have no single rate.
    """
    match customers.arrivals:
        case Poisson(rate=rate):
            return rate
        case Constant(gap=gap):
            return 1.0 / gap
        case Renewal(gap=law):
            return 1.0 / law_mean(law)
        case other:
            raise ValidationError(f"class {customers.name}: arrivals: must have one rate, not be {other.kind}")


def intervals_of(customers: CustomerClass) -> Intervals:
    """Read arrivals whose rate changes with the time.

    Raises
    ------
    ValidationError
        If they are of another kind.
    """
    if not isinstance(customers.arrivals, Intervals):
        raise ValidationError(f"class {customers.name}: arrivals: must be intervals, not {customers.arrivals.kind}")
    return customers.arrivals


def service_of(customers: CustomerClass) -> Law:
    """Read the law of service of a class.

    Raises
    ------
    ValidationError
        If it has none of its own.
    """
    if customers.service is None:
        raise ValidationError(f"class {customers.name}: service: must be given")
    return customers.service


def squared_variation(law: Law) -> float:
    """Give the variance of a law over its squared mean, from its parameters.

    Parameters
    ----------
    law
        Not mixed and without a share of zeros.

    Raises
    ------
    ValidationError
        If it is of another kind.

    Examples
    --------
    >>> squared_variation(Hyperexponential(kind="hyperexponential", shares=(0.8, 0.2), means=(0.5, 3.0)))
    3.0
    """
    match law:
        case Deterministic():
            return 0.0
        case Exponential():
            return 1.0
        case Erlang(phases=phases):
            return 1.0 / phases
        case Gamma(cv=cv) | Lognormal(cv=float(cv)):
            return cv * cv
        case Uniform(low=low, high=high):
            return (high - low) ** 2 / 12.0 / law_mean(law) ** 2
        case Hyperexponential(shares=shares, means=means):
            second = sum(2.0 * share * mean * mean for share, mean in zip(shares, means, strict=True))
            return round(second / law_mean(law) ** 2 - 1.0, 12)
        case _:
            raise ValidationError(f"law: must be one whose variation is known, not {law.kind}")
