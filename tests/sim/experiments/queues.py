"""Textbook queues for experiments, small enough to run many times."""

from sim.queueing.load import queue_from
from sim.queueing.scenario import QueueScenario


def mmc(servers: int, *, length: float = 2_000.0, name: str = "mmc", patience: float | None = None) -> QueueScenario:
    """M/M/c or M/M/c+M with 4.2 arrivals a minute and services of two minutes: a load of 8.4."""
    callers = {
        "name": "callers",
        "arrivals": {"kind": "poisson", "rate": 4.2},
        "service": {"kind": "exponential", "mean": 2.0},
    }
    if patience is not None:
        callers["patience"] = {"kind": "exponential", "mean": patience}
    return queue_from(
        {
            "kind": "queue",
            "name": name,
            "title": {"en": "Textbook", "zh": "教科书"},
            "time_unit": "minutes",
            "run": {"length": length, "warm_up": 100.0, "target_wait": 1.0 / 3.0, "require_stable": False},
            "class": [callers],
            "pool": [{"name": "agents", "servers": servers}],
        },
        file=name,
    )


def two_halves(
    first: int, second: int, *, rates: tuple[float, float] = (4.2, 4.2), length: float = 4_000.0
) -> QueueScenario:
    """Two long halves of a cycle, with services of two minutes: a load of twice the rate in each."""
    halves = [{"starts": 0, "ends": 1_000, "servers": first}, {"starts": 1_000, "ends": 2_000, "servers": second}]
    return queue_from(
        {
            "kind": "queue",
            "name": "halves",
            "title": {"en": "Textbook", "zh": "教科书"},
            "time_unit": "minutes",
            "run": {"length": length, "cycle": 2_000, "require_stable": False},
            "class": [
                {
                    "name": "callers",
                    "arrivals": {"kind": "intervals", "edges": [0, 1_000, 2_000], "rates": list(rates)},
                    "service": {"kind": "exponential", "mean": 2.0},
                }
            ],
            "pool": [{"name": "agents", "shifts": halves}],
        },
        file="halves",
    )
