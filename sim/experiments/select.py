"""The best of several scenarios: with a promised probability (Kim and Nelson), or within a budget of runs (OCBA)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from sim.experiments.errors import ExperimentError
from sim.experiments.estimate import check_runs
from sim.experiments.job import AnyScenario, Job
from sim.experiments.measures import check_named, meaning
from sim.experiments.runner import Runner

if TYPE_CHECKING:
    from sim.output.selection_kn import Selection
    from sim.output.selection_ocba import BudgetSelection

Method: TypeAlias = Literal["kn", "ocba"]
"""Promise or budget."""

_AHEAD: Final = 4
"""Replications made at a time once a procedure asks for one more: it asks for them one by one."""
_FIRST_RUNS: Final = 10
"""Of each system, before a procedure looks at any."""
_APART: Final = 1 << 32
"""Distance between the replication numbers of systems that must not share random numbers."""


@dataclass(frozen=True, kw_only=True)
class Selected:
    """Which scenario was selected, and what that took."""

    method: Method
    best: str
    reached: bool
    """Whether the procedure came to its end; if not, the best so far carries no promise."""
    promise: float | None
    """KN: chance of selecting the best if it is better by the indifference. OCBA: bound of the chance, seen after."""
    indifference: float | None
    """KN: smallest difference worth finding, in the measure's unit."""
    means: dict[str, float]
    runs: dict[str, int]


def promised(promise: float) -> float:
    """Write a promise down to thousandths, and never as certain: rounding up would promise more than was found.

    Examples
    --------
    >>> promised(0.95), promised(0.99987), promised(1.0)
    (0.95, 0.999, 0.999)
    """
    return min(0.999, floor(1_000 * promise + 1e-9) / 1_000)


def check_selection(
    method: Method,
    systems: int,
    *,
    measure: str | None,
    indifference: float | None,
    budget: int | None,
    first_runs: int = _FIRST_RUNS,
) -> None:
    """Refuse before anything runs what a method cannot work with, or would not look at.

    Parameters
    ----------
    method, indifference, budget, first_runs
        As for `select_best`.
    systems
        How many scenarios there are.
    measure
        None for the one that is chosen where nobody names one.

    Raises
    ------
    ExperimentError
        If neither way of the measure is better, or the indifference or the budget is missing, out of its bounds, or the
        other method's.
    """
    if measure is not None and meaning(measure).better is None:
        raise ExperimentError(f"measure = {measure}: must be one that is better low or high to select the best by it")
    if method == "kn":
        if budget is not None:
            raise ExperimentError(f"budget = {budget}: must be left out for kn, which runs until it is sure")
        if indifference is None:
            raise ExperimentError("indifference: must be given for kn, in the unit of the measure")
        if not 0.0 < indifference < inf:
            bound = "must be above 0 and finite, in the unit of the measure, for kn"
            raise ExperimentError(f"indifference = {indifference}: {bound}")
        return
    if indifference is not None:
        raise ExperimentError(f"indifference = {indifference}: must be left out for ocba, which spends a budget")
    if budget is not None and budget < first_runs * systems:
        bound = f"must be at least {first_runs * systems}, {first_runs} first runs of each of {systems} scenarios"
        raise ExperimentError(f"budget = {budget}: {bound}")


def select_best(
    scenarios: Sequence[AnyScenario],
    names: Sequence[str],
    *,
    method: Method,
    measure: str,
    seed: int,
    indifference: float | None = None,
    budget: int | None = None,
    confidence: float = 0.95,
    first_runs: int = _FIRST_RUNS,
    runs_max: int = 1_000,
    backend: str = "fast",
    runner: Runner,
) -> Selected:
    """Select the scenario with the best mean, giving further runs only where they help.

    Parameters
    ----------
    scenarios, names
        Two or more, and what they are called.
    method
        `kn` promises to find the best; `ocba` spends a budget as well as it can.
    measure
        What to judge by.
    indifference, budget
        KN: a smaller difference is not worth finding. OCBA: runs of all scenarios together.
    seed, confidence, first_runs, runs_max, backend, runner
        As for `sim.experiments.replicate.replicate`.

    Raises
    ------
    ExperimentError
        As `check_selection`, if the runs do not have the measure, or the confidence is out of bounds.
    SimError
        As the simulations and the procedure raise it.
    """
    check_selection(
        method, len(scenarios), measure=measure, indifference=indifference, budget=budget, first_runs=first_runs
    )
    check_runs(first_runs, confidence)
    check_named(measure, *scenarios)
    ask = _Sampler(scenarios, measure, seed, backend, runner, apart=method == "ocba", first_runs=first_runs)
    larger = meaning(measure).better == "higher"
    if method == "kn":
        done = _by_promise(ask, len(scenarios), indifference, confidence, first_runs, runs_max, larger=larger)
        reached, promise = done.reached, confidence
    else:
        done = _by_budget(ask, len(scenarios), budget, first_runs, larger=larger)
        reached, promise = True, done.probability
    return Selected(
        method=method,
        best=names[done.best],
        reached=reached,
        promise=promise,
        indifference=indifference if method == "kn" else None,
        means=dict(zip(names, done.means, strict=True)),
        runs=dict(zip(names, done.runs, strict=True)),
    )


def _by_promise(
    ask: "_Sampler",
    systems: int,
    indifference: float | None,
    confidence: float,
    first_runs: int,
    runs_max: int,
    *,
    larger: bool,
) -> "Selection":
    from sim.output.selection_kn import select_kn  # noqa: PLC0415 - loads scipy

    assert indifference is not None, "checked before"
    return select_kn(
        ask,
        systems=systems,
        indifference=indifference,
        larger_is_better=larger,
        level=confidence,
        first_runs=first_runs,
        runs_max=runs_max,
    )


def _by_budget(
    ask: "_Sampler", systems: int, budget: int | None, first_runs: int, *, larger: bool
) -> "BudgetSelection":
    from sim.output.selection_ocba import select_ocba  # noqa: PLC0415 - loads scipy

    spend = budget or 3 * first_runs * systems
    return select_ocba(ask, systems=systems, budget=spend, larger_is_better=larger, first_runs=first_runs)


class _Sampler:
    """Runs simulations some at a time, for procedures that ask for one number at a time."""

    def __init__(
        self,
        scenarios: Sequence[AnyScenario],
        measure: str,
        seed: int,
        backend: str,
        runner: Runner,
        *,
        apart: bool,
        first_runs: int,
    ) -> None:
        self._scenarios: Final = scenarios
        self._measure: Final = measure
        self._seed, self._backend, self._runner = seed, backend, runner
        self._apart: Final = apart
        self._values: Final[list[list[float]]] = [[] for _ in scenarios]
        self._grow(range(len(scenarios)), first_runs)

    def __call__(self, system: int, replication: int) -> float:
        if replication >= len(self._values[system]):
            self._grow([system], replication + _AHEAD - len(self._values[system]))
        return self._values[system][replication]

    def _grow(self, systems: Sequence[int], count: int) -> None:
        jobs = [
            Job(
                scenario=self._scenarios[system],
                seed=self._seed,
                replication=number + (_APART * system if self._apart else 0),
                backend=self._backend,
            )
            for system in systems
            for number in range(len(self._values[system]), len(self._values[system]) + count)
        ]
        results = self._runner.run(jobs)
        for place, result in enumerate(results):
            self._values[systems[place // count]].append(result[self._measure])
