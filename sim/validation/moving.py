"""Cases in which time or place matters: networks, arrivals that change, growth from empty, and no chance at all."""

from collections.abc import Mapping
from itertools import pairwise
from math import exp, floor

from sim.queueing.arrival_sections import Constant
from sim.queueing.law_facts import law_mean
from sim.queueing.law_sections import Deterministic
from sim.queueing.scenario import QueueScenario
from sim.theory.arrival_counts import arrival_count
from sim.theory.infinite_server import piecewise_load
from sim.theory.jackson import jackson
from sim.theory.transient import mmc_from_empty
from sim.validation.case import Case, Horizon
from sim.validation.errors import ValidationError
from sim.validation.numbers import intervals_of, queue_of, rate_of, servers_of, service_of


def network_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of each station of a Jackson network."""
    places = scenario.places
    pools = {pool.station: number for number, pool in enumerate(scenario.pools)}
    laws = [scenario.pools[pools[place.name]].service for place in places]
    external = [
        sum(rate_of(each) for each in scenario.classes if scenario.station_of(each) == place.name) for place in places
    ]
    network = jackson(
        external_rates=external,
        routing=[[place.routes.get(after.name, 0.0) for after in places] for place in places],
        service_rates=[1.0 / law_mean(law) for law in laws if law is not None],
        servers=[servers_of(scenario, pools[place.name]) for place in places],
    )
    values = {"time_in_system_mean": network.mean_stay, "in_system_mean": network.mean_number}
    for place, station in zip(places, network.stations, strict=True):
        values[f"in_system_mean@{place.name}"] = station.mean_number
        values[f"arrival_rate@{place.name}"] = station.arrival_rate
        values[f"wait_mean@{place.name}"] = station.mean_wait
    return values


def growth_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the mean number in an M/M/c that starts empty, at times and over intervals."""
    run = scenario.run
    found = mmc_from_empty(**queue_of(scenario)._asdict(), horizon=run.length)
    values = {f"in_system_at:{at:g}": found.mean_number(at) for at in run.observe_at}
    for start, end in pairwise(run.observe_between):
        values[f"in_system_between:{start:g}:{end:g}"] = found.time_average(start, end)
    return values


def swinging_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the mean number in M(t)/M/inf whose rate repeats itself, at the times observed."""
    arrivals = intervals_of(scenario.classes[0])
    rate = 1.0 / law_mean(service_of(scenario.classes[0]))

    rates = [each * arrivals.scale for each in arrivals.rates]

    def mean_at(time: float, initial: float) -> float:
        return piecewise_load(time, edges=arrivals.edges, rates=rates, service_rate=rate, initial=initial)

    period = arrivals.edges[-1] - arrivals.edges[0]
    start = mean_at(arrivals.edges[-1], 0.0) / (1.0 - exp(-rate * period))
    return {f"in_system_at:{at:g}": mean_at(at, start) for at in scenario.run.observe_at}


def count_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the mean arrivals of each interval observed, or of the whole run where none is."""
    arrivals = intervals_of(scenario.classes[0])
    rates = [rate * arrivals.scale for rate in arrivals.rates]

    def mean(start: float, end: float) -> float:
        return arrival_count(start, end, edges=arrivals.edges, rates=rates).mean

    spans = list(pairwise(scenario.run.observe_between))
    if not spans:
        return {"arrived": mean(arrivals.edges[0], arrivals.edges[-1])}
    return {f"arrived_between:{start:g}:{end:g}": mean(start, end) for start, end in spans}


def clockwork_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give what happens at one server without a queue when nothing is random: every so many-th is served."""
    customers = scenario.classes[0]
    service = service_of(customers)
    if not isinstance(customers.arrivals, Constant) or not isinstance(service, Deterministic):
        raise ValidationError(f"{scenario.name}: arrivals, service: must be constant and deterministic")
    gap = customers.arrivals.gap
    came = floor(scenario.run.length / gap) - (scenario.run.length % gap == 0)
    every = -int(-service.value // gap)
    begins = [gap * (number + 1) for number in range(0, came, every)]
    served = len(begins)
    return {
        "arrived": float(came),
        "served": float(served),
        "lost_blocked": float(came - served),
        "busy_time": sum(min(begin + service.value, scenario.run.length) - begin for begin in begins),
        "last_departure": begins[-1] + service.value,
    }


CASES = (
    Case(
        name="jackson",
        family="Networks",
        theory="Jackson: traffic equations and Erlang C",
        preset="textbook/jackson",
        exact=network_values,
        warm_up=60.0,
        fast=Horizon(runs=40, length=18_000.0),
        simpy=Horizon(runs=12, length=80.0),
    ),
    Case(
        name="tandem",
        family="Networks",
        theory="Burke: what leaves M/M/1 is Poisson",
        preset="textbook/tandem",
        exact=network_values,
        warm_up=200.0,
        fast=Horizon(runs=40, length=45_000.0),
        simpy=Horizon(runs=12, length=500.0),
    ),
    Case(
        name="mm1-transient",
        family="Time",
        theory="Kolmogorov's equations, from empty",
        preset="textbook/mm1-transient",
        changes={"run.observe_at": [], "run.observe_between": [0.0, 1_000.0]},
        exact=growth_values,
        fast=Horizon(runs=1_600, length=1_000.0),
        simpy=Horizon(runs=12, length=1_000.0),
    ),
    Case(
        name="mm12-transient",
        family="Time",
        theory="Kolmogorov's equations, from empty",
        preset="textbook/erlang-c",
        changes={"run.observe_at": [5.0, 10.0], "run.observe_between": [0.0, 5.0, 10.0]},
        exact=growth_values,
        fast=Horizon(runs=2_000, length=10.0),
        simpy=Horizon(runs=60, length=10.0),
    ),
    Case(
        name="mt-m-inf",
        family="Time",
        theory="M(t)/M/inf: the rate, faded by the law of service",
        preset="textbook/mt-m-inf",
        changes={"class.customers.arrivals.scale": 0.2},
        exact=swinging_values,
        warm_up=24.0,
        fast=Horizon(runs=40, length=720.0),
        simpy=Horizon(runs=10, length=24.0),
    ),
    *(
        Case(
            name=name,
            family="Arrivals",
            theory="Integral of the rate; Poisson",
            preset=f"textbook/{name}",
            exact=count_values,
            fast=Horizon(runs=runs, length=length),
            simpy=Horizon(runs=60, length=short),
        )
        for name, runs, length, short in (("nhpp-three", 1_000, 40.0, 20.0), ("rate-jump", 100, 1_000.0, 20.0))
    ),
    Case(
        name="busy-day",
        family="Arrivals",
        theory="Poisson with a gamma factor a day",
        preset="textbook/callcenter-day",
        exact=count_values,
        fast=Horizon(runs=1_500, length=46_800.0),
        simpy=Horizon(runs=10, length=46_800.0),
    ),
    *(
        Case(
            name=name,
            family="No chance",
            theory="Counting",
            preset="textbook/deterministic",
            changes={"class.customers.service": {"kind": "deterministic", "value": service}},
            exact=clockwork_values,
            fast=Horizon(runs=1, length=101.0),
            simpy=Horizon(runs=1, length=101.0),
            random=False,
            quick=True,
        )
        for name, service in (("deterministic", 1.5), ("same-instant", 1.0), ("slow-server", 7.25))
    ),
)
"""The cases, from three stations to a clock."""
