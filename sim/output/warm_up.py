"""Where the start of a run stops telling: the MSER-5 rule."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.output.samples import Numbers, require_counts, series, table

MSER_BATCH: Final = 5
"""Observations to a batch: MSER-5."""


@dataclass(frozen=True, kw_only=True, eq=False)
class WarmUp:
    """What to cut off, and the curve that says so."""

    cut: int
    """Observations to leave out at the start: a multiple of the batch."""
    mean: float
    """Mean of the whole batches after the cut."""
    statistic: NDArray[np.float64]
    """float64, shape (batches // 2 + 1,): squared standard error of the mean after cutting 0, 1, 2, ... batches."""
    batch: int
    """Observations to a batch."""
    doubtful: bool
    """Whether the least lies at the end of the curve: the run is too short to say, however much is cut."""


def mser(values: Numbers, *, batch: int = MSER_BATCH) -> WarmUp:
    """Choose the cut that makes the mean of the rest most precise.

    Of batch means Y(1..m), after cutting d of them, the statistic is the sum of their squared distances from their own
    mean, over (m - d)^2. A start far from the rest adds distance, cutting too much loses numbers. At most half is cut,
    since the statistic of the last few is small by chance.

    Parameters
    ----------
    values
        Shape (n,), at least ten batches; observations in order of time, equally spaced or one a customer.
    batch
        Observations to a batch, at least 1. What is left over at the end is not used.

    Returns
    -------
    WarmUp
        The cut and its curve.

    Raises
    ------
    OutputError
        If there are too few numbers or one is not finite.

    References
    ----------
    K. P. White Jr., M. J. Cobb and S. C. Spratt (2000), A comparison of five steady-state truncation heuristics for
    simulation, Proc. Winter Simulation Conference, 755-760.

    Examples
    --------
    >>> rule = mser([50.0, 40.0, 30.0, 20.0, 10.0] + [0.0, 1.0, 2.0, 1.0, 0.0] * 20)
    >>> rule.cut, round(rule.mean, 9), rule.doubtful
    (5, 0.8, False)
    """
    require_counts(1, batch=batch)
    numbers = series("values", values, at_least=10 * batch)
    count = numbers.size // batch
    means = np.asarray(np.mean(numbers[: count * batch].reshape(count, batch), axis=1), dtype=np.float64)
    # Sums from the end: of the batches that are left after each cut. Around the whole mean, to keep the digits.
    centre = float(np.mean(means))
    distances = (means - centre)[::-1]
    left = np.arange(1, count + 1)
    squares = np.cumsum(distances**2) - np.cumsum(distances) ** 2 / left
    statistic = (np.maximum(squares, 0.0) / left.astype(np.float64) ** 2)[::-1][: count // 2 + 1]
    least = int(np.argmin(statistic))
    return WarmUp(
        cut=least * batch,
        mean=float(np.mean(means[least:])),
        statistic=np.ascontiguousarray(statistic),
        batch=batch,
        doubtful=least == statistic.size - 1,
    )


def mser_of_replications(values: NDArray[np.float64], *, batch: int = MSER_BATCH) -> WarmUp:
    """Choose one cut for all replications, from their average course.

    Averaging over replications leaves the course of the start and takes the noise away, so one cut fits all of them;
    cuts chosen run by run differ widely.

    Parameters
    ----------
    values
        Shape (replications, n): the same moments in each, at least one replication.
    batch
        Observations to a batch, at least 1.

    Returns
    -------
    WarmUp
        The cut; `mean` is that of all replications after it.

    Raises
    ------
    OutputError
        If there are too few numbers or one is not finite.

    Examples
    --------
    >>> rule = mser_of_replications(np.array([[9.0] * 10 + [1.0, 2.0] * 45, [5.0] * 10 + [2.0, 1.0] * 45]))
    >>> rule.cut, round(rule.mean, 9)
    (10, 1.5)
    """
    return mser(np.mean(table("values", values, rows=1, columns=10 * batch), axis=0), batch=batch)
