"""How loaded a scenario is: flows by the traffic equations, servers by the best split of classes over pools."""

from collections.abc import Iterator
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from sim.queueing.arrival_sections import Constant, Intervals, Poisson, Renewal
from sim.queueing.law_facts import law_mean
from sim.queueing.scenario import CustomerClass, Pool, QueueScenario, Station
from sim.scenario.view import Broken


def arrival_rate(scenario: QueueScenario, customer: CustomerClass) -> float:
    """Return a class's mean arrivals a unit of time; bursts and traces, which end, count as none.

    Parameters
    ----------
    scenario, customer
        The scenario and one of its classes.

    Examples
    --------
    >>> from sim.queueing.load import load_queue
    >>> scenario = load_queue("textbook/mm1")
    >>> arrival_rate(scenario, scenario.classes[0])
    0.8

    """
    match customer.arrivals:
        case Poisson(rate=rate):
            return rate
        case Constant(gap=gap):
            return 1 / gap
        case Renewal(gap=law):
            return 1 / law_mean(law) if law_mean(law) > 0 else float("inf")
        case Intervals() as found if scenario.run.cycle is not None:
            widths = np.diff(found.edges)
            return float(np.dot(widths, found.rates)) * found.scale / scenario.run.cycle
        case _:
            return 0.0


def flows(scenario: QueueScenario) -> NDArray[np.float64]:
    """Return the customers of each class who come to each station, a unit of time, if none is lost.

    Parameters
    ----------
    scenario
        What to simulate.

    Returns
    -------
    NDArray[np.float64]
        float64[classes, stations]; infinite where a class can never leave.

    """
    places = scenario.places
    number = {place.name: row for row, place in enumerate(places)}
    found = np.zeros((len(scenario.classes), len(places)))
    for row, customer in enumerate(scenario.classes):
        routes = np.zeros((len(places), len(places)))
        for place in places:
            for target, share in scenario.routes_from(customer, place).items():
                routes[number[place.name], number[target]] = share
        entering = np.zeros(len(places))
        entering[number[scenario.station_of(customer)]] = arrival_rate(scenario, customer)
        found[row] = _through(routes, entering)
    return found


def _through(routes: NDArray[np.float64], entering: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve the traffic equations: flow = entering + flow x routes, on the stations that are reached."""
    reached = entering > 0
    while True:
        wider = reached | (routes[reached].sum(axis=0) > 0)
        if (wider == reached).all():
            break
        reached = wider
    flow = np.zeros(len(entering))
    if reached.any():
        inner = np.eye(int(reached.sum())) - routes[np.ix_(reached, reached)].T
        closed = abs(np.linalg.det(inner)) < 1e-12
        flow[reached] = np.inf if closed else np.linalg.solve(inner, entering[reached])
    return flow


def load_of(scenario: QueueScenario, place: Station) -> float:
    """Return a station's load by those who will wait for ever: the busiest pool's, under the split that is best for it.

    At 1 or above no way of routing keeps the queue from growing.

    Parameters
    ----------
    scenario
        What to simulate.
    place
        One of its stations.

    Returns
    -------
    float
        Work that comes a unit of time over work that can be done; 0 where everybody's wait is bounded.

    """
    row = [station.name for station in scenario.places].index(place.name)
    if place.capacity is not None or place.queue_limit is not None:
        return 0.0
    flow = flows(scenario)[:, row]
    patient = [
        (customer, float(rate))
        for customer, rate in zip(scenario.classes, flow, strict=True)
        if customer.patience is None and customer.queue_limit is None and rate > 0
    ]
    if not patient:
        return 0.0
    if not all(isfinite(rate) for _, rate in patient):
        return float("inf")
    pools = [pool for pool in scenario.pools if scenario.station_of(pool) == place.name]
    if len(pools) == 1:
        work = sum(rate * _service_mean(scenario, customer, pools[0]) for customer, rate in patient)
        return work / _servers_mean(scenario, pools[0])
    return _best_split(scenario, patient, pools)


def _best_split(scenario: QueueScenario, patient: list[tuple[CustomerClass, float]], pools: list[Pool]) -> float:
    """Split each class's customers over the pools so that the busiest is as little busy as can be: a linear program."""
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import, and most scenarios have one pool a station

    pairs = [(c, p) for c, (customer, _) in enumerate(patient) for p, pool in enumerate(pools)
             if customer.name in scenario.serves(pool)]  # fmt: skip
    cost = np.zeros(len(pairs) + 1)
    cost[-1] = 1.0
    whole, within = np.zeros((len(patient), len(pairs) + 1)), np.zeros((len(pools), len(pairs) + 1))
    for column, (c, p) in enumerate(pairs):
        customer, rate = patient[c]
        whole[c, column] = 1.0
        within[p, column] = rate * _service_mean(scenario, customer, pools[p]) / _servers_mean(scenario, pools[p])
    within[:, -1] = -1.0
    solved = linprog(cost, A_ub=within, b_ub=np.zeros(len(pools)), A_eq=whole, b_eq=np.ones(len(patient)))
    return float(solved.fun)


def _service_mean(scenario: QueueScenario, customer: CustomerClass, pool: Pool) -> float:
    law = scenario.service_law(customer, pool)
    assert law is not None
    return law_mean(law)


def _servers_mean(scenario: QueueScenario, pool: Pool) -> float:
    """Servers on average over a cycle; without a cycle, over the run, whose shifts may leave gaps."""
    if pool.shifts is None:
        return float(pool.servers or 0)
    span = scenario.run.cycle or scenario.run.length
    return sum((min(shift.ends, span) - min(shift.starts, span)) * shift.servers for shift in pool.shifts) / span


def overloads(scenario: QueueScenario) -> Iterator[Broken]:
    """Find the classes that come all at once, and the stations whose queue grows without end unless it may.

    Parameters
    ----------
    scenario
        What to simulate.

    Yields
    ------
    Broken
        One a class, or a station with its load.

    """
    for place, customer in enumerate(scenario.classes, start=1):
        if isinstance(customer.arrivals, Renewal) and law_mean(customer.arrivals.gap) <= 0:
            yield Broken(key=f"class #{place}.arrivals.gap", value=None, must="have a mean above 0")
    if not scenario.run.require_stable:
        return
    for place in scenario.places:
        load = load_of(scenario, place)
        if load >= 1:
            must = (
                f"be false, or station {place.name} have a load below 1 (has {load:.4g}): more work comes than its "
                "servers can do, nobody loses patience, and no limit turns anybody away"
            )
            yield Broken(key="run.require_stable", value=True, must=must)
