"""Whether the fast loop and the SimPy model tell the same story, event by event."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.events.records import Event
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.model.simulate import simulate
from sim.population.population import Population
from sim.scenario.scenario import Scenario

CONTEXT_EVENTS: Final = 5
"""Events shown before the first difference."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The first event in which two backends differ."""

    seq: int
    """Its position, from 1."""
    before: list[dict[str, Any]]
    """The events just before it, which are the same in both."""
    simpy: dict[str, Any] | None
    """The event of the SimPy model; None if it had no more."""
    fast: dict[str, Any] | None
    """The event of the fast loop; None if it had no more."""
    fields: list[str]
    """Fields that differ; empty if one of the two has ended."""


@dataclass(frozen=True, kw_only=True)
class Parity:
    """What a comparison of the two backends found."""

    identical: bool
    events_compared: int
    first_difference: Difference | None


def compare_backends(
    scenario: Scenario,
    population: Population,
    calendar: WorkCalendar,
    *,
    seed: int,
    replication: int = 0,
    on_progress: Callable[[float], None] | None = None,
) -> Parity:
    """Run a scenario on both backends and compare every field of every event, in order.

    Parameters
    ----------
    scenario, population, calendar, seed, replication
        What both backends take.
    on_progress
        Called with the share of the SimPy model's window that has passed.

    Raises
    ------
    SimError
        If a backend refuses the scenario.
    """
    rows = _Rows()
    run_fast(scenario, population, calendar, rows.take, seed=seed, replication=replication)
    fast = RowEvents(population.mediator_organisation)
    compared = _Comparison(event for part in rows.parts for event in fast.events(part))
    simulate(scenario, population, calendar, compared, seed=seed, replication=replication, on_progress=on_progress)
    return compared.finish()


def compare_events(simpy: Sequence[Event], fast: Sequence[Event]) -> Parity:
    """Compare two lists of events.

    Examples
    --------
    >>> from engine.core.example import filed
    >>> compare_events([filed(case_id=1)], [filed(case_id=1)]).identical
    True
    >>> compare_events([filed(case_id=1)], [filed(case_id=2)]).first_difference.fields
    ['dispute_id', 'case_id']
    """
    comparison = _Comparison(iter(fast))
    comparison.append(simpy)
    return comparison.finish()


class _Rows:
    """Keeps the rows of a run."""

    def __init__(self) -> None:
        self.parts: Final[list[NDArray[np.int64]]] = []

    def take(self, rows: NDArray[np.int64]) -> None:
        self.parts.append(rows.copy())


class _Comparison:
    """A sink for the events of the SimPy model that holds each against the loop's."""

    def __init__(self, fast: Iterator[Event]) -> None:
        self._fast = fast
        self._count = 0
        self._before: list[Event] = []
        self._difference: Difference | None = None

    def append(self, events: Sequence[Event]) -> None:
        if self._difference is not None or not events:
            return
        others = list(islice(self._fast, len(events)))
        if list(events) == others:
            self._count += len(events)
            self._before = [*self._before, *events][-CONTEXT_EVENTS:]
            return
        for event, other in zip_longest(events, others):
            if event != other:
                self._difference = self._differ(event, other)
                return
            self._count += 1
            self._before = [*self._before, event][-CONTEXT_EVENTS:]

    def finish(self) -> Parity:
        """Return the result; events of the loop that are left over are a difference."""
        left = next(self._fast, None)
        if self._difference is None and left is not None:
            self._difference = self._differ(None, left)
        return Parity(
            identical=self._difference is None,
            events_compared=self._count,
            first_difference=self._difference,
        )

    def _differ(self, event: Event | None, other: Event | None) -> Difference:
        simpy, fast = (None if one is None else msgspec.to_builtins(one) for one in (event, other))
        fields: list[str] = []
        if simpy is not None and fast is not None:
            fields = [name for name in dict.fromkeys([*simpy, *fast]) if simpy.get(name) != fast.get(name)]
        return Difference(
            seq=self._count + 1,
            before=[msgspec.to_builtins(event) for event in self._before],
            simpy=simpy,
            fast=fast,
            fields=fields,
        )
