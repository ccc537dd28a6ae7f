"""Turn a scenario into arrays."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.queueing.class_rows import ClassRows, limit_of
from sim.queueing.law_table import LawTable
from sim.queueing.program import (
    CLASS,
    FINISH,
    LOSE,
    NONE,
    OLDEST,
    OUTAGE,
    POOL,
    PREFERENCE,
    REQUEUE_RESTART,
    REQUEUE_RESUME,
    STATION,
    STEP,
    Program,
)
from sim.queueing.scenario import Pool, QueueScenario, Station

POLICIES: Final = {
    "finish": FINISH,
    "requeue_restart": REQUEUE_RESTART,
    "requeue_resume": REQUEUE_RESUME,
    "lose": LOSE,
}
_WHOLE: Final = 1e-9


def build_program(
    scenario: QueueScenario,
    *,
    seed: int,
    replication: int,
    antithetic: bool = False,
    waits_max: int = 0,
    trace_max: int = 0,
) -> Program:
    """Turn a scenario into arrays.

    Parameters
    ----------
    scenario
        What to simulate.
    seed, replication
        Key of all random words.
    antithetic
        Whether every uniform number u becomes 1 - u.
    waits_max
        Customers whose waits are kept one by one.
    trace_max
        Lines of the trace kept.

    """
    words = {"seed": seed, "replication": replication, "mirrored": int(antithetic)}
    return _Builder(scenario, words).program(waits_max, trace_max)


class _Builder:
    def __init__(self, scenario: QueueScenario, words: Mapping[str, int]) -> None:
        self.scenario: Final = scenario
        self.words: Final = words
        self.laws: Final = LawTable(scenario.unit_us)
        self.class_numbers: Final = {each.name: number for number, each in enumerate(scenario.classes)}
        self.pool_numbers: Final = {pool.name: number for number, pool in enumerate(scenario.pools)}
        self.station_numbers: Final = {place.name: number for number, place in enumerate(scenario.places)}

    def program(self, waits_max: int, trace_max: int) -> Program:
        scenario, run = self.scenario, self.scenario.run
        rows = ClassRows(scenario, self.laws, self.words)
        arrays = {
            "classes": _rows(CLASS, [rows.row(each, number) for number, each in enumerate(scenario.classes)]),
            "stations": _rows(STATION, [_room(place) for place in scenario.places]),
            "service": self._service(),
            "routes": self._routes(),
            "choices": self._choices(),
            **self._pools(),
            "edges": np.array(rows.edges),
            "rates": np.array(rows.rates),
            "extras": np.array(rows.extras, np.int64),
        }
        numbers = {
            **self.words,
            "warm": self._us(run.warm_up),
            "end": self._us(run.length),
            "closes": int(run.ending == "close"),
            "waits_max": waits_max,
            "trace_max": trace_max,
            "trace_only": 0,
            "class_count": len(scenario.classes),
            "pool_count": len(scenario.pools),
            "station_count": len(scenario.places),
        }
        # The laws come last: building the other tables collects them.
        return Program(numbers, {**arrays, "laws": self.laws.rows(), "law_values": self.laws.values()})

    def _us(self, length: float) -> int:
        return round(length * self.scenario.unit_us)

    def _routes(self) -> NDArray[np.float64]:
        places = self.scenario.places
        routes = np.zeros((len(self.scenario.classes), len(places), len(places)))
        for number, each in enumerate(self.scenario.classes):
            for row, place in enumerate(places):
                for target, share in self.scenario.routes_from(each, place).items():
                    routes[number, row, self.station_numbers[target]] = share
        cumulative = np.cumsum(routes, axis=2)
        # Shares that sum to 1 but for rounding leave nobody behind.
        return np.where(cumulative > 1 - _WHOLE, 1.0, cumulative)

    def _choices(self) -> NDArray[np.int64]:
        scenario = self.scenario
        choices = np.full((len(scenario.places), len(scenario.classes), len(scenario.pools)), NONE, np.int64)
        for row, place in enumerate(scenario.places):
            for number, each in enumerate(scenario.classes):
                for rank, pool in enumerate(scenario.pools_for(each, place.name)):
                    choices[row, number, rank] = self.pool_numbers[pool.name]
        return choices

    def _service(self) -> NDArray[np.int64]:
        scenario = self.scenario
        service = np.full((len(scenario.classes), len(scenario.pools)), NONE, np.int64)
        for number, pool in enumerate(scenario.pools):
            for name in scenario.serves(pool):
                row = self.class_numbers[name]
                service[row, number] = self.laws.add(scenario.service_law(scenario.classes[row], pool))
        return service

    def _pools(self) -> dict[str, NDArray[Any]]:
        rows: list[dict[str, Any]] = []
        served: list[int] = []
        steps: list[tuple[int, int]] = []
        outages: list[tuple[int, int, float]] = []
        servers_before = 0
        for pool in self.scenario.pools:
            own, gone, names = self._steps(pool), self._outages(pool), self.scenario.serves(pool)
            most = max(servers for _, servers in own)
            row = {"first_server": servers_before, "servers": most, **self._pool(pool)}
            row |= {"first_served": len(served), "served": len(names)}
            row |= {"first_step": len(steps), "steps": len(own), "first_outage": len(outages), "outages": len(gone)}
            rows.append(row)
            served += [self.class_numbers[name] for name in names]
            steps += own
            outages += gone
            servers_before += most
        return {
            "pools": _rows(POOL, rows),
            "served": np.array(served, np.int64),
            "steps": np.array(steps, STEP),
            "outages": np.array(outages, OUTAGE),
        }

    def _pool(self, pool: Pool) -> dict[str, int]:
        return {
            "station": self.station_numbers[self.scenario.station_of(pool)],
            "policy": POLICIES[pool.leave_policy],
            "takes": OLDEST if pool.takes == "oldest" else PREFERENCE,
            "cycle": self._us(self.scenario.run.cycle or 0.0) if pool.shifts else 0,
        }

    def _outages(self, pool: Pool) -> list[tuple[int, int, float]]:
        own = [each for each in self.scenario.outages if each.pool == pool.name]
        return [(self._us(each.starts), self._us(each.ends), each.share) for each in own]

    def _steps(self, pool: Pool) -> list[tuple[int, int]]:
        """How many servers from when: shifts that overlap add up."""
        if pool.shifts is None:
            return [(0, pool.servers or 0)]
        bounds = [(self._us(shift.starts), self._us(shift.ends), shift.servers) for shift in pool.shifts]
        edges = sorted({0, *(at for begin, end, _ in bounds for at in (begin, end))})
        return [(at, sum(servers for begin, end, servers in bounds if begin <= at < end)) for at in edges]


def _room(place: Station) -> dict[str, int]:
    return {"capacity": limit_of(place.capacity), "queue_limit": limit_of(place.queue_limit)}


def _rows(dtype: np.dtype[np.void], rows: Iterable[dict[str, Any]]) -> NDArray[np.void]:
    """Make a table; fields a row does not name are 0."""
    named: Sequence[dict[str, Any]] = list(rows)
    table = np.zeros(len(named), dtype)
    for place, row in enumerate(named):
        for name, value in row.items():
            table[place][name] = value
    return table
