"""Made-up experts, arbitrators and judges for a made-up nation: enough to try an international dispute."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.core.roster import LANGUAGES, Roster
from engine.events.enums import DisputeType, Language
from engine.events.track import Track
from sim.population.population import Population

SEATS: Final = ("44", "61")
"""Divisions in which the international commercial courts sit: Guangdong (Shenzhen) and Shaanxi (Xi'an)."""
PEOPLE_EACH: Final[Mapping[Track, int]] = MappingProxyType(
    {Track.EVALUATION: 12, Track.ARBITRATION: 12, Track.LITIGATION: 8}
)
"""Experts, arbitrators and judges a seat; an assumption, for development only."""
_CAPACITY: Final = 4
_TIER: Final = "intermediate"


def made_up_people(population: Population) -> dict[Track, Population]:
    """Return who is on the rosters of other doors beside a made-up population's mediators.

    Parameters
    ----------
    population
        With the provinces in which the international commercial courts sit, or without: then nobody is.

    Returns
    -------
    dict[Track, Population]
        The same courts each; its people sit at the first intermediate court of each of the two provinces and take
        every type of dispute.

    Examples
    --------
    >>> from sim.population.build import build_population
    >>> from sim.scenario.load import load_scenario
    >>> made_up_people(build_population(load_scenario("one-court"), seed=1))
    {}
    """
    seats = [court for code in SEATS if (court := _seat(population, code)) is not None]
    if len(seats) < len(SEATS):
        return {}
    return {track: _with_people(population, sorted(seats), each) for track, each in PEOPLE_EACH.items()}


def _seat(population: Population, code: str) -> int | None:
    """Return the number of the first intermediate court of a province; None if there is none."""
    if code not in population.province_codes:
        return None
    here = population.roster.court_province == list(population.province_codes).index(code)
    found = np.flatnonzero(here & (np.array(population.court_tier) == _TIER))
    return int(found[0]) if len(found) else None


def _with_people(population: Population, seats: list[int], each: int) -> Population:
    count = each * len(seats)
    roster = Roster(
        court_region=population.roster.court_region,
        region_province=population.roster.region_province,
        mediator_court=np.repeat(np.array(seats, np.int32), each),
        capacity=np.full(count, _CAPACITY, np.int32),
        dispute_types=np.full(count, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.full(count, 1 << LANGUAGES.index(Language.MANDARIN), np.uint64),
    )
    organisation = np.repeat(np.arange(len(seats), dtype=np.int32), each)
    return replace(population, roster=roster, organisation_count=len(seats), mediator_organisation=organisation)
