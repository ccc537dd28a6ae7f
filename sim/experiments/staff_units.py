"""The smallest staff of every court, region or province at once: one search a unit, all in the same simulations."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.estimate import check_runs
from sim.experiments.job import Job
from sim.experiments.objective import Objective, check_objective
from sim.experiments.runner import Runner
from sim.experiments.units import Units, staffed_units
from sim.scenario.scenario import Scenario

BY_COURT: Final = ("room_wait_mean_hours", "accepted_in_time_share", "waiting_mean", "utilisation")
"""Measures that a run gives court by court."""
_ROUNDS_MAX: Final = 40
"""Rounds of doubling and halving together."""
_GROWTH_MAX: Final = 64
"""Times its own size to which a unit may grow before its objective counts as out of reach."""
_CHECKS_MAX: Final = 4
"""Times new runs look at the staffs found and raise those that fail there."""
_STEPS: Final = 400
"""Steps that a large staff is divided into where it is raised."""


@dataclass(frozen=True, kw_only=True, eq=False)
class UnitStaff:
    """The smallest staffs found."""

    units: Units
    required: NDArray[np.int64]
    """int64[units]: smallest staff found to keep the objective, raised where new runs did not keep it on average; for
    those out of reach the most looked at."""
    out_of_reach: NDArray[np.bool_]
    """bool[units]: not kept even by the most that was tried."""
    value: NDArray[np.float64]
    """float64[units]: mean of the objective's measure with the staff required, over runs not used in the search."""
    kept: NDArray[np.bool_]
    """bool[units]: whether that mean keeps the objective."""
    sure: NDArray[np.bool_]
    """bool[units]: whether those runs alone prove it; chance fails some that keep it."""
    rounds: int
    """Simulated staffings."""


def staff_of_units(
    scenario: Scenario,
    units: Units,
    objective: Objective,
    *,
    seed: int,
    confidence: float = 0.95,
    replications: int = 8,
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> UnitStaff:
    """Find the smallest staff of each unit that keeps an objective there, every unit on its own.

    Units share nothing, so one simulation of all of them is one of each, and all searches go on at the same time: each
    doubles until its one-sided bound keeps the objective, then halves. Of so many searches some end too low by chance:
    new runs look at every answer, and one whose mean fails there is raised and looked at again, by runs newer still.
    A unit without cases in the window asks for one.

    Parameters
    ----------
    scenario
        What is simulated.
    units
        Who shares staff.
    objective
        On a measure of `BY_COURT`.
    replications
        Runs of each staffing; as many more at each look at the answers.
    seed, confidence, runner, on_progress
        As for `sim.experiments.replicate.replicate`.

    Raises
    ------
    ExperimentError
        As `check_by_court`, or if the confidence is out of bounds.
    SimError
        As the simulations raise it.
    """
    check_runs(replications, confidence)
    check_by_court(objective, scenario)
    with ExitStack() as folders:
        look = _Look(scenario, units, objective, seed, runner, folders)
        return _searched(look, units, confidence, replications, on_progress)


def check_by_court(objective: Objective, scenario: Scenario) -> None:
    """Refuse before anything runs an objective that courts, or units of courts, cannot be staffed apart by.

    Raises
    ------
    ExperimentError
        If the measure is not given court by court, or as `check_objective`.
    """
    if objective.measure not in BY_COURT:
        raise ExperimentError(f"objective = {objective}: must be on one of {', '.join(BY_COURT)} to staff courts apart")
    check_objective(objective, scenario)


class _Look:
    """Simulates staffings of all units."""

    def __init__(
        self,
        scenario: Scenario,
        units: Units,
        objective: Objective,
        seed: int,
        runner: Runner,
        folders: ExitStack,
    ) -> None:
        self._scenario, self._units, self._seed, self._runner = scenario, units, seed, runner
        self.objective: Final = objective
        self._folders: Final = folders

    def values(self, staff: NDArray[np.int64], numbers: range) -> NDArray[np.float64]:
        """float64[replications, units]: the objective's measure; NaN where a unit had nothing to measure."""
        folder = Path(self._folders.enter_context(TemporaryDirectory()))
        scenario = staffed_units(self._scenario, self._units, staff, folder, seed=self._seed)
        jobs = [Job(scenario=scenario, seed=self._seed, replication=number, by_court=True) for number in numbers]
        names = [f"{self.objective.measure}@{unit}" for unit in range(len(staff))]
        return np.array([[result[name] for name in names] for result in self._runner.run(jobs)])


def sure_margins(values: NDArray[np.float64], objective: Objective, confidence: float) -> NDArray[np.float64]:
    """Return by how much each unit keeps a bound at least, with that confidence; infinite where nothing was measured.

    Parameters
    ----------
    values
        float64[replications, units]; NaN where a unit had nothing to measure.
    objective
        The bound.
    confidence
        One-sided, unit by unit.

    Examples
    --------
    >>> from sim.experiments.objective import read_objective
    >>> kept = sure_margins(np.array([[0.9, 1.0], [0.9, 1.0]]), read_objective("utilisation >= 0.95"), 0.95)
    >>> kept.round(2).tolist()
    [-0.05, 0.05]
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to load; of a whole array at once, unlike sim.output

    count = np.isfinite(values).sum(axis=0)
    filled = np.where(np.isfinite(values), values, 0.0)
    mean = np.asarray(filled.sum(axis=0) / np.maximum(count, 1), dtype=np.float64)
    squares = np.where(np.isfinite(values), (values - mean) ** 2, 0.0).sum(axis=0)
    freedom = np.maximum(count.astype(np.float64) - 1.0, 1.0)
    quantile = np.asarray(stdtrit(freedom, confidence), dtype=np.float64)
    half = quantile * np.sqrt(squares / freedom / np.maximum(count, 1))
    margin = mean - objective.bound if objective.at_least else objective.bound - mean
    return np.where(count == 0, np.inf, np.where(count == 1, margin, margin - half))


def _searched(
    look: _Look,
    units: Units,
    confidence: float,
    replications: int,
    on_progress: Callable[[float], None] | None,
) -> UnitStaff:
    fails = np.zeros(len(units.names), np.int64)  # nobody serves nobody
    holds = np.zeros(len(units.names), np.int64)  # 0: not found yet
    most = np.maximum(units.available, 1) * _GROWTH_MAX
    staff = np.maximum(units.available, 1)
    rounds = 0
    for _ in range(_ROUNDS_MAX):
        open_units = (holds == 0) & (fails < most) | (holds > 0) & (holds - fails > 1)
        if not open_units.any():
            break
        rounds += 1
        kept = sure_margins(look.values(staff, range(replications)), look.objective, confidence) >= 0.0
        holds = np.where(open_units & kept, staff, holds)
        fails = np.where(open_units & ~kept, staff, fails)
        staff = np.where(holds == 0, np.minimum(2 * np.maximum(fails, 1), most), np.maximum(1, (holds + fails) // 2))
        # A unit that is done stays at its answer.
        staff = np.where((holds > 0) & (holds - fails <= 1), holds, staff)
        if on_progress is not None:
            on_progress(1.0 - 0.8**rounds)
    found = np.where(holds > 0, holds, np.maximum(fails, 1))
    return _checked(look, units, found, most, holds == 0, confidence, replications, rounds)


def _checked(
    look: _Look,
    units: Units,
    required: NDArray[np.int64],
    most: NDArray[np.int64],
    out_of_reach: NDArray[np.bool_],
    confidence: float,
    replications: int,
    rounds: int,
) -> UnitStaff:
    """Look at staffs with new runs, and raise those that fail on average, by more each time."""
    value = np.full(len(required), np.nan)
    kept, sure = np.zeros(len(required), np.bool_), np.zeros(len(required), np.bool_)
    open_units = np.ones(len(required), np.bool_)
    for check in range(_CHECKS_MAX):
        fresh = look.values(required, range((check + 1) * replications, (check + 2) * replications))
        measured, mean = np.isfinite(fresh).any(axis=0), _mean(fresh)
        value = np.where(open_units, mean, value)
        margin = mean - look.objective.bound if look.objective.at_least else look.objective.bound - mean
        kept = np.where(open_units, ~measured | (margin >= 0.0), kept)
        sure = np.where(open_units, sure_margins(fresh, look.objective, confidence) >= 0.0, sure)
        # What was kept once is not asked again: a second look would fail some by chance and raise them for nothing.
        open_units = ~kept & ~out_of_reach & (required < most)
        rounds += 1
        if not open_units.any() or check == _CHECKS_MAX - 1:
            break
        raised = required + 2**check * np.maximum(1, required // _STEPS)
        required = np.where(open_units, np.minimum(raised, most), required)
    return UnitStaff(
        units=units, required=required, out_of_reach=out_of_reach, value=value, kept=kept, sure=sure, rounds=rounds
    )


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[units]: of float64[replications, units], over the runs that measured something; NaN where none did."""
    measured = np.isfinite(values)
    total = np.where(measured, values, 0.0).sum(axis=0)
    return total / np.where(measured.any(axis=0), measured.sum(axis=0), np.nan)


def shortest(names: Sequence[str], gap: NDArray[np.int64], count: int) -> list[str]:
    """Return the names of the units with the largest gaps, largest first.

    Examples
    --------
    >>> shortest(["a", "b", "c"], np.array([1, 5, 3]), 2)
    ['b', 'c']
    """
    order: list[int] = np.argsort(-gap, kind="stable")[:count].tolist()
    return [names[place] for place in order]
