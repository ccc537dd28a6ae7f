"""Cases of several classes: priorities, and pools with different skills."""

from collections.abc import Mapping

from sim.queueing.law_facts import law_mean
from sim.queueing.scenario import QueueScenario
from sim.theory.mmc import mmc
from sim.theory.priority import mg1_priority_waits, mmc_priority_waits
from sim.theory.skills import Rule, SkillClass, SkillFigures, skill_figures
from sim.validation.case import Case, Horizon
from sim.validation.numbers import queue_of, rate_of, servers_of, service_of, squared_variation

_PLACES_MANY = 90
"""Waiting places that stand for an endless queue: at a load of three quarters it is longer once in 10^11."""

_OCCUPANCY_MAX = 0.8
"""Mean waits at a higher one take many more customers to be known as well."""


def one_server_priority_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the mean wait and stay of each class at one server."""
    services = [service_of(customers) for customers in scenario.classes]
    waits = mg1_priority_waits(
        arrival_rates=[rate_of(customers) for customers in scenario.classes],
        mean_services=[law_mean(law) for law in services],
        squared_variations=[squared_variation(law) for law in services],
    )
    values = {f"wait_mean:{customers.name}": wait for customers, wait in zip(scenario.classes, waits, strict=True)}
    for customers, wait, law in zip(scenario.classes, waits, services, strict=True):
        values[f"time_in_system_mean:{customers.name}"] = wait + law_mean(law)
    return values


def many_servers_priority_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the mean wait of each class at several servers, all services alike."""
    waits = mmc_priority_waits(
        arrival_rates=[rate_of(customers) for customers in scenario.classes],
        service_rate=1.0 / law_mean(service_of(scenario.classes[0])),
        servers=servers_of(scenario),
    )
    return {f"wait_mean:{customers.name}": wait for customers, wait in zip(scenario.classes, waits, strict=True)}


def shared_pools_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state where every pool serves every class: one queue, whoever is preferred."""
    queue = mmc(
        arrival_rate=sum(rate_of(customers) for customers in scenario.classes),
        service_rate=1.0 / law_mean(service_of(scenario.classes[0])),
        servers=sum(servers_of(scenario, number) for number in range(len(scenario.pools))),
    )
    return {"wait_probability": queue.wait_probability, "wait_mean": queue.mean_wait, "utilisation": queue.occupancy}


def separate_pools_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the mean wait of each class where it has a pool of its own."""
    values: dict[str, float] = {}
    for number, customers in enumerate(scenario.classes):
        queue = mmc(**queue_of(scenario, number)._asdict())
        if queue.occupancy < _OCCUPANCY_MAX:
            values[f"wait_mean:{customers.name}"] = queue.mean_wait
        values[f"wait_probability:{customers.name}"] = queue.wait_probability
    return values


def n_model_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of the N-model whose helpers prefer the class that only they serve."""
    return _skill_values(scenario, order=("rare", "common"), rule="priority", places=_PLACES_MANY)


def w_model_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of the W-model with a short waiting room, first come first served."""
    places = scenario.places[0].queue_limit
    assert places is not None, "the case sets a limit"
    return _skill_values(scenario, order=("left", "middle", "right"), rule="fcfs", places=places)


def _skill_values(scenario: QueueScenario, *, order: tuple[str, ...], rule: Rule, places: int) -> Mapping[str, float]:
    pools = [pool.name for pool in scenario.pools]
    by_name = {customers.name: customers for customers in scenario.classes}
    able = {pool.name: pool.serves or tuple(by_name) for pool in scenario.pools}
    classes: list[SkillClass] = []
    for name in order:
        customers = by_name[name]
        wanted = customers.pools or tuple(pools)
        classes.append(
            SkillClass(
                arrival_rate=rate_of(customers),
                service_rate=1.0 / law_mean(service_of(customers)),
                pools=tuple(pools.index(pool) for pool in wanted if name in able[pool]),
            )
        )
    sizes = [servers_of(scenario, number) for number in range(len(pools))]
    figures = skill_figures(classes=classes, pool_sizes=sizes, waiting_places=places, rule=rule)
    return _named(figures, order, pools)


def _named(figures: SkillFigures, order: tuple[str, ...], pools: list[str]) -> Mapping[str, float]:
    values: dict[str, float] = {}
    for name, each in zip(order, figures.classes, strict=True):
        values[f"wait_mean:{name}"] = each.mean_wait
        values[f"queue_mean:{name}"] = each.mean_queue
    return values | {f"utilisation:{pool}": share for pool, share in zip(pools, figures.occupancy, strict=True)}


CASES = (
    Case(
        name="priority-mm1",
        family="Priorities",
        theory="Cobham",
        preset="textbook/priority-mm1",
        exact=one_server_priority_values,
        warm_up=1_000.0,
        fast=Horizon(runs=40, length=140_000.0),
        simpy=Horizon(runs=10, length=600.0),
    ),
    Case(
        name="priority-mm3",
        family="Priorities",
        theory="Cobham, several servers",
        preset="textbook/priority-mm3",
        exact=many_servers_priority_values,
        warm_up=300.0,
        fast=Horizon(runs=40, length=50_000.0),
        simpy=Horizon(runs=10, length=300.0),
    ),
    Case(
        name="i-model",
        family="Skills",
        theory="Erlang C, queue by queue",
        preset="textbook/i-model",
        exact=separate_pools_values,
        warm_up=100.0,
        fast=Horizon(runs=40, length=16_000.0),
        simpy=Horizon(runs=10, length=60.0),
    ),
    Case(
        name="x-model",
        family="Skills",
        theory="Erlang C of both pools together",
        preset="textbook/x-model",
        exact=shared_pools_values,
        warm_up=100.0,
        fast=Horizon(runs=40, length=18_000.0),
        simpy=Horizon(runs=10, length=60.0),
    ),
    Case(
        name="n-model",
        family="Skills",
        theory="Markov chain of both pools and queues",
        preset="textbook/n-model",
        exact=n_model_values,
        warm_up=100.0,
        fast=Horizon(runs=40, length=18_000.0),
        simpy=Horizon(runs=10, length=80.0),
    ),
    Case(
        name="w-model",
        family="Skills",
        theory="Markov chain with the queue in its order",
        preset="textbook/w-model",
        changes={"station": [{"name": "floor", "queue_limit": 4}]},
        exact=w_model_values,
        warm_up=50.0,
        fast=Horizon(runs=40, length=8_000.0),
        simpy=Horizon(runs=12, length=120.0),
        quick=True,
    ),
)
"""The cases, from two classes at one server to three at two pools."""
