"""The best of several systems within a budget: runs go where they help the choice most (OCBA)."""

from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.output.errors import OutputError
from sim.output.samples import Numbers, Sampler, ask, require_counts, series

_TIE: Final = 1e-6
"""A difference of means below this share of the deviations counts as this: an exact tie would take the whole budget."""


@dataclass(frozen=True, kw_only=True)
class BudgetSelection:
    """Which system was selected, and how sure that is."""

    best: int
    """Number of the system."""
    probability: float
    """Lower bound of the posterior probability that it is the best, by Bonferroni; no promise beforehand."""
    means: tuple[float, ...]
    """Mean of each system."""
    runs: tuple[int, ...]
    """Replications of each system."""


def ocba_shares(means: Numbers, deviations: Numbers, *, larger_is_better: bool) -> NDArray[np.float64]:
    """Give the share of a budget for each system that makes the choice surest, for a large budget.

    Share of i in proportion to (s_i / distance of its mean from the best)^2; share of the best s_b times the root of
    the sum of (share_i / s_i)^2.

    Parameters
    ----------
    means, deviations
        Shape (k,), at least 2: mean and standard deviation of one run of each system; deviations above 0.
    larger_is_better
        False for waits and costs.

    Returns
    -------
    ndarray of float64, shape (k,)
        Shares, which sum to 1.

    Raises
    ------
    OutputError
        If shapes differ, or a deviation is not above 0.

    References
    ----------
    C.-H. Chen, J. Lin, E. Yucesan and S. E. Chick (2000), Simulation budget allocation for further enhancing the
    efficiency of ordinal optimization, Discrete Event Dynamic Systems 10, 251-270.

    Examples
    --------
    >>> ocba_shares([3.0, 2.0, 1.0], [1.0, 1.0, 1.0], larger_is_better=True).round(4).tolist()
    [0.4519, 0.4384, 0.1096]
    """
    centres = series("means", means, at_least=2) * (1.0 if larger_is_better else -1.0)
    spreads = series("deviations", deviations, at_least=2)
    if centres.shape != spreads.shape:
        raise OutputError(f"means, deviations: {centres.size} and {spreads.size} numbers, not the same systems")
    if not np.all(spreads > 0):
        raise OutputError(f"deviations[{int(np.argmin(spreads))}]: {np.min(spreads)} is not above 0")
    best = int(np.argmax(centres))
    distances = np.maximum(centres[best] - centres, _TIE * spreads)
    ratios = (spreads / distances) ** 2
    ratios[best] = 0.0
    ratios[best] = spreads[best] * np.sqrt(np.sum((ratios / spreads) ** 2))
    return ratios / np.sum(ratios)


def select_ocba(
    sample: Sampler,
    *,
    systems: int,
    budget: int,
    larger_is_better: bool,
    first_runs: int = 10,
    step: int | None = None,
) -> BudgetSelection:
    """Spend a budget of runs on finding the system with the best mean.

    Parameters
    ----------
    sample
        `sample(system, replication)`, independent over systems.
    systems
        k, at least 2, numbered from 0.
    budget
        Replications of all systems together, at least `systems` times `first_runs`.
    larger_is_better
        False for waits and costs.
    first_runs
        Of each system, at least 3.
    step
        Replications between two allocations, at least 1; as many as systems unless given.

    Returns
    -------
    BudgetSelection
        The best; all of the budget is spent.

    Raises
    ------
    OutputError
        If a setting is out of range or a run gives a number that is not finite.

    References
    ----------
    C.-H. Chen and L. H. Lee (2011), Stochastic Simulation Optimization, 3.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(size=(5, 1000))
    >>> done = select_ocba(lambda i, r: i + noise[i, r], systems=5, budget=200, larger_is_better=True)
    >>> done.best, sum(done.runs), done.runs[4] > done.runs[0]
    (4, 200, True)
    """
    require_counts(2, systems=systems)
    require_counts(3, first_runs=first_runs)
    require_counts(systems * first_runs, budget=budget)
    increment = systems if step is None else step
    require_counts(1, step=increment)
    values = [list(ask(sample, system, range(first_runs))) for system in range(systems)]
    _spend(sample, values, budget, increment, larger_is_better=larger_is_better)
    return _selection(values, larger_is_better=larger_is_better)


def _selection(values: list[list[float]], *, larger_is_better: bool) -> BudgetSelection:
    means, deviations = _moments(values)
    best = int(np.argmax(means if larger_is_better else -means))
    return BudgetSelection(
        best=best,
        probability=_probability(means, deviations, [len(runs) for runs in values], best),
        means=tuple(float(mean) for mean in means),
        runs=tuple(len(runs) for runs in values),
    )


def _spend(sample: Sampler, values: list[list[float]], budget: int, increment: int, *, larger_is_better: bool) -> None:
    """Add runs to the systems' values until the budget is gone."""
    spent = sum(len(runs) for runs in values)
    while spent < budget:
        means, deviations = _moments(values)
        shares = ocba_shares(means, deviations, larger_is_better=larger_is_better)
        counts = np.array([len(runs) for runs in values])
        for _ in range(min(increment, budget - spent)):
            # The next run goes to the system furthest behind its share.
            system = int(np.argmax(shares * (spent + 1) - counts))
            values[system] += list(ask(sample, system, [len(values[system])]))
            counts[system] += 1
            spent += 1


def _moments(values: list[list[float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    means = np.array([float(np.mean(runs)) for runs in values], dtype=np.float64)
    deviations = np.array([float(np.std(runs, ddof=1)) for runs in values], dtype=np.float64)
    # A constant system needs no runs, but its share must not be 0 divided by 0.
    floor = 1e-9 * max(float(np.max(deviations)), float(np.max(np.abs(means))), 1e-290)
    return means, np.maximum(deviations, floor)


def _probability(means: NDArray[np.float64], deviations: NDArray[np.float64], runs: list[int], best: int) -> float:
    """Give 1 less the sum over others of the posterior probability that they are better."""
    variances = np.square(deviations) / np.array(runs, dtype=np.float64)
    z = np.asarray(np.abs(means - means[best]) / np.sqrt(variances + variances[best]), dtype=np.float64)
    z[best] = inf
    return max(0.0, 1.0 - float(np.sum(special.ndtr(-z))))
