"""Do intervals hold the truth as often as they say? Many repeats of one experiment, each with its own interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from sim.experiments.job import Job
from sim.experiments.runner import Runner
from sim.output.student import student_interval
from sim.queueing.load import load_queue, with_changes
from sim.theory.mmc import mmc
from sim.validation.errors import ValidationError
from sim.validation.numbers import queue_of
from sim.validation.score import LEVEL

_MEASURE: Final = "wait_probability"
"""Of which intervals are made. The mean wait of so short a run is so skewed that Student's interval, which is exact for
normal numbers only, would cover 93 times in 100; the share that waits is nearly normal."""
_FIRST_RUN: Final = 2_000_000
"""Number of the first replication: words that no other comparison uses."""
REPEATS_MIN: Final = 20
"""Fewer repeats have no binomial bounds worth the name."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How often intervals covered, and how often they should."""

    case: str
    """Scenario."""
    measure: str
    """What the intervals are of."""
    exact: float
    """The truth."""
    level: float
    """Share that should cover."""
    repeats: int
    """Intervals made."""
    runs: int
    """Replications of each interval."""
    covered: int
    """Intervals that hold the truth."""
    share: float
    """Covered over repeats."""
    low: float
    """Two standard deviations of the binomial law below the level."""
    high: float
    """As many above."""
    mean_half_width: float
    """Half the length of an interval, on average."""

    @property
    def inside(self) -> bool:
        """Whether the share lies within the bounds."""
        return self.low <= self.share <= self.high


def coverage(
    *,
    seed: int,
    repeats: int,
    runner: Runner,
    runs: int = 5,
    length: float = 600.0,
    on_progress: Callable[[float], None] | None = None,
) -> Coverage:
    """Repeat an experiment on M/M/12 and count the intervals that hold the exact share that waits.

    Parameters
    ----------
    seed
        Key of all random numbers.
    repeats
        How often, at least 20.
    runner
        Where the simulations run.
    runs
        Replications of each experiment, at least 2.
    length
        Of each replication after the warm-up; minutes.
    on_progress
        Called with the share of the work that is done.

    Returns
    -------
    Coverage
        The share that covered, with its bounds.

    Raises
    ------
    ValidationError
        If there are too few repeats or runs.
    """
    if repeats < REPEATS_MIN or runs < 2:
        raise ValidationError(f"repeats, runs = {repeats}, {runs}: must be at least {REPEATS_MIN} and 2")
    warm_up = 40.0
    scenario = with_changes(load_queue("textbook/erlang-c"), {"run.warm_up": warm_up, "run.length": warm_up + length})
    exact = mmc(**queue_of(scenario)._asdict()).wait_probability
    jobs = [Job(scenario=scenario, seed=seed, replication=_FIRST_RUN + number) for number in range(repeats * runs)]
    values = [measures[_MEASURE] for measures in runner.run(jobs, on_progress)]
    blocks = [values[begin : begin + runs] for begin in range(0, len(values), runs)]
    return covered(scenario.name, exact, blocks)


def covered(case: str, exact: float, blocks: Sequence[Sequence[float]]) -> Coverage:
    """Make the interval of each experiment and count those that hold the truth.

    Parameters
    ----------
    case
        Name of what was repeated.
    exact
        The truth.
    blocks
        Numbers of each experiment, at least 2, all as many.

    Raises
    ------
    OutputError
        If a number is not finite or there are too few.
    """
    intervals = [student_interval(block, level=LEVEL) for block in blocks]
    count = sum(interval.covers(exact) for interval in intervals)
    spread = 2.0 * sqrt(LEVEL * (1.0 - LEVEL) / len(blocks))
    return Coverage(
        case=case,
        measure=_MEASURE,
        exact=exact,
        level=LEVEL,
        repeats=len(blocks),
        runs=len(blocks[0]),
        covered=count,
        share=count / len(blocks),
        low=LEVEL - spread,
        high=min(1.0, LEVEL + spread),
        mean_half_width=sum(interval.half_width for interval in intervals) / len(blocks),
    )
