"""A population made up from a scenario's totals."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import DISPUTE_TYPES, Roster
from sim.population.apportion import apportion
from sim.population.jurisdiction import Courts, court_shares, make_courts
from sim.population.population import Population
from sim.population.skills import draw_capacities, draw_dispute_types, draw_languages
from sim.population.streams import rows_by_court
from sim.scenario.population import SyntheticPopulation
from sim.scenario.scenario import Scenario

_CAPACITY, _TYPE_COUNT, _SPEAKS, _LANGUAGE, _TYPES = range(5)
"""Columns of a mediator's uniform numbers; the dispute types' race takes the last and those after it."""
_COLUMNS: Final = _TYPES + len(DISPUTE_TYPES)


def synthetic_population(scenario: Scenario, *, seed: int) -> Population:
    """Make up courts, organisations and mediators.

    Totals are met exactly: courts, organisations, mediators, tiers' and provinces' shares of the cases. Mediators go
    to courts by a power of their load, organisations by their mediators, at least one each; a court's mediators are
    divided evenly among its organisations.

    Parameters
    ----------
    scenario
        With a synthetic population.
    seed
        The run's seed; the same seed gives the same population, replications share it.

    Returns
    -------
    Population
        About 0.3 s for the nation's 165,333 mediators.

    Raises
    ------
    TypeError
        Where the scenario's population comes from files.

    Examples
    --------
    >>> from sim.scenario.load import load_scenario
    >>> synthetic_population(load_scenario("one-court"), seed=1).court_names
    ['Sample Province Basic Court 001']

    """
    section = scenario.population
    if not isinstance(section, SyntheticPopulation):
        raise TypeError(f'population.kind = "{section.kind}": must be "synthetic"')
    courts = make_courts(section)
    share = court_shares(section, courts, seed=seed)
    mediators = apportion(section.mediators, share**section.mediator_load_exponent, 1)
    organisations = apportion(section.organisations, mediators.astype(np.float64), 1)
    return Population(
        roster=_roster(scenario, section, courts, mediators, seed),
        court_names=courts.names,
        court_tier=courts.tier_names(),
        court_share=share,
        cases_per_year=float(scenario.arrivals.cases_per_year),
        organisation_count=section.organisations,
        mediator_organisation=_organisation_of(mediators, organisations),
        province_codes=[province.code for province in section.jurisdictions],
        province_zh=[province.zh for province in section.jurisdictions],
        province_en=[province.en for province in section.jurisdictions],
        region_names=courts.region_names,
    )


def _roster(
    scenario: Scenario, section: SyntheticPopulation, courts: Courts, counts: NDArray[np.int64], seed: int
) -> Roster:
    court = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    drawn = rows_by_court(seed, "mediators", counts, _COLUMNS)
    return Roster(
        court_region=courts.region,
        region_province=courts.region_province,
        mediator_court=court,
        capacity=draw_capacities(drawn[:, _CAPACITY], section.capacities, section.capacity_shares),
        dispute_types=draw_dispute_types(
            drawn[:, _TYPE_COUNT], drawn[:, _TYPES:], scenario.cases.dispute_type, section.dispute_types_mean
        ),
        languages=draw_languages(
            drawn[:, _SPEAKS],
            drawn[:, _LANGUAGE],
            section.jurisdictions,
            courts.region_province[courts.region[court]],
            share=section.minority_language_share,
            away_ratio=section.minority_language_away_ratio,
        ),
    )


def _organisation_of(mediators: NDArray[np.int64], organisations: NDArray[np.int64]) -> NDArray[np.int32]:
    """int32[mediators]: a court's organisations take runs of its mediators, as equal as whole people allow."""
    first_mediator = np.repeat(np.cumsum(mediators) - mediators, mediators)
    first_organisation = np.cumsum(organisations) - organisations
    place = np.arange(int(mediators.sum())) - first_mediator
    own = place * np.repeat(organisations, mediators) // np.repeat(mediators, mediators)
    return (np.repeat(first_organisation, mediators) + own).astype(np.int32)
