"""Runs of one scenario until the answer is as precise as asked, or the cap is reached and how far it got is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, isfinite
from typing import TYPE_CHECKING, Final

from sim.experiments.errors import ExperimentError
from sim.experiments.estimate import REPLICATIONS_MAX, Estimate, check_runs, estimate
from sim.experiments.job import AnyScenario, Job
from sim.experiments.measures import check_named, main_measure
from sim.experiments.places import Measures
from sim.experiments.runner import Runner

if TYPE_CHECKING:
    from sim.output.run_count import Precision, RunCount

REPLICATIONS_MIN: Final = 10
"""Runs before the interval is believed: of three, it is narrow by chance one time in many."""
_LOOK_AHEAD: Final = 5
"""Further runs over which a precision must last before it counts as reached."""
_GROWTH_MAX: Final = 2.0
"""Runs are at most doubled at a time, since the first estimate of the spread is a rough one."""


@dataclass(frozen=True, kw_only=True)
class Replicated:
    """What the runs of one scenario say."""

    scenario: str
    measure: str
    """The measure whose precision was asked for."""
    seed: int
    confidence: float
    precision: float | None
    """Half of the interval's length that was asked for, as a share of the mean; None for a fixed number of runs."""
    reached: bool
    """Whether that was reached; true for a fixed number of runs."""
    replications: int
    needed: int | None
    """Runs that the precision will need, judging by the spread seen; None if none was asked for, or nothing varies."""
    estimates: dict[str, Estimate]
    """By measure."""
    samples: dict[str, list[float]]
    """Value by measure and replication."""


def replicate(
    scenario: AnyScenario,
    *,
    seed: int,
    replications: int = REPLICATIONS_MIN,
    precision: float | None = None,
    cap: int = 200,
    measure: str | None = None,
    confidence: float = 0.95,
    backend: str = "fast",
    antithetic: bool = False,
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> Replicated:
    """Run a scenario again and again and estimate every measure.

    Parameters
    ----------
    scenario
        Of either kind.
    seed
        Key of every random number.
    replications
        Runs; with a precision, those made before it is looked at.
    precision
        Half-width of the interval to reach, as a share of the mean.
    cap
        Most runs, with a precision.
    measure
        Whose precision; by default the wait.
    confidence
        Chance that an interval holds the true mean.
    antithetic
        Whether each replication is the mean of a run and its mirror image; queues only.
    backend, runner, on_progress
        What runs the simulations, where, and who is told of the share that is done.

    Raises
    ------
    ExperimentError
        If a number is out of bounds, or nothing is called like `measure`.
    SimError
        As the simulations raise it.

    References
    ----------
    A. M. Law, Simulation Modeling and Analysis, 5th ed. 2015, chapter 9.4.1: the sequential procedure for a relative
    error; `sim.output.run_count` for the rule by which it stops.
    """
    _check(replications, precision, cap, confidence)
    rule = _rule(replications, precision, cap, confidence)
    more = partial(_more, scenario, seed, backend, runner, on_progress, antithetic=antithetic)
    check_named(measure, scenario)
    runs, chosen, judged = _until_precise(
        more, rule, replications, cap, lambda run: measure or main_measure(scenario, run)
    )
    return _record(scenario.name, chosen, runs, judged, seed=seed, confidence=confidence, precision=precision)


def _record(
    name: str,
    chosen: str,
    runs: list[Measures],
    judged: "RunCount | None",
    *,
    seed: int,
    confidence: float,
    precision: float | None,
) -> Replicated:
    # Runs beyond the stop were made ahead; that they exist must not change the answer.
    runs = runs if judged is None else runs[: judged.estimate.runs]
    samples = {name: [run[name] for run in runs] for name in runs[0]}
    return Replicated(
        scenario=name,
        measure=chosen,
        seed=seed,
        confidence=confidence,
        precision=precision,
        reached=judged is None or judged.reached,
        replications=len(runs),
        needed=None if judged is None else _needed(judged, REPLICATIONS_MAX),
        estimates={name: estimate(values, confidence=confidence) for name, values in samples.items()},
        samples=samples,
    )


def _until_precise(
    more: Callable[[range, int], list[Measures]],
    rule: "Precision | None",
    replications: int,
    cap: int,
    choose: Callable[[list[str]], str],
) -> "tuple[list[Measures], str, RunCount | None]":
    """Run until the rule is content or the cap is reached; without a rule, just so often."""
    runs: list[Measures] = []
    wanted, goal = replications, replications if rule is None else cap
    while True:
        runs += more(range(len(runs), wanted), goal)
        chosen = choose(list(runs[0]))
        judged = None if rule is None else _judged([run[chosen] for run in runs], rule, chosen)
        if judged is None or judged.reached or wanted >= cap:
            return runs, chosen, judged
        wanted = min(cap, max(wanted + 1, min(_needed(judged, cap), ceil(_GROWTH_MAX * wanted))))


def running_estimates(values: Sequence[float], *, confidence: float = 0.95) -> list[Estimate]:
    """Estimate after two, three and more replications: how the mean settles and its interval narrows.

    Examples
    --------
    >>> [round(found.mean, 2) for found in running_estimates([4.0, 2.0, 3.0])]
    [3.0, 3.0]
    """
    return [estimate(values[:count], confidence=confidence) for count in range(2, len(values) + 1)]


def _more(
    scenario: AnyScenario,
    seed: int,
    backend: str,
    runner: Runner,
    on_progress: Callable[[float], None] | None,
    numbers: range,
    goal: int,
    *,
    antithetic: bool,
) -> list[Measures]:
    """Run some more replications; of a mirrored pair, return the mean."""
    mirrors = (False, True) if antithetic else (False,)
    jobs = [
        Job(scenario=scenario, seed=seed, replication=number, backend=backend, antithetic=mirrored)
        for number in numbers
        for mirrored in mirrors
    ]
    done = numbers.start / goal

    def show(share: float) -> None:
        if on_progress is not None:
            on_progress(done + share * len(numbers) / goal)

    results = runner.run(jobs, show)
    if not antithetic:
        return results
    pairs = zip(results[::2], results[1::2], strict=True)
    return [{name: (one[name] + other[name]) / 2.0 for name in one} for one, other in pairs]


def _rule(replications: int, precision: float | None, cap: int, confidence: float) -> "Precision | None":
    if precision is None:
        return None
    from sim.output.run_count import Precision  # noqa: PLC0415 - loads scipy

    return Precision(half_width=precision, level=confidence, n_min=replications, n_max=cap)


def _judged(values: Sequence[float], rule: "Precision", measure: str) -> "RunCount":
    from sim.output.run_count import judge_runs  # noqa: PLC0415 - loads scipy

    if not all(map(isfinite, values)):
        raise ExperimentError(f"measure = {measure}: must be a number in every replication to ask for its precision")
    return judge_runs(values, rule)


def _needed(judged: "RunCount", most: int) -> int:
    """Return how many runs the precision needs if mean and spread stay as they are: the interval shrinks as a root."""
    runs = judged.estimate.runs
    return min(most, max(runs, ceil(runs * min(judged.got / judged.wanted, 1e3) ** 2) + _LOOK_AHEAD))


def _check(replications: int, precision: float | None, cap: int, confidence: float) -> None:
    least = 1 if precision is None else 3
    check_runs(replications, confidence, least=least)
    if precision is None:
        return
    if not 0.0 < precision < 1.0:
        raise ExperimentError(f"precision = {precision:g}: must be between 0 and 1, a share of the mean")
    if not replications <= cap <= REPLICATIONS_MAX:
        raise ExperimentError(f"cap = {cap}: must be from {replications} (the first runs) to {REPLICATIONS_MAX}")
