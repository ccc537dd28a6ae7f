"""Which job suits a process next: one that meets the filings it has met, since it keeps the last ones' beginnings."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Final, TypeAlias

from sim.experiments.job import Job

LOOKED_AT: Final = 64
"""Waiting jobs that are looked at: comparisons lay those that belong together side by side."""
Demand: TypeAlias = tuple[int, int]
"""Seed and replication: jobs that share them meet the same filings, unless their scenarios file otherwise."""


def demand_of(job: Job) -> Demand:
    """Return which filings a job meets."""
    return job.seed, job.replication


def suited(own: Demand | None, taken: Collection[Demand | None], jobs: Sequence[Job], waiting: Iterable[int]) -> int:
    """Return the number of the first waiting job with the process's own filings; else with nobody's; else the first.

    Parameters
    ----------
    own
        Filings that the process met last; None for a new one.
    taken
        Those that any process met last.
    jobs
        All jobs.
    waiting
        Numbers of those that nobody has begun, at least one.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> jobs = [Job(scenario=load_any("one-court"), seed=1, replication=r) for r in (0, 0, 1, 1)]
    >>> suited(None, [(1, 0)], jobs, [1, 2, 3]), suited((1, 0), [(1, 0), (1, 1)], jobs, [1, 3])
    (2, 1)
    """
    near = list(islice(waiting, LOOKED_AT))
    same = (number for number in near if demand_of(jobs[number]) == own)
    fresh = (number for number in near if demand_of(jobs[number]) not in taken)
    return next(same, next(fresh, near[0]))
