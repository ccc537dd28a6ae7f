"""What replications say of a mean: the estimate, its interval, and how far it is from the precision asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, nan
from typing import Final

import numpy as np

from sim.experiments.errors import ExperimentError

CONFIDENCE_MIN: Final = 0.5
"""Least confidence: below it an interval would rather miss the truth than hold it."""
CONFIDENCE_MAX: Final = 0.9999
"""Most confidence: an interval that is surer than that is too wide to say anything."""
REPLICATIONS_MAX: Final = 100_000
"""Most runs of one scenario, so that a slip of the keyboard is refused."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A mean over independent replications."""

    mean: float
    low: float
    """Lower end of the interval; minus infinity from a single replication."""
    high: float
    """Upper end."""
    deviation: float
    """Standard deviation of one replication; not a number from a single one."""
    replications: int

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2.0

    @property
    def relative_half_width(self) -> float:
        """Half the length of the interval as a share of the mean; infinite at a mean of 0, unless nothing varies."""
        if self.half_width == 0.0:
            return 0.0
        return self.half_width / abs(self.mean) if self.mean else inf


def check_runs(replications: int, confidence: float, *, least: int = 1, purpose: str = "") -> None:
    """Refuse before anything runs a number of runs that will not do, and a confidence that no interval can have.

    Parameters
    ----------
    replications
        Runs of one scenario, `least` to `REPLICATIONS_MAX`.
    confidence
        Chance that an interval holds the truth, `CONFIDENCE_MIN` to `CONFIDENCE_MAX`.
    least
        Fewest runs that will do.
    purpose
        What so many are needed for, such as ` to know how sure a difference is`.

    Raises
    ------
    ExperimentError
        Naming the value and both bounds; a confidence that is not a number lies outside of them.
    """
    if not least <= replications <= REPLICATIONS_MAX:
        raise ExperimentError(f"replications = {replications}: must be from {least} to {REPLICATIONS_MAX}{purpose}")
    if not CONFIDENCE_MIN <= confidence <= CONFIDENCE_MAX:
        raise ExperimentError(f"confidence = {confidence:g}: must be from {CONFIDENCE_MIN:g} to {CONFIDENCE_MAX:g}")


def estimate(values: Sequence[float], *, confidence: float = 0.95) -> Estimate:
    """Estimate a mean with Student's interval.

    Parameters
    ----------
    values
        One a replication; at least one. If one is not finite, neither is the mean, and there is no interval.
    confidence
        Chance that the interval holds the true mean, 0 to 1.

    Examples
    --------
    >>> found = estimate([9.0, 10.0, 11.0, 10.0])
    >>> found.mean, round(found.low, 3), round(found.high, 3)
    (10.0, 8.701, 11.299)
    """
    from sim.output.student import student_interval  # noqa: PLC0415 - loads scipy, and not every experiment estimates

    count, mean = len(values), float(np.mean(values))
    if not isfinite(mean):
        return Estimate(mean=mean, low=nan, high=nan, deviation=nan, replications=count)
    if count == 1:
        return Estimate(mean=mean, low=-inf, high=inf, deviation=nan, replications=1)
    found = student_interval(values, level=confidence)
    deviation = float(np.std(values, ddof=1))
    return Estimate(mean=mean, low=found.low, high=found.high, deviation=deviation, replications=count)
