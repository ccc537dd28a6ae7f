"""Cases of one queue in steady state: M/M/c, M/G/1, M/D/c, GI/M/1, and queues without end of servers."""

from collections.abc import Mapping

from sim.queueing.arrival_sections import Renewal
from sim.queueing.law_sections import Erlang
from sim.queueing.scenario import QueueScenario
from sim.theory.gim1 import GIM1, dm1, erlang_gap
from sim.theory.mdc import mdc
from sim.theory.mg1 import mg1
from sim.theory.mmc import mmc
from sim.validation.case import Case, Horizon
from sim.validation.errors import ValidationError
from sim.validation.numbers import queue_of, service_of, squared_variation


def erlang_c_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of M/M/c."""
    queue = mmc(**queue_of(scenario)._asdict())
    values = {
        "wait_probability": queue.wait_probability,
        "wait_mean": queue.mean_wait,
        "queue_mean": queue.mean_queue,
        "time_in_system_mean": queue.mean_stay,
        "utilisation": queue.occupancy,
    }
    if scenario.run.target_wait:
        values["service_level_offered"] = queue.service_level(scenario.run.target_wait)
    return values


def staffing_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give of M/M/c what staff is chosen by: who waits, who is served in time, how busy the servers are."""
    values = erlang_c_values(scenario)
    return {
        name: values[name] for name in ("wait_probability", "service_level_offered", "utilisation") if name in values
    }


def general_service_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of M/G/1."""
    numbers = queue_of(scenario)
    queue = mg1(
        arrival_rate=numbers.arrival_rate,
        mean_service=1.0 / numbers.service_rate,
        squared_variation=squared_variation(service_of(scenario.classes[0])),
    )
    return {"wait_mean": queue.mean_wait, "in_system_mean": queue.mean_number, "utilisation": queue.occupancy}


def equal_services_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of M/D/c."""
    numbers = queue_of(scenario)
    queue = mdc(arrival_rate=numbers.arrival_rate, service_time=1.0 / numbers.service_rate, servers=numbers.servers)
    return {
        "wait_mean": queue.mean_wait,
        "wait_probability": queue.wait_probability,
        "queue_mean": queue.mean_queue,
    }


def general_gap_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of GI/M/1 with gaps that are equal or of Erlang's law."""
    numbers = queue_of(scenario)
    arrivals = scenario.classes[0].arrivals
    if arrivals.kind == "constant":
        return _gim1(dm1(arrival_rate=numbers.arrival_rate, service_rate=numbers.service_rate))
    if isinstance(arrivals, Renewal) and isinstance(arrivals.gap, Erlang):
        stages = arrivals.gap.phases
        return _gim1(erlang_gap(arrival_rate=numbers.arrival_rate, service_rate=numbers.service_rate, stages=stages))
    raise ValidationError(f"{scenario.name}: arrivals: must be equal gaps or gaps of Erlang's law")


def endless_servers_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the mean number in a system where nobody waits: the offered load, whatever the law of service."""
    numbers = queue_of(scenario)
    load = numbers.arrival_rate / numbers.service_rate
    return {"in_system_mean": load, "wait_probability": 0.0, "utilisation": load / numbers.servers}


def _gim1(queue: GIM1) -> Mapping[str, float]:
    return {"wait_probability": queue.wait_probability, "wait_mean": queue.mean_wait, "queue_mean": queue.mean_queue}


_ERLANG_C = "Erlang C"
_KHINCHINE = "Pollaczek and Khinchine"

CASES = (
    Case(
        name="mm1",
        family="M/M/c",
        theory=_ERLANG_C,
        preset="textbook/mm1",
        exact=erlang_c_values,
        warm_up=1_000.0,
        fast=Horizon(runs=40, length=120_000.0),
        simpy=Horizon(runs=10, length=600.0),
    ),
    Case(
        name="erlang-c",
        family="M/M/c",
        theory=_ERLANG_C,
        preset="textbook/erlang-c",
        exact=erlang_c_values,
        warm_up=60.0,
        fast=Horizon(runs=40, length=40_000.0),
        simpy=Horizon(runs=12, length=120.0),
        quick=True,
    ),
    Case(
        name="mm14",
        family="M/M/c",
        theory=_ERLANG_C,
        preset="textbook/mm14",
        exact=staffing_values,
        warm_up=90.0,
        fast=Horizon(runs=40, length=25_000.0),
        simpy=Horizon(runs=12, length=150.0),
    ),
    Case(
        name="mm13",
        family="M/M/c",
        theory=_ERLANG_C,
        preset="textbook/mm13",
        exact=erlang_c_values,
        warm_up=150.0,
        fast=Horizon(runs=40, length=60_000.0),
        simpy=Horizon(runs=12, length=150.0),
    ),
    Case(
        name="square-root",
        family="M/M/c",
        theory="Erlang C, one standard deviation to spare",
        preset="textbook/mm100",
        changes={"pool.servers.servers": 25, "class.customers.arrivals.rate": 20.475},
        exact=staffing_values,
        warm_up=20.0,
        fast=Horizon(runs=40, length=5_000.0),
        simpy=Horizon(runs=12, length=20.0),
    ),
    *(
        Case(
            name=name,
            family="M/G/1",
            theory=_KHINCHINE,
            preset=f"textbook/{name}",
            exact=general_service_values,
            warm_up=1_000.0,
            fast=Horizon(runs=40, length=length),
            simpy=Horizon(runs=8, length=600.0),
            quick=quick,
        )
        for name, length, quick in (
            ("md1", 60_000.0, True),
            ("me21", 80_000.0, False),
            ("mg1-gamma", 100_000.0, False),
            ("mh21", 160_000.0, False),
            ("mln1", 320_000.0, False),
        )
    ),
    Case(
        name="md3",
        family="M/D/c",
        theory="Crommelin",
        preset="textbook/md3",
        exact=equal_services_values,
        warm_up=300.0,
        fast=Horizon(runs=40, length=25_000.0),
        simpy=Horizon(runs=12, length=400.0),
    ),
    *(
        Case(
            name=name,
            family="GI/M/1",
            theory="Root of the gaps' transform (Takacs)",
            preset=f"textbook/{name}",
            exact=general_gap_values,
            warm_up=500.0,
            fast=Horizon(runs=40, length=60_000.0),
            simpy=Horizon(runs=10, length=600.0),
        )
        for name in ("dm1", "em1")
    ),
    *(
        Case(
            name=name,
            family="M/G/inf",
            theory="Offered load, whatever the law of service",
            preset=f"textbook/{name}",
            exact=endless_servers_values,
            warm_up=20.0,
            fast=Horizon(runs=40, length=800.0),
            simpy=Horizon(runs=12, length=20.0),
            quick=name == "mm-inf",
        )
        for name in ("mm-inf", "mg-inf")
    ),
)
"""The cases, from the queue every textbook begins with."""
