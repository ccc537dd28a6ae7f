"""One simulated week of a hundredth of the nation, shared by the tests that look at traces."""

from dataclasses import dataclass

import pytest

from engine.calendar.calendar import WorkCalendar
from sim.model.simulate import SimulationSummary, simulate
from sim.population.build import build_population
from sim.population.population import Population
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.scenario import Scenario
from tests.sim.model.nation import Collector


@dataclass(frozen=True)
class SimulatedWeek:
    """A scenario, its population, and what came out."""

    scenario: Scenario
    population: Population
    summary: SimulationSummary
    events: list


@pytest.fixture(scope="session")
def calendar():
    """The courts' calendar."""
    return WorkCalendar.china()


def simulated(scenario, calendar, seed=1):
    """Simulate a scenario and keep its events."""
    population = build_population(scenario, seed=seed)
    sink = Collector()
    summary = simulate(scenario, population, calendar, sink, seed=seed)
    return SimulatedWeek(scenario, population, summary, sink.events)


@pytest.fixture(scope="session")
def week(calendar):
    """A week with room for everybody."""
    return simulated(fraction_of_the_nation(0.01), calendar)


@pytest.fixture(scope="session")
def crowded_week(calendar):
    """A week in which mediators are so few that cases wait and climb the ladder."""
    return simulated(fraction_of_the_nation(0.01, **{"population.mediators": 1_050}), calendar)
