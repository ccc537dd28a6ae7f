"""All that is asked about staff, in one record: required against available, and what sharing and one more are worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal, TypeAlias

import numpy as np

from engine.core.roster import DISPUTE_TYPES
from engine.events.enums import DisputeType
from sim.experiments.estimate import Estimate
from sim.experiments.job import AnyScenario
from sim.experiments.marginal import Worth, marginal_worth
from sim.experiments.objective import Objective
from sim.experiments.pooling import PoolingLevel, pooling_curve
from sim.experiments.runner import Runner
from sim.experiments.staff import Need, Point, staff_needed
from sim.experiments.staff_types import staff_by_type
from sim.experiments.staff_units import UnitStaff, staff_of_units
from sim.experiments.units import Units, merged_units
from sim.population.build import build_population
from sim.scenario.scenario import Scenario

By: TypeAlias = Literal["nation", "court", "type"]
"""Whose staff was searched."""
Show: TypeAlias = Callable[[float], None] | None


@dataclass(frozen=True, kw_only=True)
class StaffReport:
    """The answer to a question about staff."""

    scenario: str
    by: By
    objective: Objective
    seed: int
    confidence: float
    needs: Sequence[Need]
    """One a unit: the nation or pool, the courts, or the types."""
    note: str
    """What to know before reading the sums; empty if nothing."""
    curve: Sequence[Point] = ()
    """By nation: every staff simulated on the way."""
    frontier: Sequence[Point] = ()
    """By nation: staffs around the required one, with more runs."""
    pooling: Sequence[PoolingLevel] = ()
    marginal: Sequence[Worth] = ()

    @property
    def required(self) -> int:
        """Of all units together."""
        return sum(need.required for need in self.needs)

    @property
    def available(self) -> int:
        """Of all units together."""
        return sum(need.available for need in self.needs)

    @property
    def short(self) -> int:
        """Units with less staff than they need."""
        return sum(need.gap > 0 for need in self.needs)


def by_nation(
    scenario: AnyScenario,
    objective: Objective,
    *,
    seed: int,
    pool: str | None = None,
    confidence: float = 0.95,
    replications: int = 4,
    frontier: bool = False,
    backend: str = "fast",
    runner: Runner,
    on_progress: Show = None,
) -> StaffReport:
    """Staff the nation, or a queue's pool, as one number; see `sim.experiments.staff.staff_needed`."""
    answer = staff_needed(
        scenario,
        objective,
        seed=seed,
        pool=pool,
        confidence=confidence,
        search_replications=replications,
        frontier=frontier,
        backend=backend,
        runner=runner,
        on_progress=on_progress,
    )
    return StaffReport(
        scenario=scenario.name,
        by="nation",
        objective=objective,
        seed=seed,
        confidence=confidence,
        needs=[answer.need],
        note="",
        curve=answer.curve,
        frontier=answer.frontier,
    )


def by_court(
    scenario: Scenario,
    objective: Objective,
    *,
    seed: int,
    confidence: float = 0.95,
    replications: int = 8,
    runner: Runner,
    on_progress: Show = None,
) -> StaffReport:
    """Staff every court by itself; see `sim.experiments.staff_units.staff_of_units`."""
    units = merged_units(build_population(scenario, seed=seed), "court")
    found = staff_of_units(
        scenario,
        units,
        objective,
        seed=seed,
        confidence=confidence,
        replications=replications,
        runner=runner,
        on_progress=on_progress,
    )
    untaken = _untaken(scenario, units)
    needs = [
        Need(
            unit=name,
            required=int(found.required[court]),
            available=int(units.available[court]),
            value=_alone(float(found.value[court]), replications),
            note=_note(found, court, untaken[court]),
        )
        for court, name in enumerate(units.names)
    ]
    return StaffReport(
        scenario=scenario.name,
        by="court",
        objective=objective,
        seed=seed,
        confidence=confidence,
        needs=needs,
        note=f"every court keeps its cases to itself; {found.sure.mean():.1%} of them proved it again in new runs",
    )


def by_type(
    scenario: Scenario,
    objective: Objective,
    *,
    seed: int,
    confidence: float = 0.95,
    replications: int = 4,
    runner: Runner,
    on_progress: Show = None,
) -> StaffReport:
    """Staff every dispute type by itself; see `sim.experiments.staff_types.staff_by_type`."""
    needs = staff_by_type(
        scenario,
        objective,
        seed=seed,
        confidence=confidence,
        search_replications=replications,
        runner=runner,
        on_progress=on_progress,
    )
    return StaffReport(
        scenario=scenario.name,
        by="type",
        objective=objective,
        seed=seed,
        confidence=confidence,
        needs=needs,
        note="every type has mediators of its own; those available are divided among the types they take",
    )


def with_pooling(
    report: StaffReport,
    scenario: Scenario,
    objective: Objective,
    *,
    seed: int,
    confidence: float = 0.95,
    replications: int = 4,
    runner: Runner,
    on_progress: Show = None,
) -> StaffReport:
    """Add what sharing is worth; see `sim.experiments.pooling.pooling_curve`."""
    curve = pooling_curve(
        scenario,
        objective,
        seed=seed,
        confidence=confidence,
        replications=replications,
        runner=runner,
        on_progress=on_progress,
    )
    return replace(report, pooling=curve)


def with_marginal(
    report: StaffReport, scenario: Scenario, *, seed: int, confidence: float = 0.95, runner: Runner
) -> StaffReport:
    """Add what one more mediator is worth; see `sim.experiments.marginal.marginal_worth`."""
    return replace(report, marginal=marginal_worth(scenario, seed=seed, confidence=confidence, runner=runner))


def _untaken(scenario: Scenario, units: Units) -> list[list[str]]:
    """Return the types of each court's cases that nobody there takes: more of the same people would not help."""
    roster = units.population.roster
    taken = np.zeros(len(units.names), np.uint64)
    np.bitwise_or.at(taken, roster.mediator_court, roster.dispute_types)
    bits = {name: np.uint64(1 << DISPUTE_TYPES.index(name)) for name in _filed(scenario)}
    return [[name for name, bit in bits.items() if not of_court & bit] for of_court in taken]


def _filed(scenario: Scenario) -> list[DisputeType]:
    return [entry.name for entry in scenario.cases.dispute_type if entry.share > 0]


def _note(found: UnitStaff, court: int, untaken: Sequence[str]) -> str:
    notes = ["out of reach with any staff tried"] if found.out_of_reach[court] else []
    if untaken and found.required[court] > found.units.available[court]:
        notes.append(f"nobody there takes {', '.join(untaken)}")
    return "; ".join(notes)


def _alone(mean: float, replications: int) -> Estimate | None:
    """Return a court's mean without an interval, which its note on all courts stands for."""
    if not isfinite(mean):
        return None
    nothing = float("nan")
    return Estimate(mean=mean, low=nothing, high=nothing, deviation=nothing, replications=replications)
