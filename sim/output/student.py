"""The mean of independent replications with Student's interval."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from sim.output.samples import Numbers, require_counts, require_inside, series


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A mean and how sure it is."""

    mean: float
    """The estimate."""
    half_width: float
    """Half the length of the interval."""
    low: float
    """Lower end of the interval."""
    high: float
    """Upper end of the interval."""
    level: float
    """Share of intervals made this way that hold the true mean."""
    runs: int
    """Independent numbers the mean is of."""

    def covers(self, value: float) -> bool:
        """Tell whether a value lies in the interval, ends included."""
        return self.low <= value <= self.high


def student_quantile(freedom: float, level: float) -> float:
    """Give t such that a Student variable lies in [-t, t] with a probability.

    Parameters
    ----------
    freedom
        Degrees of freedom, above 0.
    level
        The probability, inside (0, 1).

    Returns
    -------
    float
        The quantile.

    Raises
    ------
    OutputError
        If the level is not inside (0, 1) or the freedom not above 0.

    Examples
    --------
    >>> round(student_quantile(9, 0.95), 4)
    2.2622
    """
    require_inside(0, 1, level=level)
    require_inside(0, float("inf"), freedom=freedom)
    return float(special.stdtrit(freedom, 0.5 + 0.5 * level))


def around(mean: float, deviation: float, *, runs: int, level: float, freedom: float | None = None) -> Estimate:
    """Build the interval around a mean of `runs` independent numbers.

    Parameters
    ----------
    mean
        Their mean.
    deviation
        Standard deviation of one of them, at least 0.
    runs
        At least 2.
    level
        Inside (0, 1).
    freedom
        Degrees of freedom of the deviation; one less than the runs unless given.

    Returns
    -------
    Estimate
        Mean and interval.

    Raises
    ------
    OutputError
        If an argument is out of range.

    Examples
    --------
    >>> around(100.0, 10.0, runs=25, level=0.95).half_width.__round__(4)
    4.1278
    """
    require_counts(2, runs=runs)
    half_width = student_quantile(runs - 1 if freedom is None else freedom, level) * deviation / sqrt(runs)
    return Estimate(
        mean=mean, half_width=half_width, low=mean - half_width, high=mean + half_width, level=level, runs=runs
    )


def student_interval(values: Numbers, *, level: float = 0.95) -> Estimate:
    """Estimate a mean from independent replications.

    mean +- t s / sqrt(n), with t Student's quantile at n - 1 degrees of freedom. Exact for normal numbers; the mean of
    a long run is nearly normal. Not for numbers that depend on each other: see `batch_means`.

    Parameters
    ----------
    values
        Shape (n,), at least 2; one number for each replication.
    level
        Inside (0, 1).

    Returns
    -------
    Estimate
        Mean and interval.

    Raises
    ------
    OutputError
        If there are too few numbers, one is not finite, or the level is not inside (0, 1).

    References
    ----------
    Student (1908), The probable error of a mean, Biometrika 6, 1-25; A. M. Law (2015), Simulation Modeling and
    Analysis, 5th ed., 9.4.

    Examples
    --------
    >>> estimate = student_interval([1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09], level=0.9)
    >>> f"{estimate.mean:.3f} {estimate.half_width:.3f}"
    '1.343 0.237'
    """
    numbers = series("values", values, at_least=2)
    return around(float(np.mean(numbers)), float(np.std(numbers, ddof=1)), runs=numbers.size, level=level)
