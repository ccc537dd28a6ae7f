"""Scenarios beside each other: differences under common random numbers, and which is probably best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.estimate import Estimate, check_runs, estimate
from sim.experiments.job import AnyScenario, Job, is_platform
from sim.experiments.measures import Direction, check_named, main_measure, meaning
from sim.experiments.runner import Runner

Verdict: TypeAlias = Literal["baseline", "better", "worse", "differs", "no difference shown"]
"""What the interval of a difference says: `differs` where neither way is better."""

_DRAWS: Final = 20_000
"""Samples of the means for the probability of being best: its own error is then below 0.004."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure of one scenario."""

    scenario: str
    measure: str
    value: Estimate
    difference: Estimate | None
    """To the first scenario, of runs that share their random numbers; None for the first itself."""
    pairing_worth: float | None
    """Variance of the difference if the runs did not share their random numbers, over the variance it has: so many
    times more runs would it take. None where the difference does not vary."""
    probability_best: float | None
    """Chance that its true mean is the best of all; None where neither way is better."""
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Scenarios beside each other."""

    scenarios: Sequence[str]
    """Names, the baseline first."""
    measure: str
    """The measure they are judged by."""
    seed: int
    replications: int
    confidence: float
    """Of each mean's interval, and of all differences of one measure together."""
    rows: Sequence[Row]
    """By measure, then by scenario."""
    samples: dict[str, list[list[float]]]
    """Value by measure, scenario and replication, for whoever draws or checks."""

    @property
    def judged(self) -> list[Row]:
        """The rows of the measure they are judged by."""
        return [row for row in self.rows if row.measure == self.measure]


def compare(
    scenarios: Sequence[AnyScenario],
    *,
    seed: int,
    replications: int = 10,
    measure: str | None = None,
    confidence: float = 0.95,
    backend: str = "fast",
    names: Sequence[str] | None = None,
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> Comparison:
    """Simulate scenarios with the same random numbers and judge their differences.

    A difference is taken replication by replication, so what all scenarios share, busy days above all, falls out of it.

    Parameters
    ----------
    scenarios
        Two or more, all of the platform or all queues; the first is the baseline.
    replications
        Runs of each scenario.
    measure
        What to judge by; by default the wait.
    names
        What to call the scenarios, by default as they call themselves; no two alike.
    seed, confidence, backend, runner, on_progress
        As for `sim.experiments.replicate.replicate`.

    Raises
    ------
    ExperimentError
        If there are too few scenarios or replications, two have the same name, or `measure` or `confidence` is none.
    SimError
        As the simulations raise it.

    References
    ----------
    A. M. Law, Simulation Modeling and Analysis, 5th ed. 2015, chapters 10.2.1, 10.3.1 and 11.2.
    """
    names = names or [scenario.name for scenario in scenarios]
    _check(scenarios, names)
    check_runs(replications, confidence, least=2, purpose=" to know how sure a difference is")
    check_named(measure, *scenarios)
    runs = _runs(scenarios, seed, replications, backend, runner, on_progress)
    # Only what all scenarios measure can be compared: a class or a pool may be in one alone.
    measured = [name for name in runs[0][0] if all(name in result for own in runs for result in own)]
    chosen = measure or main_measure(scenarios[0], measured)
    samples = {name: [[result[name] for result in own] for own in runs] for name in measured}
    rows = [row for name in measured for row in _rows(name, samples[name], names, seed, confidence)]
    return Comparison(
        scenarios=names,
        measure=chosen,
        seed=seed,
        replications=replications,
        confidence=confidence,
        rows=rows,
        samples=samples,
    )


def _runs(
    scenarios: Sequence[AnyScenario],
    seed: int,
    replications: int,
    backend: str,
    runner: Runner,
    on_progress: Callable[[float], None] | None,
) -> list[list[dict[str, float]]]:
    """Run every scenario so often, and return the measures by scenario and replication."""
    jobs = [
        Job(scenario=each, seed=seed, replication=run, backend=backend)
        for each in scenarios
        for run in range(replications)
    ]
    results = runner.run(jobs, on_progress)
    return [results[place * replications : (place + 1) * replications] for place in range(len(scenarios))]


def _check(scenarios: Sequence[AnyScenario], names: Sequence[str]) -> None:
    if len(names) < 2:
        raise ExperimentError(f"scenarios = {len(names)}: must be at least 2 to compare")
    if len({is_platform(scenario) for scenario in scenarios}) > 1:
        raise ExperimentError("scenarios: must be all of the platform or all queues, which measure different things")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ExperimentError(f"scenarios = {twice[0]}: must have a name of its own each")


def _rows(measure: str, samples: list[list[float]], names: Sequence[str], seed: int, confidence: float) -> list[Row]:
    better = meaning(measure).better
    values = np.array(samples)
    finite = bool(np.isfinite(values).all())
    chances: Sequence[float | None] = [None] * len(names)
    if better is not None and finite:
        from sim.output.paired import best_probabilities  # noqa: PLC0415 - loads scipy

        chances = best_probabilities(values.T, larger_is_better=better == "higher", seed=seed, draws=_DRAWS)
    joint = 1.0 - (1.0 - confidence) / (len(names) - 1)
    rows: list[Row] = []
    for place, name in enumerate(names):
        difference, worth = (None, None) if place == 0 or not finite else _difference(values[0], values[place], joint)
        rows.append(
            Row(
                scenario=name,
                measure=measure,
                value=estimate(samples[place], confidence=confidence),
                difference=difference,
                pairing_worth=worth,
                probability_best=chances[place],
                verdict="baseline" if place == 0 else _verdict(difference, better),
            )
        )
    return rows


def _difference(
    first: NDArray[np.float64], second: NDArray[np.float64], confidence: float
) -> tuple[Estimate, float | None]:
    from sim.output.paired import paired_difference  # noqa: PLC0415 - loads scipy

    found = paired_difference(first, second, level=confidence)
    worth = found.variance_ratio if isfinite(found.variance_ratio) else None
    return estimate((second - first).tolist(), confidence=confidence), worth


def _verdict(difference: Estimate | None, better: Direction | None) -> Verdict:
    if difference is None or not (difference.low > 0.0 or difference.high < 0.0):
        return "no difference shown"
    if better is None:
        return "differs"
    return "better" if (difference.high < 0.0) == (better == "lower") else "worse"
