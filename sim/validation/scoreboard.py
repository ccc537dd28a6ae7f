"""Everything the validation finds, in one record, and as tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sim.experiments.runner import Runner
from sim.experiments.tables import Table
from sim.validation.case import Case
from sim.validation.coverage import Coverage, coverage
from sim.validation.metamorphic import Check, metamorphic_checks
from sim.validation.score import Score
from sim.validation.validate import BACKENDS, validate

REPEATS: Final = 1_000
"""Repeats of the coverage test."""
REPEATS_QUICK: Final = 200
"""The same for a first look."""

RUNS: Final = 16
"""Replications of each metamorphic check."""
RUNS_QUICK: Final = 6
"""The same for a first look."""


@dataclass(frozen=True, kw_only=True)
class Scoreboard:
    """What was compared and what came of it."""

    seed: int
    """Key of all random numbers."""
    scores: tuple[Score, ...]
    """One a case, backend and measure."""
    coverage: Coverage | None
    """Whether intervals cover; None if it was not asked."""
    checks: tuple[Check, ...]
    """Changes whose effect is known; empty if they were not asked."""

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return (
            all(score.verdict == "agrees" for score in self.scores)
            and (self.coverage is None or self.coverage.inside)
            and all(check.holds for check in self.checks)
        )


def scoreboard(
    cases: Sequence[Case],
    *,
    seed: int,
    backends: Sequence[str] = BACKENDS,
    whole: bool = True,
    quick: bool = False,
    workers: int = 1,
    on_progress: Callable[[float], None] | None = None,
) -> Scoreboard:
    """Run cases, and the coverage test and the metamorphic checks beside them.

    Parameters
    ----------
    cases, backends
        What to compare.
    seed
        Key of all random numbers.
    whole
        Whether to run what is not a case too.
    quick
        Whether the coverage test is a small one.
    workers
        Processes on this machine; the results do not depend on it.
    on_progress
        Called with the share of the cases' work that is done.

    Returns
    -------
    Scoreboard
        Everything found.

    Raises
    ------
    SimError
        If a case cannot be run.
    """
    with Runner(workers=workers) as runner:
        scores = validate(cases, seed=seed, runner=runner, backends=backends, on_progress=on_progress)
        found = None
        if whole and "fast" in backends:
            found = coverage(seed=seed, repeats=REPEATS_QUICK if quick else REPEATS, runner=runner)
    checks = metamorphic_checks(seed=seed, runs=RUNS_QUICK if quick else RUNS) if whole and "fast" in backends else []
    return Scoreboard(seed=seed, scores=tuple(scores), coverage=found, checks=tuple(checks))


def score_tables(board: Scoreboard) -> dict[str, Table]:
    """Give everything found as flat tables.

    Parameters
    ----------
    board
        What was found.

    Returns
    -------
    dict
        "cases", and "coverage" and "metamorphic" where they were asked.
    """
    tables: dict[str, Table] = {"cases": [dict(vars(score)) for score in board.scores]}
    if board.coverage is not None:
        tables["coverage"] = [dict(vars(board.coverage)) | {"inside": board.coverage.inside}]
    if board.checks:
        tables["metamorphic"] = [dict(vars(check)) for check in board.checks]
    return tables
