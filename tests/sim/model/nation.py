"""Worlds to simulate in tests: a tenth and a hundredth of the nation, same shape."""

from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario


def fraction_of_the_nation(share: float, **changes: object) -> Scenario:
    """Return the national scenario with every count scaled, and other keys changed on top."""
    national = load_scenario("national-2020")
    population = national.population
    assert population.kind == "synthetic"
    return with_changes(
        national,
        {
            "population.courts": max(100, round(population.courts * share)),
            "population.intermediate_courts": max(34, round(population.intermediate_courts * share)),
            "population.organisations": max(120, round(population.organisations * share)),
            "population.mediators": max(500, round(population.mediators * share)),
            "arrivals.cases_per_year": round(national.arrivals.cases_per_year * share),
            **changes,
        },
    )


class Collector:
    """An event sink that keeps everything in a list."""

    def __init__(self):
        self.events = []

    def append(self, events):
        """Keep the events."""
        self.events.extend(events)
