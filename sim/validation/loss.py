"""Cases in which customers are lost or leave: finite rooms, no queue at all, patience."""

from collections.abc import Mapping

from sim.queueing.law_facts import law_mean
from sim.queueing.scenario import QueueScenario
from sim.theory.erlang_a import erlang_a
from sim.theory.erlang_b import erlang_b
from sim.theory.mmck import mmck
from sim.validation.case import Case, Horizon
from sim.validation.errors import ValidationError
from sim.validation.numbers import queue_of


def finite_room_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of M/M/c/K."""
    room = scenario.places[0].capacity
    if room is None:
        raise ValidationError(f"{scenario.name}: station: must have a capacity")
    queue = mmck(**queue_of(scenario)._asdict(), places=room)
    return {
        "blocked_share": queue.blocked,
        "in_system_mean": queue.mean_number,
        "queue_mean": queue.mean_queue,
        "wait_mean": queue.mean_wait,
        "wait_probability": queue.wait_probability,
        "utilisation": queue.occupancy,
    }


def loss_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the loss and the lines in use of M/G/c/c."""
    numbers = queue_of(scenario)
    load = numbers.arrival_rate / numbers.service_rate
    lost = erlang_b(numbers.servers, load)
    return {"blocked_share": lost, "in_system_mean": load * (1.0 - lost)}


def erlang_a_values(scenario: QueueScenario) -> Mapping[str, float]:
    """Give the steady state of M/M/c+M, its three service levels included."""
    patience = scenario.classes[0].patience
    if patience is None:
        raise ValidationError(f"{scenario.name}: patience: must be given")
    queue = erlang_a(**queue_of(scenario)._asdict(), mean_patience=law_mean(patience))
    levels = queue.service_levels(scenario.run.target_wait)
    return {
        "wait_probability": queue.wait_probability,
        "abandonment_share": queue.abandonment,
        "wait_mean": queue.mean_wait,
        "wait_mean_served": queue.mean_wait_served,
        "utilisation": queue.occupancy,
        "queue_mean": queue.mean_queue,
        "service_level_offered": levels.of_all,
        "service_level_served": levels.of_served,
        "service_level_patient": levels.of_all_but_early_leavers,
    }


_ERLANG_B = "Erlang B"

CASES = (
    Case(
        name="mm2-3",
        family="M/M/c/K",
        theory="Balance equations",
        preset="textbook/mm2-3",
        exact=finite_room_values,
        warm_up=10.0,
        fast=Horizon(runs=40, length=10_000.0),
        simpy=Horizon(runs=12, length=150.0),
        quick=True,
    ),
    Case(
        name="mm1-5",
        family="M/M/c/K",
        theory="Balance equations",
        preset="textbook/mm1-5",
        exact=finite_room_values,
        warm_up=100.0,
        fast=Horizon(runs=40, length=25_000.0),
        simpy=Horizon(runs=12, length=500.0),
    ),
    *(
        Case(
            name=name,
            family="Loss",
            theory=theory,
            preset=f"textbook/{name}",
            exact=loss_values,
            warm_up=10.0,
            fast=Horizon(runs=40, length=length),
            simpy=Horizon(runs=runs, length=short),
            quick=name == "erlang-b-10",
        )
        for name, theory, length, runs, short in (
            ("erlang-b-10", _ERLANG_B, 2_000.0, 12, 50.0),
            ("erlang-b-30", _ERLANG_B, 2_500.0, 12, 30.0),
            ("erlang-b-100", _ERLANG_B, 500.0, 12, 5.0),
            ("erlang-b-lognormal", "Erlang B, whatever the law of service (Sevast'yanov)", 2_500.0, 12, 40.0),
        )
    ),
    Case(
        name="erlang-a",
        family="Patience",
        theory="Erlang A",
        preset="textbook/erlang-a",
        exact=erlang_a_values,
        warm_up=30.0,
        fast=Horizon(runs=40, length=25_000.0),
        simpy=Horizon(runs=12, length=150.0),
    ),
)
"""The cases, from a small room to callers who hang up."""
