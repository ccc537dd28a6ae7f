"""Pairs of runs on mirrored random numbers: what one makes too long the other makes too short."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, series
from sim.output.student import Estimate, student_interval

MirroredSampler = Callable[[int, bool], float]
"""`sample(replication, mirrored)`: one measure of a run, with each uniform u taken as 1 - u if mirrored."""


@dataclass(frozen=True, kw_only=True)
class AntitheticEstimate:
    """A mean from pairs."""

    estimate: Estimate
    """With one number, the mean of the two, for each pair."""
    correlation: float
    """Of the two members of a pair; 0 where one is constant. The gain needs it negative."""
    variance_ratio: float
    """Variance of the mean of as many independent runs over that of the pairs; above 1 the mirror pays. Infinite if
    the pairs' means are constant."""


def antithetic_pairs(plain: Numbers, mirrored: Numbers, *, level: float = 0.95) -> AntitheticEstimate:
    """Estimate a mean from pairs of antithetic runs.

    Unbiased whatever the measure; precise only where it rises or falls with the uniforms throughout.

    Parameters
    ----------
    plain, mirrored
        Shape (n,), at least 2: the two members of each pair.
    level
        Inside (0, 1).

    Returns
    -------
    AntitheticEstimate
        The mean and what the mirror was worth.

    Raises
    ------
    OutputError
        If lengths differ, numbers are too few or one is not finite.

    References
    ----------
    J. M. Hammersley and K. W. Morton (1956), A new Monte Carlo technique: antithetic variates, Proc. Cambridge
    Philosophical Society 52, 449-475; A. M. Law (2015), 11.3.

    Examples
    --------
    >>> done = antithetic_pairs([1.0, 4.0, 2.0, 3.0], [4.1, 1.0, 2.9, 2.0])
    >>> f"{done.estimate.mean:.2f} {done.correlation:.3f} {done.variance_ratio:.0f}"
    '2.50 -0.998 511'
    """
    one, two = series("plain", plain, at_least=2), series("mirrored", mirrored, at_least=2)
    if one.size != two.size:
        raise OutputError(f"plain, mirrored: {one.size} and {two.size} numbers, not pairs")
    means = 0.5 * (one + two)
    apart = float(np.var(one, ddof=1) + np.var(two, ddof=1))
    of_pairs = float(np.var(means, ddof=1))
    spread = float(np.std(one, ddof=1) * np.std(two, ddof=1))
    return AntitheticEstimate(
        estimate=student_interval(means, level=level),
        correlation=min(1.0, max(-1.0, (2.0 * of_pairs - 0.5 * apart) / spread)) if spread > 0 else 0.0,
        variance_ratio=0.25 * apart / of_pairs if of_pairs > 0 else float("inf"),
    )


def antithetic_estimate(sample: MirroredSampler, *, pairs: int, level: float = 0.95) -> AntitheticEstimate:
    """Run pairs 0, 1, 2, ... and estimate the mean from them.

    Parameters
    ----------
    sample
        One measure of a run, plain or mirrored.
    pairs
        At least 2.
    level
        Inside (0, 1).

    Returns
    -------
    AntitheticEstimate
        The mean and what the mirror was worth.

    Raises
    ------
    OutputError
        If the pairs are too few or a run gives a number that is not finite.

    Examples
    --------
    >>> uniform = [0.1, 0.7, 0.4, 0.9]
    >>> done = antithetic_estimate(lambda run, mirrored: 1 - uniform[run] if mirrored else uniform[run], pairs=4)
    >>> f"{done.estimate.mean:.3f} {done.correlation:.3f}"
    '0.500 -1.000'
    """
    require_counts(2, pairs=pairs)
    both = [(sample(pair, False), sample(pair, True)) for pair in range(pairs)]  # noqa: FBT003 - the sampler's signature
    return antithetic_pairs([one for one, _ in both], [two for _, two in both], level=level)
