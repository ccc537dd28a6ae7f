"""Units that staff is shared within: courts alone, or merged into their regions, provinces or the nation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import Roster
from sim.experiments.errors import ExperimentError
from sim.experiments.job import change_any
from sim.population.population import Population
from sim.population.to_csv import write_population_csv
from sim.scenario.changes import Outage
from sim.scenario.scenario import Scenario

Level: TypeAlias = Literal["court", "region", "province", "nation"]
"""Who shares mediators."""
LEVELS: Final[Sequence[Level]] = ("court", "region", "province", "nation")

_NEVER_WORKING_DAYS: Final = 250
"""Longest step of the ladder that a scenario may have: nobody looks further afield within a simulated year."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Units:
    """A population whose courts are the units that share staff, each keeping its cases to itself."""

    level: Level
    population: Population
    """With one court a unit."""
    names: Sequence[str]
    """Text[units]."""
    available: NDArray[np.int64]
    """int64[units]: mediators on the rosters."""


def merged_units(population: Population, level: Level) -> Units:
    """Merge the courts that share staff at a level, with their mediators and their cases.

    Parameters
    ----------
    population
        Courts and mediators.
    level
        Who shares.
    """
    roster = population.roster
    unit_of_court = {
        "court": np.arange(roster.courts, dtype=np.int32),
        "region": roster.court_region,
        "province": roster.court_province,
        "nation": np.zeros(roster.courts, np.int32),
    }[level]
    units = int(unit_of_court.max()) + 1
    first = np.searchsorted(unit_of_court, np.arange(units))
    merged = population
    if level != "court":
        merged = _merged(population, unit_of_court, first, _names(population, level))
    return Units(
        level=level,
        population=merged,
        names=merged.court_names,
        available=np.bincount(merged.roster.mediator_court, minlength=units).astype(np.int64),
    )


def staffed_units(scenario: Scenario, units: Units, staff: NDArray[np.int64], folder: Path, *, seed: int) -> Scenario:
    """Write rosters on which each unit has the staff given, and return the scenario that reads them.

    A unit keeps its own mediators, the first ones where it has too many; who is added is a copy of somebody drawn from
    the whole nation's rosters, so that newcomers bring what mediators know, not more of what the unit has already.

    Parameters
    ----------
    scenario
        What is simulated; its ladder is closed, so that cases stay in their unit.
    units
        The units.
    staff
        int64[units]: mediators of each, at least 1.
    folder
        Existing folder for the two files.
    seed
        Key of who is copied.

    Raises
    ------
    ExperimentError
        If a change of the scenario is about one court, and courts are merged.
    """
    _check_changes(scenario, units.level)
    population = _restaffed(units, staff, seed)
    courts, mediators = folder / "courts.csv", folder / "mediators.csv"
    write_population_csv(population, courts, mediators)
    return closed(
        change_any(
            scenario, {"population": {"kind": "csv", "courts_file": str(courts), "mediators_file": str(mediators)}}
        )
    )


def _check_changes(scenario: Scenario, level: Level) -> None:
    for number, change in enumerate(scenario.change, start=1):
        if isinstance(change, Outage) and change.court is not None and level != "court":
            raise ExperimentError(
                f"change[{number}].court = {change.court}: must be left out where courts share staff (level {level})"
            )


def closed(scenario: object) -> Scenario:
    """Return a scenario in which no case leaves its court while the window lasts."""
    assert isinstance(scenario, Scenario)
    steps = {"ladder.step_working_days": [_NEVER_WORKING_DAYS] * 3}
    changed = change_any(scenario, steps)
    assert isinstance(changed, Scenario)
    return changed


def _names(population: Population, level: Level) -> Sequence[str]:
    return {
        "court": population.court_names,
        "region": population.region_names,
        "province": population.province_en,
        "nation": ["Nation"],
    }[level]


def _merged(
    population: Population, unit_of_court: NDArray[np.int32], first: NDArray[np.intp], names: Sequence[str]
) -> Population:
    """Make each unit one basic court in a region of its own; mediators stay in order, since courts are ranges."""
    roster = population.roster
    units = len(names)
    province = roster.court_province[first]
    return replace(
        population,
        roster=Roster(
            court_region=np.arange(units, dtype=np.int32),
            region_province=province.astype(np.int32),
            mediator_court=unit_of_court[roster.mediator_court].astype(np.int32),
            capacity=roster.capacity,
            dispute_types=roster.dispute_types,
            languages=roster.languages,
        ),
        court_names=list(names),
        court_tier=["basic"] * units,
        court_share=np.bincount(unit_of_court, population.court_share, units),
        region_names=[f"{name} {number}" for number, name in enumerate(names)],
        source_ids=None,
    )


def _restaffed(units: Units, staff: NDArray[np.int64], seed: int) -> Population:
    population, roster = units.population, units.population.roster
    begins = np.cumsum(units.available) - units.available
    generator = np.random.Generator(np.random.Philox(key=[seed, _COPIES_PURPOSE]))
    # One order for all searches: a unit's tenth newcomer is the same person whatever the others have.
    order = generator.permutation(roster.mediators)
    starts = generator.integers(roster.mediators, size=len(staff))
    rows: list[NDArray[np.int64]] = []
    for unit, wanted in enumerate(staff.tolist()):
        own = min(wanted, int(units.available[unit]))
        begin = int(starts[unit])
        added: NDArray[np.int64] = np.arange(begin, begin + wanted - own, dtype=np.int64)
        rows += [np.arange(own) + begins[unit], order[added % roster.mediators]]
    row = np.concatenate(rows)
    court = np.repeat(np.arange(len(staff), dtype=np.int32), staff)
    return replace(
        population,
        roster=Roster(
            court_region=roster.court_region,
            region_province=roster.region_province,
            mediator_court=court,
            capacity=roster.capacity[row],
            dispute_types=roster.dispute_types[row],
            languages=roster.languages[row],
        ),
        # Organisations serve records alone; one a unit is enough.
        organisation_count=len(staff),
        mediator_organisation=court,
        source_ids=None,
    )


_COPIES_PURPOSE: Final = 41
"""Stream of who is copied; one of the numbers kept for experiments."""
