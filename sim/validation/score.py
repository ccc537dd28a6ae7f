"""The verdict on one measure: exact value, estimate, interval, z, relative error."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, inf, sqrt
from typing import Final, Literal

import numpy as np
from scipy import special

from sim.output.student import student_interval

Z_MAX: Final = 4.0
"""Standard errors beyond which an estimate differs."""
RELATIVE_ERROR_MAX: Final = 0.02
"""Share of the exact value beyond which an estimate of a long run differs."""
NEAR_ZERO: Final = 0.01
"""Exact values below it, in size, are judged by z alone: two per cent of nearly nothing says nothing."""
LEVEL: Final = 0.95
"""Of the intervals."""

Verdict = Literal["agrees", "differs"]


@dataclass(frozen=True, kw_only=True)
class Score:
    """One measure of one case on one backend."""

    name: str
    """Of the case."""
    family: str
    """Of the case."""
    theory: str
    """Of the case."""
    backend: str
    """"fast" or "simpy"."""
    measure: str
    """What is compared; times in the scenario's unit."""
    exact: float
    """What theory says."""
    estimate: float
    """Mean over the replications."""
    low: float
    """Lower end of Student's interval."""
    high: float
    """Upper end."""
    z: float
    """Estimate less exact value in standard errors, as a normal score; see `normal_score`."""
    relative_error: float | None
    """Estimate less exact value, over the exact value; None where that is 0."""
    runs: int
    """Replications."""
    verdict: Verdict
    """Whether theory and simulation agree."""


@dataclass(frozen=True, kw_only=True)
class Estimated:
    """What a comparison of numbers with an exact value gives."""

    estimate: float
    low: float
    high: float
    z: float
    relative_error: float | None
    verdict: Verdict


def normal_score(t: float, freedom: int) -> float:
    """Turn Student's t into the normal score that is as rare.

    A few replications have an uncertain standard error, and t is beyond 4 far more often than a normal number is: with
    9 degrees of freedom once in 300 times instead of once in 16,000.

    Parameters
    ----------
    t
        Estimate less exact value over the estimated standard error.
    freedom
        One less than the replications.

    Returns
    -------
    float
        z with the same sign and the same probability of being exceeded.

    Examples
    --------
    >>> round(normal_score(4.0, 9), 2), round(normal_score(-4.0, 10_000), 2)
    (2.96, -4.0)
    """
    tail = float(special.stdtr(freedom, -abs(t)))
    return copysign(-float(special.ndtri(tail)), t)


def judge(values: Sequence[float], exact: float, *, random: bool = True, by_size: bool = True) -> Estimated:
    """Hold the numbers of independent replications against an exact value.

    Parameters
    ----------
    values
        One number a replication; at least 2 where they are random.
    exact
        Their mean, as theory has it.
    random
        False if the numbers must be equal to the exact value.
    by_size
        Whether the relative error counts too, as it does after long runs; else z alone.

    Returns
    -------
    Estimated
        "agrees" if |z| is below 4 and, where it counts, the relative error below 2 per cent.

    Raises
    ------
    OutputError
        If a number is not finite, or there are too few.

    Examples
    --------
    >>> judge([9.9, 10.1, 10.0], 10.0).verdict, judge([50.0], 50.0, random=False).z
    ('agrees', 0.0)
    """
    numbers = np.asarray(values, dtype=np.float64)
    mean = float(np.mean(numbers))
    error = mean - exact
    relative = error / exact if exact else None
    if not random:
        same = bool(np.all(numbers == exact))
        return Estimated(
            estimate=mean,
            low=float(np.min(numbers)),
            high=float(np.max(numbers)),
            z=0.0 if same else inf,
            relative_error=relative,
            verdict="agrees" if same else "differs",
        )
    interval = student_interval(numbers, level=LEVEL)
    standard_error = float(np.std(numbers, ddof=1)) / sqrt(numbers.size)
    z = normal_score(error / standard_error, numbers.size - 1) if standard_error else (inf if error else 0.0)
    close = not by_size or relative is None or abs(exact) < NEAR_ZERO or abs(relative) < RELATIVE_ERROR_MAX
    return Estimated(
        estimate=mean,
        low=interval.low,
        high=interval.high,
        z=z,
        relative_error=relative,
        verdict="agrees" if abs(z) < Z_MAX and close else "differs",
    )
