"""Run the cases on both backends and judge every measure."""

from collections.abc import Callable, Sequence
from typing import Final

from sim.experiments.job import Job
from sim.experiments.runner import Runner
from sim.validation.case import Case, Measures
from sim.validation.score import Score, judge

BACKENDS: Final = ("fast", "simpy")
"""The compiled loop and the readable model."""
_SIMPY_FIRST_RUN: Final = 1_000_000
"""Number of the readable model's first replication: its words are others than the compiled loop's, so that the same
bad luck does not befall both."""


def validate(
    cases: Sequence[Case],
    *,
    seed: int,
    runner: Runner,
    backends: Sequence[str] = BACKENDS,
    on_progress: Callable[[float], None] | None = None,
) -> list[Score]:
    """Hold cases against theory.

    Parameters
    ----------
    cases
        What to compare.
    seed
        Key of all random numbers.
    runner
        Where the simulations run.
    backends
        "fast", "simpy" or both.
    on_progress
        Called with the share of the work that is done.

    Returns
    -------
    list of Score
        One a case, backend and measure, in the order of the cases.

    Raises
    ------
    SimError
        If a case cannot be run or has no exact value.

    Examples
    --------
    >>> from sim.validation.catalogue import chosen
    >>> with Runner() as runner:
    ...     scores = validate(chosen(["deterministic"]), seed=1, runner=runner, backends=["simpy"])
    >>> [(score.measure, score.exact, score.estimate, score.verdict) for score in scores][1]
    ('served', 50.0, 50.0, 'agrees')
    """
    plan = [(case, backend) for case in cases for backend in backends]
    blocks = [jobs_of(case, backend, seed) for case, backend in plan]
    measured = runner.run([job for block in blocks for job in block], on_progress)
    scores: list[Score] = []
    begin = 0
    for (case, backend), block in zip(plan, blocks, strict=True):
        scores += scores_of(case, backend, measured[begin : begin + len(block)])
        begin += len(block)
    return scores


def jobs_of(case: Case, backend: str, seed: int) -> list[Job]:
    """Make the replications of a case on a backend.

    Parameters
    ----------
    case, backend
        What to run, and where.
    seed
        Key of all random numbers.
    """
    scenario = case.scenario(backend)
    first = _SIMPY_FIRST_RUN if backend == "simpy" else 0
    return [
        Job(scenario=scenario, seed=seed, replication=first + number, backend=backend)
        for number in range(case.horizon(backend).runs)
    ]


def scores_of(case: Case, backend: str, measured: Sequence[Measures]) -> list[Score]:
    """Judge every measure of a case.

    Parameters
    ----------
    case, backend
        What was run.
    measured
        What each replication measured.

    Returns
    -------
    list of Score
        One a measure.

    Raises
    ------
    SimError
        If a measure is missing or not finite.
    """
    scores: list[Score] = []
    for name, exact in case.exact(case.scenario(backend)).items():
        values = [each[name] for each in measured]
        found = judge(values, exact, random=case.random, by_size=backend == "fast")
        scores.append(
            Score(
                name=case.name,
                family=case.family,
                theory=case.theory,
                backend=backend,
                measure=name,
                exact=exact,
                runs=len(values),
                **vars(found),
            )
        )
    return scores
