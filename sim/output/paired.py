"""Systems compared on the same random numbers: the interval of a difference, and how likely each is the best."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, require_inside, series, table
from sim.output.student import Estimate, student_interval


@dataclass(frozen=True, kw_only=True)
class PairedDifference:
    """Second system less the first."""

    difference: Estimate
    """Of the differences, replication by replication."""
    correlation: float
    """Of the two systems over replications; 0 where one of them is constant."""
    variance_ratio: float
    """Variance of the difference if the systems were independent, over the variance it has; above 1 pairing pays.
    Infinite if the difference is constant."""

    @property
    def significant(self) -> bool:
        """Whether the interval leaves out 0."""
        return not self.difference.covers(0.0)


def paired_difference(first: Numbers, second: Numbers, *, level: float = 0.95) -> PairedDifference:
    """Compare two systems that were run with common random numbers.

    Student's interval of the differences. Right whether or not the pairing helps; it holds for normal differences and
    nearly for means of long runs.

    Parameters
    ----------
    first, second
        Shape (n,), at least 2: the same measure, entry by entry of the same replication.
    level
        Inside (0, 1).

    Returns
    -------
    PairedDifference
        The difference and what the pairing was worth.

    Raises
    ------
    OutputError
        If lengths differ, numbers are too few or one is not finite.

    References
    ----------
    A. M. Law (2015), Simulation Modeling and Analysis, 5th ed., 10.2.1 and 11.2.

    Examples
    --------
    >>> compared = paired_difference([10.0, 14.0, 12.0, 18.0], [9.0, 12.0, 11.0, 16.0])
    >>> f"{compared.difference.mean} {compared.correlation:.3f} {compared.variance_ratio:.1f}"
    '-1.5 0.994 61.0'
    """
    one, two = series("first", first, at_least=2), series("second", second, at_least=2)
    if one.size != two.size:
        raise OutputError(f"first, second: {one.size} and {two.size} numbers, not the same replications")
    apart = float(np.var(one, ddof=1) + np.var(two, ddof=1))
    together = float(np.var(two - one, ddof=1))
    spread = float(np.std(one, ddof=1) * np.std(two, ddof=1))
    covariance = 0.5 * (apart - together)
    return PairedDifference(
        difference=student_interval(two - one, level=level),
        correlation=min(1.0, max(-1.0, covariance / spread)) if spread > 0 else 0.0,
        variance_ratio=apart / together if together > 0 else float("inf"),
    )


def best_probabilities(
    values: NDArray[np.float64],
    *,
    larger_is_better: bool,
    seed: int,
    draws: int = 10_000,
    method: Literal["bootstrap", "normal"] = "normal",
) -> list[float]:
    """Give the probability that each of several systems has the best mean.

    Normal: the means are drawn from Student's law with the observed means and their covariance and n - 1 degrees of
    freedom, a posterior under a flat prior that knows the covariance no better than n replications tell; of two equal
    systems it calls either the best with more than .95 in a tenth of all tables, however small they are. Bootstrap:
    replications are drawn again with replacement, whole rows, so that the pairing stays. Ties share.

    Parameters
    ----------
    values
        Shape (n, k): n replications, at least 2, of k systems, at least 2; a row shares its random numbers.
    larger_is_better
        False for waits and costs.
    seed
        Of the draws.
    draws
        At least 100; the standard error is at most 0.5 / sqrt(draws).
    method
        Bootstrap wants some thirty replications and makes no assumption on their law.

    Returns
    -------
    list of float
        One for each system; they sum to 1.

    Raises
    ------
    OutputError
        If the table is too small, holds a number that is not finite, or the draws are too few.

    References
    ----------
    S. E. Chick and K. Inoue (2001), New procedures to select the best simulated system using common random numbers,
    Management Science 47, 1133-1149.

    Examples
    --------
    >>> values = np.array([[1.0, 2.0], [3.0, 4.1], [2.0, 2.9], [5.0, 6.2]])
    >>> best_probabilities(values, larger_is_better=False, seed=1)
    [1.0, 0.0]
    """
    require_counts(100, draws=draws)
    if method not in {"bootstrap", "normal"}:
        raise OutputError(f"method: {method!r} is not bootstrap or normal")
    require_inside(-1, 2**64, seed=seed)
    numbers = table("values", values, rows=2, columns=2)
    draw = _bootstrap_means if method == "bootstrap" else _normal_means
    means = draw(numbers if larger_is_better else -numbers, Generator(Philox(seed)), draws)
    best = means == np.max(means, axis=1, keepdims=True)
    shares = np.mean(best / np.sum(best, axis=1, keepdims=True), axis=0)
    return [float(share) for share in shares]


def _bootstrap_means(numbers: NDArray[np.float64], random: Generator, draws: int) -> NDArray[np.float64]:
    """Draw means of replications taken again with replacement: by how often each is taken."""
    runs = numbers.shape[0]
    counts = random.multinomial(runs, np.full(runs, 1.0 / runs), size=draws)
    return np.asarray(counts @ numbers / runs, dtype=np.float64)


def _normal_means(numbers: NDArray[np.float64], random: Generator, draws: int) -> NDArray[np.float64]:
    """Draw means: a normal mixture of the centred rows has just the observed covariance, singular or not.

    Each draw is stretched by a root of (n - 1) over chi-square, as the covariance is estimated from so few rows.
    """
    runs = numbers.shape[0]
    centre = np.mean(numbers, axis=0)
    means = np.empty((draws, numbers.shape[1]))
    scale = (runs * (runs - 1)) ** -0.5
    chunk = max(1, 5_000_000 // runs)  # 40 MB at a time
    for start in range(0, draws, chunk):
        count = min(chunk, draws - start)
        mixed = random.standard_normal((count, runs)) @ (numbers - centre) * scale
        stretch = np.sqrt((runs - 1) / random.chisquare(runs - 1, count))
        means[start : start + count] = centre + mixed * stretch[:, np.newaxis]
    return means
