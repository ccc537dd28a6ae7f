"""Small queue scenarios for tests: written out, and made up at random."""

import random
from typing import Any

from sim.queueing.load import queue_from
from sim.queueing.scenario import QueueScenario


def scenario(**tables: Any) -> QueueScenario:
    """A scenario in seconds from its tables; one class, one server, by default."""
    base: dict[str, Any] = {
        "kind": "queue",
        "name": "made-up",
        "title": {"en": "Made up", "zh": "虚构"},
        "time_unit": "seconds",
        "run": {"length": 100.0, "require_stable": False},
        "class": [customers()],
        "pool": [{"name": "server", "servers": 1}],
    }
    return queue_from({**base, **tables}, file="made-up")


def customers(**keys: Any) -> dict[str, Any]:
    """A class whose customers come like a clock and take one second each."""
    return {
        "name": "customers",
        "arrivals": {"kind": "constant", "gap": 1.0},
        "service": {"kind": "deterministic", "value": 1.0},
        **keys,
    }


def random_scenario(seed: int) -> QueueScenario:
    """A scenario of any shape: one to three classes, pools and stations, every feature with some probability."""
    dice = random.Random(seed)
    stations = [f"s{number}" for number in range(dice.choice((1, 1, 2, 3)))]
    names = [f"c{number}" for number in range(dice.choice((1, 2, 3)))]
    cycle = dice.choice((None, 20.0))
    run: dict[str, Any] = {
        "length": 60.0,
        "warm_up": dice.choice((0.0, 10.0)),
        "ending": dice.choice(("follow", "close")),
        "target_wait": 0.5,
        "require_stable": False,
    }
    if cycle:
        run["cycle"] = cycle
    pools = [pool for station in stations for pool in _pools(dice, station, names, cycle)]
    outages = [
        {"pool": dice.choice(pools)["name"], "starts": 15.0, "ends": 25.0, "share": dice.choice((0.3, 0.5, 1.0))}
        for _ in range(dice.choice((0, 0, 1, 2)))
    ]
    return scenario(
        run=run,
        station=[_station(dice, name, stations) for name in stations],
        pool=pools,
        outage=outages,
        **{"class": [_class(dice, name, stations, cycle) for name in names]},
    )


def _law(dice: random.Random, mean: float) -> dict[str, Any]:
    simple = [
        {"kind": "exponential", "mean": mean},
        {"kind": "deterministic", "value": round(mean, 1)},
        {"kind": "erlang", "phases": 3, "mean": mean},
        {"kind": "gamma", "mean": mean, "cv": 1.5},
        {"kind": "lognormal", "mean": mean, "cv": 1.2},
        {"kind": "uniform", "low": 0.0, "high": 2 * mean},
        {"kind": "hyperexponential", "shares": [0.7, 0.3], "means": [mean / 2, 2 * mean]},
        {"kind": "empirical", "values": [0.0, mean / 2, mean, 2 * mean]},
    ]
    if dice.random() < 0.15:
        return {"kind": "mixture", "parts": [{"share": 0.5, "law": dice.choice(simple)} for _ in range(2)]}
    return dice.choice(simple) | ({"zero_share": 0.2} if dice.random() < 0.2 else {})


def _class(dice: random.Random, name: str, stations: list[str], cycle: float | None) -> dict[str, Any]:
    effect = {"day_effect": {"cv": 0.5, "period": 7.0, "shared": dice.random() < 0.5}}
    arrivals = dice.choice(
        [
            {"kind": "poisson", "rate": 2.0, **dice.choice((effect, {}))},
            {"kind": "constant", "gap": 0.5},
            {"kind": "renewal", "gap": _law(dice, 0.6)},
            {"kind": "trace", "times": [dice.randrange(60) * 1.0 for _ in range(50)]},
            {
                "kind": "intervals",
                "edges": [0.0, 5.0, 12.0, cycle or 70.0],
                "rates": [1.0, 4.0, 0.5],
                **dice.choice((effect, {})),
            },
        ]
    )
    table = {
        "name": name,
        "priority": dice.randrange(3),
        "arrivals": arrivals,
        "station": dice.choice(stations),
        "service": _law(dice, 1.0),
        "initial": dice.choice((0, 0, 3)),
    }
    if dice.random() < 0.5:
        table["patience"] = _law(dice, 2.0)
    if dice.random() < 0.3:
        table["queue_limit"] = dice.randrange(5)
    if dice.random() < 0.3:
        table["bursts"] = [{"at": 20.0, "count": 10, "within": dice.choice((0.0, 3.0))}]
    return table


def _pools(dice: random.Random, station: str, names: list[str], cycle: float | None) -> list[dict[str, Any]]:
    count = dice.choice((1, 2, 3))
    pools: list[dict[str, Any]] = []
    for number in range(count):
        # The first pool serves everybody, so that nobody is left out.
        serves = dice.sample(names, len(names) if number == 0 else dice.randint(1, len(names)))
        pool: dict[str, Any] = {
            "name": f"{station}-p{number}",
            "station": station,
            "serves": serves,
            "takes": dice.choice(("oldest", "preference")),
            "leave_policy": dice.choice(("finish", "requeue_restart", "requeue_resume", "lose")),
        }
        if dice.random() < 0.5:
            pool["servers"] = dice.randint(1, 4)
        else:
            ends = cycle or 60.0
            pool["shifts"] = [
                {"starts": 0.0, "ends": ends / 2, "servers": dice.randint(1, 4)},
                {"starts": ends / 4, "ends": ends, "servers": dice.randint(0, 3)},
            ]
        if dice.random() < 0.3:
            pool["service"] = _law(dice, 0.8)
        pools.append(pool)
    return pools


def _station(dice: random.Random, name: str, stations: list[str]) -> dict[str, Any]:
    table: dict[str, Any] = {"name": name}
    if dice.random() < 0.3:
        table["capacity"] = dice.randint(3, 10)
    if dice.random() < 0.3:
        table["queue_limit"] = dice.randint(0, 6)
    if len(stations) > 1:
        table["routes"] = {target: 0.6 / len(stations) for target in stations if dice.random() < 0.7}
    return table
