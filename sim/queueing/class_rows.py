"""The rows of classes: who comes, when, how patient."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.queueing.arrival_sections import Constant, Intervals, Poisson, Renewal, Trace
from sim.queueing.law_facts import numbers_in
from sim.queueing.law_sections import Deterministic
from sim.queueing.law_table import LawTable
from sim.queueing.laws import mirrored
from sim.queueing.order import EXTRA_BIT, ORDINAL_BITS
from sim.queueing.program import NO_SOURCE, NONE, RATES, RENEWAL
from sim.queueing.scenario import LIMIT_NONE, CustomerClass, QueueScenario
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform

_SHARED_SUBJECT: Final = 1 << 10
"""Where the factors of a period are common to all classes, this stands in for the class."""


class ClassRows:
    """Makes the rows of classes, and collects the edges, rates and instants they point at.

    Parameters
    ----------
    scenario
        What to simulate.
    laws
        Where laws go.
    words
        Seed, replication and whether numbers are mirrored.

    """

    def __init__(self, scenario: QueueScenario, laws: LawTable, words: Mapping[str, int]) -> None:
        self.scenario: Final = scenario
        self.laws: Final = laws
        self.words: Final = words
        self.edges: Final[list[float]] = []
        self.rates: Final[list[float]] = []
        self.extras: Final[list[int]] = []
        self._stations: Final = [place.name for place in scenario.places]

    def _us(self, length: float) -> int:
        return round(length * self.scenario.unit_us)

    def row(self, each: CustomerClass, number: int) -> dict[str, Any]:
        """Return the fields of `CLASS` of a class.

        Parameters
        ----------
        each, number
            The class and its number.

        """
        run = self.scenario.run
        target = run.target_wait if each.target_wait is None else each.target_wait
        first_extra, extras = self._extras(each, number)
        return {
            "priority": each.priority,
            "station": self._stations.index(self.scenario.station_of(each)),
            "patience": self.laws.add(each.patience),
            "queue_limit": limit_of(each.queue_limit),
            "target": self._us(target),
            "first_extra": first_extra,
            "extras": extras,
            "first_gap": -1.0,
            "gap": NONE,
            "extra_bit": 0 if isinstance(each.arrivals, Trace) else EXTRA_BIT,
            **self._source(each, number),
        }

    def _source(self, each: CustomerClass, number: int) -> dict[str, Any]:
        arrivals = each.arrivals
        if isinstance(arrivals, Constant):
            gap = self.laws.add(Deterministic(kind="deterministic", value=arrivals.gap))
            first = -1.0 if arrivals.first is None else float(self._us(arrivals.first))
            return {"source": RENEWAL, "gap": gap, "first_gap": first}
        if isinstance(arrivals, Renewal):
            return {"source": RENEWAL, "gap": self.laws.add(arrivals.gap)}
        if isinstance(arrivals, Trace):
            return {"source": NO_SOURCE}
        return {"source": RATES, **self._rates(arrivals), **self._busyness(arrivals, number)}

    def _rates(self, arrivals: Poisson | Intervals) -> dict[str, Any]:
        first, unit = len(self.edges), self.scenario.unit_us
        if isinstance(arrivals, Poisson):
            self.edges.extend([0.0, np.inf])
            self.rates.extend([arrivals.rate / unit, 0.0])
            return {"first_edge": first, "edges": 1, "cycle": 0.0}
        self.edges.extend(float(self._us(edge)) for edge in arrivals.edges)
        # One rate more than needed, so that edges and rates share their places.
        self.rates.extend([*(rate * arrivals.scale / unit for rate in arrivals.rates), 0.0])
        cycle = self.scenario.run.cycle
        return {"first_edge": first, "edges": len(arrivals.rates), "cycle": float(self._us(cycle or 0.0))}

    def _busyness(self, arrivals: Poisson | Intervals, number: int) -> dict[str, Any]:
        effect = arrivals.day_effect
        if effect is None:
            return {}
        return {
            "busy_shape": effect.gamma_shape,
            "busy_period": float(self._us(effect.period)),
            "busy_subject": _SHARED_SUBJECT if effect.shared else number,
        }

    def _extras(self, each: CustomerClass, number: int) -> tuple[int, int]:
        """Store the arrivals by trace and burst, and those who are there at the start."""
        instants = [0] * each.initial
        if isinstance(each.arrivals, Trace):
            times = each.arrivals.times
            if times is None:
                assert each.arrivals.file is not None
                times = numbers_in(each.arrivals.file)
            instants += map(self._us, times)
        purpose = int(Purpose.QUEUE_BURST)
        for place, burst in enumerate(each.bursts):
            subject = number << ORDINAL_BITS | place
            for customer in range(burst.count):
                u = uniform(self.words["seed"], self.words["replication"], purpose, subject, customer)
                u = mirrored(u) if self.words["mirrored"] else u
                instants.append(self._us(burst.at + burst.within * u))
        first = len(self.extras)
        self.extras.extend(sorted(instants))
        return first, len(instants)


def limit_of(limit: int | None) -> int:
    """Return a limit as a number; none is one that is never reached."""
    return LIMIT_NONE if limit is None else limit
