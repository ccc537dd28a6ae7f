"""The answer court by court: what each needs, and what to know of it."""

from collections.abc import Callable, Sequence
from math import isfinite

import numpy as np

from engine.core.roster import DISPUTE_TYPES
from engine.events.enums import DisputeType
from sim.experiments.estimate import Estimate
from sim.experiments.objective import Objective
from sim.experiments.runner import Runner
from sim.experiments.staff import Need
from sim.experiments.staff_report import StaffReport
from sim.experiments.staff_units import UnitStaff, staff_of_units
from sim.experiments.units import Units, merged_units
from sim.population.build import build_population
from sim.scenario.scenario import Scenario


def by_court(
    scenario: Scenario,
    objective: Objective,
    *,
    seed: int,
    confidence: float = 0.95,
    replications: int = 8,
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
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
        note="every court keeps its cases to itself; in new runs "
        f"{found.kept.mean():.1%} of them keep the objective on average, {found.sure.mean():.1%} provably",
    )


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
    notes += [] if found.kept[court] or notes else ["new runs did not keep it, so more may be needed"]
    if untaken and found.required[court] > found.units.available[court]:
        notes.append(f"nobody there takes {', '.join(untaken)}")
    return "; ".join(notes)


def _alone(mean: float, replications: int) -> Estimate | None:
    """Return a court's mean without an interval, which its note on all courts stands for."""
    if not isfinite(mean):
        return None
    nothing = float("nan")
    return Estimate(mean=mean, low=nothing, high=nothing, deviation=nothing, replications=replications)
