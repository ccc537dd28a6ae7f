"""All that is asked about staff, in one record: required against available, and what sharing and one more are worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sim.experiments.job import AnyScenario
from sim.experiments.marginal import Worth, marginal_worth
from sim.experiments.objective import Objective
from sim.experiments.pooling import PoolingLevel, pooling_curve
from sim.experiments.rosters import Shape
from sim.experiments.runner import Runner
from sim.experiments.staff import Need, Point, ShiftNeed, staff_needed
from sim.experiments.staff_types import staff_by_type
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
    shifts: Sequence[ShiftNeed] = ()
    """Of a pool with shifts: what each needs."""
    staffed: "AnyScenario | None" = None
    """By nation: the scenario with the staff required."""
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
    def server_hours_required(self) -> float:
        """Of all shifts together; 0 without shifts."""
        return sum(shift.required * shift.hours for shift in self.shifts)

    @property
    def server_hours_available(self) -> float:
        """Of all shifts together; 0 without shifts."""
        return sum(shift.available * shift.hours for shift in self.shifts)

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
    shape: Shape = "today",
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
        shape=shape,
        confidence=confidence,
        search_replications=replications,
        frontier=frontier,
        backend=backend,
        runner=runner,
        on_progress=on_progress,
    )
    report = StaffReport(
        scenario=scenario.name,
        by="nation",
        objective=objective,
        seed=seed,
        confidence=confidence,
        needs=[answer.need],
        note="",
        curve=answer.curve,
        frontier=answer.frontier,
        shifts=answer.shifts,
        staffed=answer.staffed,
    )
    return replace(report, note=_filled(report, shape)) if report.shifts else report


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


def _filled(report: StaffReport, shape: Shape) -> str:
    """Say of shifts by what they were filled, and the hours that a count of servers does not tell."""
    filled = {"today": "in the proportions of today", "load": "by the load that each shift meets"}[shape]
    required, available = report.server_hours_required, report.server_hours_available
    return f"shifts filled {filled}: {required:,.1f} server-hours, today {available:,.1f}"
