"""How large the worlds of the benchmarks are."""

from typing import Final

from sim.scenario.load import load_scenario, with_changes
from sim.scenario.population import SyntheticPopulation
from sim.scenario.scenario import Scenario

SEATED_CASES: Final = 509_500
"""Cases that the national platform of 2020 held at once: its yearly mean by Little's law."""
DECISIONS: Final = 10_000
"""Decisions in each round: of many courts, so that each is met cold in the processor's caches, as in life."""
TABLE_CASES: Final = 710_000
"""Rows of the case table that a simulated national week leaves: those it found open and those filed in it."""
SIMULATED_SHARE: Final = 0.1
"""Share of the nation that a day is simulated of: a day of the whole takes ten times as long and tells no more."""

_COURTS_MIN: Final = 100
_INTERMEDIATE_COURTS_MIN: Final = 34
"""Every one of the 32 provinces keeps all three tiers, so that no step of the ladder is missing."""


def fraction_of_the_nation(share: float, *, days: int = 7) -> Scenario:
    """Return the national scenario with every count scaled.

    Parameters
    ----------
    share
        Share of the courts, organisations, mediators and cases, above 0 and at most 1.
    days
        Length of the window.

    Examples
    --------
    >>> fraction_of_the_nation(0.1).arrivals.cases_per_year
    799300
    """
    national = load_scenario("national-2020")
    population = national.population
    assert isinstance(population, SyntheticPopulation), "the preset makes its population up"
    courts = max(_COURTS_MIN, round(population.courts * share))
    intermediate_courts = max(_INTERMEDIATE_COURTS_MIN, round(population.intermediate_courts * share))
    return with_changes(
        national,
        {
            "window.days": days,
            "population.courts": courts,
            "population.intermediate_courts": intermediate_courts,
            "population.organisations": max(courts, round(population.organisations * share)),
            "population.mediators": max(courts, round(population.mediators * share)),
            "arrivals.cases_per_year": round(national.arrivals.cases_per_year * share),
        },
    )
