"""Spare places in a population, for a service whose courts will appoint people later."""

from dataclasses import replace

import numpy as np

from engine.core.spare import usual_spare, with_spare_places
from sim.population.population import Population

NO_ONE = ""
"""Id of a vacant place."""


def with_spare(population: Population, places: int | None) -> Population:
    """Return the population with vacant places behind each court's mediators.

    Parameters
    ----------
    population
        As it was read or made up.
    places
        How many each court gets; None for one a ten mediators, and two at least.

    Raises
    ------
    RosterError
        If they are fewer than none, or too many.

    Examples
    --------
    >>> from sim.population.build import build_population
    >>> from sim.scenario.load import load_scenario
    >>> population = build_population(load_scenario("one-court"), seed=1)
    >>> with_spare(population, 2).roster.mediators - population.roster.mediators
    2
    """
    roster = population.roster
    wanted = usual_spare(roster) if places is None else np.full(roster.courts, places, np.int64)
    wider = with_spare_places(roster, wanted)
    organisation = np.zeros(wider.roster.mediators, np.int32)
    organisation[wider.number] = population.mediator_organisation
    ids = population.source_ids
    if ids is not None:
        names = [NO_ONE] * wider.roster.mediators
        for number, name in zip(wider.number.tolist(), ids.mediators, strict=True):
            names[number] = name
        ids = replace(ids, mediators=names)
    return replace(population, roster=wider.roster, mediator_organisation=organisation, source_ids=ids)
