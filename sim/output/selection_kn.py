"""The best of several systems with a promised probability: Kim and Nelson's fully sequential procedure."""

from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.output.samples import Sampler, ask, require_counts, require_inside

RUNS_MAX: Final = 1_000_000
"""Replications of one system, unless the caller caps them lower."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which system was selected, and at what cost."""

    best: int
    """Number of the system."""
    reached: bool
    """Whether the procedure came to its end; if not, the best so far carries no promise."""
    survivors: tuple[int, ...]
    """Systems not ruled out at the end; one of them where the promise holds."""
    means: tuple[float, ...]
    """Mean of each system over the runs it had: of the systems ruled out early, over few."""
    runs: tuple[int, ...]
    """Replications of each system."""


def select_kn(
    sample: Sampler,
    *,
    systems: int,
    indifference: float,
    larger_is_better: bool,
    level: float = 0.95,
    first_runs: int = 10,
    runs_max: int = RUNS_MAX,
) -> Selection:
    """Select the system with the best mean, ruling out others as soon as the data allow.

    After `first_runs` of each, one replication at a time: system i goes when for some l its mean is worse than l's by
    more than W = max(0, (delta / 2r)(h^2 S_il^2 / delta^2 - r)), with S_il^2 the variance of their first differences,
    h^2 = (n0 - 1)((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1).

    Parameters
    ----------
    sample
        `sample(system, replication)`. Common random numbers over systems are allowed and save runs.
    systems
        k, at least 2, numbered from 0.
    indifference
        delta, above 0: a smaller difference of means is not worth finding.
    larger_is_better
        False for waits and costs.
    level
        Promised probability of selecting the best whenever it is better by delta; inside (1/k, 1).
    first_runs
        n0, at least 3; around 10.
    runs_max
        Replications of one system at most.

    Returns
    -------
    Selection
        The best. The promise is for normal, independent replications.

    Raises
    ------
    OutputError
        If a setting is out of range or a run gives a number that is not finite.

    References
    ----------
    S.-H. Kim and B. L. Nelson (2001), ACM Trans. Modeling and Computer Simulation 11, 251-273, with c = 1.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(size=(5, 1000))
    >>> done = select_kn(lambda i, r: i + noise[i, r], systems=5, indifference=0.5, larger_is_better=True)
    >>> done.best, done.reached, max(done.runs) < 200
    (4, True, True)
    """
    _check(systems, indifference, level, first_runs, runs_max)
    sign = 1.0 if larger_is_better else -1.0
    first = sign * np.array([ask(sample, system, range(first_runs)) for system in range(systems)])
    limits = _run_limits(first, indifference, level)
    return _race(sample, sign, first, limits, indifference, runs_max)


def _check(systems: int, indifference: float, level: float, first_runs: int, runs_max: int) -> None:
    require_counts(2, systems=systems)
    require_counts(3, first_runs=first_runs)
    require_counts(first_runs, runs_max=runs_max)
    require_inside(0, inf, indifference=indifference)
    require_inside(1.0 / systems, 1, level=level)


def _race(
    sample: Sampler,
    sign: float,
    first: NDArray[np.float64],
    limits: NDArray[np.float64],
    indifference: float,
    runs_max: int,
) -> Selection:
    """Rule systems out, replication by replication; `sign` turns the better mean into the larger one."""
    systems, done = int(first.shape[0]), int(first.shape[1])
    sums, runs = first.sum(axis=1), np.full(systems, done)
    alive = np.arange(systems)
    last = float(np.max(limits))
    while True:
        alive = alive[_kept(sums[alive] / done, limits[np.ix_(alive, alive)], done, indifference)]
        # Beyond every limit the margin is 0 and only the best mean, or ties of it, is kept.
        if alive.size == 1 or done > last or done >= runs_max:
            break
        sums[alive] += sign * np.array([ask(sample, int(system), [done])[0] for system in alive])
        done += 1
        runs[alive] = done
    return Selection(
        best=int(alive[np.argmax(sums[alive])]),
        reached=alive.size == 1 or done > last,
        survivors=tuple(int(system) for system in alive),
        means=tuple(float(mean) for mean in sign * sums / runs),
        runs=tuple(int(count) for count in runs),
    )


def _run_limits(first: NDArray[np.float64], indifference: float, level: float) -> NDArray[np.float64]:
    """Give h^2 S_il^2 / delta^2 for each pair: after so many runs the pair is decided by its means alone."""
    systems, count = first.shape
    growth = (2.0 * (1.0 - level) / (systems - 1)) ** (-2.0 / (count - 1)) - 1.0
    variances = np.var(first[:, None, :] - first[None, :, :], axis=2, ddof=1)
    return (count - 1) * growth * variances / indifference**2


def _kept(means: NDArray[np.float64], limits: NDArray[np.float64], runs: int, indifference: float) -> NDArray[np.bool_]:
    margins = np.maximum(0.0, indifference / (2.0 * runs) * (limits - runs))
    return np.all(means[:, None] >= means[None, :] - margins, axis=1)
