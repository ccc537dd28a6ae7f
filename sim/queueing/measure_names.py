"""The names of what a run of a queue measures, known before it runs: whoever asks for another is refused at once."""

from collections.abc import Sequence
from typing import Final

from sim.queueing.scenario import QueueScenario

_OF_CUSTOMERS: Final = (
    "arrived",
    "served",
    "lost_blocked",
    "abandoned",
    "lost_interrupted",
    "served_in_time",
    "abandoned_early",
    "cut_off",
    "blocked_share",
    "abandonment_share",
    "wait_probability",
    "service_level_offered",
    "service_level_served",
    "service_level_patient",
    "wait_mean",
    "wait_mean_served",
    "time_in_system_mean",
    "queue_mean",
    "in_system_mean",
    "arrival_rate",
    "wait_p50",
    "wait_p90",
    "wait_p95",
)
"""Of all customers, of each class and at each station."""
_OF_SERVERS: Final = ("utilisation", "busy_time")
"""Of all servers and of each pool."""
_OF_RUN: Final = ("little_gap", "last_departure", "customers")


def measure_names(scenario: QueueScenario) -> Sequence[str]:
    """Return the names of a scenario's measures, in the order in which `sim.queueing.measures` gives them.

    Parameters
    ----------
    scenario
        What is to be simulated.

    Examples
    --------
    >>> from sim.queueing.load import load_queue
    >>> "utilisation:server" in measure_names(load_queue("textbook/mm1"))
    True
    """
    customers = ["", *(f":{each.name}" for each in scenario.classes)]
    customers += [f"@{place.name}" for place in scenario.places] if scenario.stations else []
    names = [f"{name}{suffix}" for suffix in customers for name in _OF_CUSTOMERS]
    names += _OF_SERVERS
    names += [f"{name}:{pool.name}" for pool in scenario.pools for name in _OF_SERVERS]
    return [*names, *_observed(scenario), *_OF_RUN]


def _observed(scenario: QueueScenario) -> list[str]:
    run = scenario.run
    names = [f"in_system_at:{at:g}" for at in run.observe_at]
    for begin, until in zip(run.observe_between, run.observe_between[1:], strict=False):
        names += [f"in_system_between:{begin:g}:{until:g}", f"arrived_between:{begin:g}:{until:g}"]
    return names
