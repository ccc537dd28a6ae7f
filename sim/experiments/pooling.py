"""What sharing mediators is worth: the staff needed if courts, regions, provinces or the nation share them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiments.objective import Objective
from sim.experiments.runner import Runner
from sim.experiments.staff_units import UnitStaff, staff_of_units
from sim.experiments.units import LEVELS, Level, Units, merged_units
from sim.population.build import build_population
from sim.population.population import Population
from sim.scenario.scenario import Scenario

DAYS_A_YEAR: Final = 365.0
THEORY_SHARE: Final = 0.05
"""Share of the cases that may have to wait in the Erlang column."""


@dataclass(frozen=True, kw_only=True)
class PoolingLevel:
    """Who shares mediators, and the staff that takes."""

    level: Level
    units: int
    """How many share nothing with each other."""
    required: int
    """Smallest staffs of all units together."""
    available: int
    ratio: float
    """Against one pool of the whole nation."""
    out_of_reach: int
    """Units that keep the objective with no staff that was tried; their largest is counted."""
    proved: float
    """Share of the units whose objective is proved again by runs that were not used to find the staff."""
    erlang_slots: int
    """Slots for cases by Erlang C, if every mediator took every type and cases came evenly day and night."""
    erlang_mediators: int
    """The same in mediators of mean capacity."""


def pooling_curve(
    scenario: Scenario,
    objective: Objective,
    *,
    seed: int,
    levels: Sequence[Level] = LEVELS,
    confidence: float = 0.95,
    replications: int = 6,
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> list[PoolingLevel]:
    """Staff the same cases when more and more courts share their mediators.

    At each level courts are merged into the units that share, with their cases and their mediators, and every unit
    gets the smallest staff that keeps the objective there.

    Parameters
    ----------
    scenario
        What is simulated.
    objective
        On a measure that is given court by court.
    levels
        Who shares; the last one is what the others are held against.
    replications
        Runs of each staffing.
    seed, confidence, runner, on_progress
        As for `sim.experiments.replicate.replicate`.

    Raises
    ------
    SimError
        As the simulations raise it.
    """
    population = build_population(scenario, seed=seed)
    found: list[tuple[Units, UnitStaff]] = []
    for place, level in enumerate(levels):
        units = merged_units(population, level)
        show = None
        if on_progress is not None:
            share = 1.0 / len(levels)
            show = _shifted(on_progress, place * share, share)
        staff = staff_of_units(
            scenario,
            units,
            objective,
            seed=seed,
            confidence=confidence,
            replications=replications,
            runner=runner,
            on_progress=show,
        )
        found.append((units, staff))
    least = int(found[-1][1].required.sum())
    return [_level(scenario, population, units, staff, least) for units, staff in found]


def erlang_slots(offered: NDArray[np.float64], waiting_share: float) -> NDArray[np.int64]:
    """Return the servers of each unit at which Erlang C makes at most a share of arrivals wait.

    Parameters
    ----------
    offered
        float64[units]: arrivals times mean service time of each.
    waiting_share
        Above 0 and below 1.

    Examples
    --------
    >>> erlang_slots(np.array([8.4]), 0.2).tolist()
    [12]
    """
    from sim.theory.erlang_c import erlang_c  # noqa: PLC0415 - theory is asked only here

    slots: list[int] = []
    for load in offered.tolist():
        low, high = int(load), int(load) + 1
        while erlang_c(high, load) > waiting_share:
            low, high = high, high + max(1, high // 8)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if erlang_c(middle, load) <= waiting_share else (middle, high)
        slots.append(high)
    return np.array(slots, np.int64)


def _level(scenario: Scenario, population: Population, units: Units, staff: UnitStaff, least: int) -> PoolingLevel:
    required = int(staff.required.sum())
    cases_a_day = scenario.arrivals.cases_per_year / DAYS_A_YEAR
    slots = erlang_slots(units.population.court_share * cases_a_day * scenario.durations.mean_days, THEORY_SHARE)
    capacity = float(population.roster.capacity.mean())
    return PoolingLevel(
        level=units.level,
        units=len(units.names),
        required=required,
        available=int(units.available.sum()),
        ratio=required / least,
        out_of_reach=int(staff.out_of_reach.sum()),
        proved=float(staff.sure.mean()),
        erlang_slots=int(slots.sum()),
        erlang_mediators=sum(ceil(each / capacity) for each in slots.tolist()),
    )


def _shifted(on_progress: Callable[[float], None], begin: float, share: float) -> Callable[[float], None]:
    return lambda done: on_progress(begin + share * done)
