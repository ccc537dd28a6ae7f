"""How many are needed: the smallest staff that keeps an objective, and what more or fewer would give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from sim.experiments.estimate import Estimate, check_runs, estimate
from sim.experiments.job import AnyScenario, Job
from sim.experiments.levers import Lever, lever_of
from sim.experiments.objective import Objective, check_objective
from sim.experiments.rosters import Roster, Shape, roster_by_load
from sim.experiments.runner import Runner
from sim.experiments.staff_search import Bounds, Found, smallest_staff

if TYPE_CHECKING:
    from sim.queueing.scenario import QueueScenario

_HOUR_US: Final = 3_600_000_000
FRONTIER_POINTS: Final = 9
"""Staffs of the frontier."""
_PROOF: Final = 10
"""Runs that prove a staff."""
_PROOF_MAX: Final = 40
"""Runs that prove a small staff, of which one is a large part; of a large one a step is cheaper than its proof."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """Staff required against staff available, of one unit."""

    unit: str
    """Whose staff."""
    required: int
    available: int
    value: Estimate | None
    """The objective's measure with the staff required, over runs that were not used to find it."""
    note: str = ""
    """What to know about it."""

    @property
    def gap(self) -> int:
        """Staff missing; negative where there is some to spare."""
        return self.required - self.available

    @property
    def gap_share(self) -> float | None:
        """The gap as a share of the staff available; None where there is none."""
        return self.gap / self.available if self.available else None


@dataclass(frozen=True, kw_only=True)
class Point:
    """A staff and what it serves like."""

    staff: int
    value: Estimate
    """The objective's measure."""


@dataclass(frozen=True, kw_only=True)
class ShiftNeed:
    """Servers required against servers available, of one shift."""

    starts_hours: float
    ends_hours: float
    """Beginning and end, in the cycle if there is one."""
    required: int
    available: int

    @property
    def hours(self) -> float:
        """How long it lasts."""
        return self.ends_hours - self.starts_hours


@dataclass(frozen=True, kw_only=True)
class StaffAnswer:
    """The smallest staff of one lever, and the way there."""

    scenario: str
    objective: Objective
    seed: int
    confidence: float
    need: Need
    found: Found
    curve: Sequence[Point]
    """Every staff simulated on the way, by staff."""
    frontier: Sequence[Point]
    """Staffs around the one required, with more runs each; empty if not asked for."""
    shifts: Sequence[ShiftNeed]
    """Of a pool with shifts: each of them, in the scenario's order."""
    staffed: AnyScenario
    """The scenario with the staff required."""


def evaluator(
    staffed: Callable[[int], AnyScenario], objective: Objective, *, seed: int, backend: str, runner: Runner
) -> Callable[[int, range], Sequence[float]]:
    """Return a function that simulates a staff and gives the objective's measure by replication."""

    def evaluate(staff: int, replications: range) -> Sequence[float]:
        scenario = staffed(staff)
        jobs = [Job(scenario=scenario, seed=seed, replication=number, backend=backend) for number in replications]
        return [result[objective.measure] for result in runner.run(jobs)]

    return evaluate


def staff_needed(
    scenario: AnyScenario,
    objective: Objective,
    *,
    seed: int,
    pool: str | None = None,
    shape: Shape = "today",
    confidence: float = 0.95,
    search_replications: int = 4,
    frontier: bool = False,
    backend: str = "fast",
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> StaffAnswer:
    """Find the smallest staff of a pool, or of the nation, that keeps an objective.

    Parameters
    ----------
    scenario
        Of either kind.
    objective
        What shall hold.
    pool, shape
        Of a queue with several pools, whose servers; of one with shifts, whether these keep the proportions that they
        have or follow the load.
    search_replications
        Runs of each staff on the way.
    frontier
        Whether to simulate staffs around the answer for the frontier.
    seed, confidence, backend, runner, on_progress
        As for `sim.experiments.replicate.replicate`.

    Raises
    ------
    ExperimentError
        If the objective is out of reach or cannot be searched by, or the confidence is out of bounds.
    SimError
        As the simulations raise it.
    """
    check_runs(search_replications, confidence)
    check_objective(objective, scenario)
    by_load = partial(roster_by_load, seed=seed, replications=search_replications, backend=backend, runner=runner)
    lever = lever_of(scenario, pool, rostered=by_load if shape == "load" else None)
    evaluate = evaluator(lever.staffed, objective, seed=seed, backend=backend, runner=runner)
    found = _found(_counting(evaluate, on_progress), objective, lever, confidence, search_replications)
    return StaffAnswer(
        scenario=scenario.name,
        objective=objective,
        seed=seed,
        confidence=confidence,
        need=_need(found, objective, lever, confidence),
        found=found,
        curve=[Point(staff=look.staff, value=estimate(look.values, confidence=confidence)) for look in found.looks],
        frontier=_frontier(evaluate, lever, found, confidence) if frontier else [],
        shifts=_shifts(lever.roster, found.staff, cast("QueueScenario", scenario)) if lever.roster else [],
        staffed=lever.staffed(found.staff),
    )


def _found(
    evaluate: Callable[[int, range], Sequence[float]],
    objective: Objective,
    lever: Lever,
    confidence: float,
    search_replications: int,
) -> Found:
    return smallest_staff(
        evaluate,
        objective,
        Bounds(low=lever.low, high=lever.high, start=lever.available, step=lever.step),
        confidence=confidence,
        search_replications=search_replications,
        proof_replications=_PROOF,
        proof_replications_max=_PROOF_MAX if lever.step == 1 else _PROOF,
    )


def _shifts(roster: Roster, staff: int, scenario: "QueueScenario") -> list[ShiftNeed]:
    unit_hours = scenario.unit_us / _HOUR_US
    return [
        ShiftNeed(
            starts_hours=shift.starts * unit_hours,
            ends_hours=shift.ends * unit_hours,
            required=required,
            available=shift.servers,
        )
        for shift, required in zip(roster.shifts, roster.servers(staff).tolist(), strict=True)
    ]


def _need(found: Found, objective: Objective, lever: Lever, confidence: float) -> Need:
    return Need(
        unit=lever.title,
        required=found.staff,
        available=lever.available,
        value=estimate(found.confirmed.values, confidence=confidence),
        note=_note(found, objective, lever),
    )


def _note(found: Found, objective: Objective, lever: Lever) -> str:
    """Say what a reader of the number must know: that it is the least possible, or that fewer may do."""
    if found.below is None:
        return "the least that the scenario allows" if found.staff == lever.low else ""
    if objective.margin(found.below.values) >= 0.0:
        mean = estimate(found.below.values).mean
        return f"{found.below.staff:,} may do, with {mean:.4g} on average, but could not be proved to"
    return ""


def _counting(
    evaluate: Callable[[int, range], Sequence[float]], on_progress: Callable[[float], None] | None
) -> Callable[[int, range], Sequence[float]]:
    """Show how far a search is, which nobody knows: each look brings the bar half a twelfth of the rest nearer."""
    rest = 1.0

    def counted(staff: int, replications: range) -> Sequence[float]:
        nonlocal rest
        values = evaluate(staff, replications)
        rest *= 0.85
        if on_progress is not None:
            on_progress(1.0 - rest)
        return values

    return counted


def _frontier(
    evaluate: Callable[[int, range], Sequence[float]], lever: Lever, found: Found, confidence: float
) -> list[Point]:
    """Simulate staffs from four fifths to six fifths of the required one, all with the same ten runs."""
    half = FRONTIER_POINTS // 2
    shares = [1.0 + 0.2 * (place - half) / half for place in range(FRONTIER_POINTS)]
    staffs = sorted({min(lever.high, max(lever.low, round(found.staff * share))) for share in shares})
    runs = range(10)
    return [Point(staff=staff, value=estimate(evaluate(staff, runs), confidence=confidence)) for staff in staffs]
