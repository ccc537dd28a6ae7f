"""A share of a scenario: the same shape with every count scaled, for a machine or a moment that has no room for all."""

from collections.abc import Mapping
from typing import Final

from sim.errors import Mistake, ScenarioError
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.population import SyntheticPopulation
from sim.scenario.scenario import Scenario

_COURTS_MIN: Final = 100
_INTERMEDIATE_COURTS_MIN: Final = 34
"""With the nation's 32 provinces every one keeps all three tiers, so that no step of the ladder is missing."""


def fraction_of(scenario: Scenario, share: float, changes: Mapping[str, object] | None = None) -> Scenario:
    """Return a scenario with its courts, organisations, mediators and cases scaled.

    Courts are kept above the number at which some province would lose a tier, and organisations and mediators above
    the courts; so a small share has smaller courts, not fewer tiers.

    Parameters
    ----------
    scenario
        With a made-up population, unless the share is 1.
    share
        Above 0 and at most 1.
    changes
        Other keys to change on top, by dotted key.

    Raises
    ------
    ScenarioError
        If the share is out of bounds, the population is the user's own and cannot be scaled, or a changed key is wrong.

    Examples
    --------
    >>> fraction_of(load_scenario("national-2020"), 0.1).arrivals.cases_per_year
    799300
    """
    changes = changes or {}
    if not 0.0 < share <= 1.0:
        raise _refused(scenario, "share", share, "be above 0 and at most 1")
    if share == 1.0:
        return with_changes(scenario, changes)
    population = scenario.population
    if not isinstance(population, SyntheticPopulation):
        raise _refused(scenario, "population.kind", population.kind, f"be synthetic to take a share of {share:g} of it")
    return with_changes(scenario, _scaled(population, scenario.arrivals.cases_per_year, share) | dict(changes))


def fraction_of_the_nation(share: float, **changes: object) -> Scenario:
    """Return a share of the national scenario; see `fraction_of`.

    Parameters
    ----------
    share
        Above 0 and at most 1.
    **changes
        Other keys to change on top, by dotted key.

    Examples
    --------
    >>> nation = fraction_of_the_nation(0.01, **{"window.days": 3})
    >>> nation.population.courts, nation.population.mediators, nation.window.days
    (100, 1653, 3)
    """
    return fraction_of(load_scenario("national-2020"), share, changes)


def _scaled(population: SyntheticPopulation, cases_per_year: int, share: float) -> dict[str, object]:
    provinces = len(population.jurisdictions)
    tiered = min(population.intermediate_courts, max(_INTERMEDIATE_COURTS_MIN, provinces))
    intermediate = max(tiered, round(population.intermediate_courts * share))
    whole = min(population.courts, max(_COURTS_MIN, population.high_courts + 2 * intermediate))
    courts = max(whole, round(population.courts * share))
    organisations = max(courts, round(population.organisations * share))
    return {
        "population.courts": courts,
        "population.intermediate_courts": intermediate,
        "population.organisations": organisations,
        "population.mediators": max(organisations, round(population.mediators * share)),
        "arrivals.cases_per_year": max(1, round(cases_per_year * share)),
    }


def _refused(scenario: Scenario, key: str, value: object, must: str) -> ScenarioError:
    return ScenarioError([Mistake(file=scenario.name, key=key, value=value, must=must)])
