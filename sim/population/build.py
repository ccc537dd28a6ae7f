"""The population a scenario asks for, wherever it comes from."""

from dataclasses import replace

from sim.population.from_csv import population_from_csv
from sim.population.population import Population
from sim.population.synthetic import synthetic_population
from sim.scenario.population import CsvPopulation
from sim.scenario.scenario import Scenario


def build_population(scenario: Scenario, *, seed: int) -> Population:
    """Make the population up, or read the user's own.

    The scenario's `arrivals.cases_per_year` is the number of cases either way; the files say how courts share it, so
    that a planner can ask for a tenth more cases without touching the rosters.

    Parameters
    ----------
    scenario
        As loaded.
    seed
        The run's seed; the user's own rosters do not depend on it.

    Raises
    ------
    PopulationError
        Where the user's files have mistakes.

    Examples
    --------
    >>> from sim.scenario.load import load_scenario
    >>> build_population(load_scenario("one-court"), seed=1).organisation_count
    3

    """
    section = scenario.population
    if not isinstance(section, CsvPopulation):
        return synthetic_population(scenario, seed=seed)
    population = population_from_csv(section.courts_file, section.mediators_file)
    return replace(population, cases_per_year=float(scenario.arrivals.cases_per_year))
