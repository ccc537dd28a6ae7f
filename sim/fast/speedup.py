"""How much quicker the compiled loop is than the SimPy model, at the same work in the same process."""

import time
from collections.abc import Sequence
from typing import Final

from engine.calendar.calendar import WorkCalendar
from engine.events.records import Event
from sim.fast.backend import load_compiled
from sim.fast.simulate import run_fast
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.population.population import Population
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario

WEEK_DAYS: Final = 7


class Discarded:
    """A sink that keeps nothing."""

    def append(self, events: Sequence[Event]) -> None:
        """Take events and forget them."""


def speedup_vs_simpy(scenario: Scenario, population: Population, calendar: WorkCalendar, *, seed: int) -> float:
    """Run the first week of a scenario on both backends, nothing written, and return the quotient of their times.

    Both times hold everything that a backend does: filings, cases met in progress, the window. The loop's has no
    compiling in it, nor has the model's that of the core.

    Examples
    --------
    >>> from sim.population.build import build_population
    >>> from sim.scenario.load import load_scenario
    >>> court = load_scenario("one-court")
    >>> speedup_vs_simpy(court, build_population(court, seed=1), WorkCalendar.china(), seed=1) > 0
    True
    """
    week = with_changes(scenario, {"window.days": min(WEEK_DAYS, scenario.window.days)})
    court = with_changes(load_scenario("one-court"), {"window.days": 1})
    load_compiled(calendar)
    simulate(court, build_population(court, seed=1), calendar, Discarded(), seed=1)
    started = time.perf_counter()
    run_fast(week, population, calendar, lambda _: None, seed=seed)
    between = time.perf_counter()
    simulate(week, population, calendar, Discarded(), seed=seed)
    return (time.perf_counter() - between) / (between - started)
