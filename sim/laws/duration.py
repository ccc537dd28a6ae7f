"""How long a mediation lasts, from acceptance to close, in levelled calendar time.

A share of the cases ends within the statutory period, by a triangular law that rises towards its end as parties meet
the deadline; the rest is extended and ends an exponential time after it. The shape is an assumption, the mean is not.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.scenario.handling import Durations

_DAY_US = 86_400_000_000


class DurationLaw(NamedTuple):
    """Parameters of the law, in microseconds of levelled time."""

    within_share: float
    """Fraction of cases that end within the period."""
    mode_us: float
    """Most frequent duration of those."""
    period_us: float
    extended_mean_us: float
    """Mean time past the period of the others."""


def duration_law(durations: Durations) -> DurationLaw:
    """Return the law whose mean is `durations.mean_days`.

    The triangular part has mean (0 + mode + period) / 3; the extended part takes what is then missing to the mean.

    Parameters
    ----------
    durations
        Section `[durations]` of a scenario.
    """
    return DurationLaw(
        durations.within_period_share,
        durations.triangular_mode_days * _DAY_US,
        float(durations.period_days * _DAY_US),
        ((durations.extended_mean_days or durations.period_days) - durations.period_days) * _DAY_US,
    )


@njit(cache=True)
def duration_us(law: DurationLaw, uniform: float) -> int:
    """Return the duration at a quantile: the inverse of the law's distribution function, at least 1 microsecond.

    Parameters
    ----------
    law
        Parameters.
    uniform
        float64 in [0, 1).
    """
    if uniform >= law.within_share:
        beyond = (uniform - law.within_share) / (1.0 - law.within_share)
        days = law.period_us - law.extended_mean_us * math.log1p(-beyond)
    else:
        within = uniform / law.within_share
        if within * law.period_us < law.mode_us:
            days = math.sqrt(within * law.period_us * law.mode_us)
        else:
            days = law.period_us - math.sqrt((1.0 - within) * law.period_us * (law.period_us - law.mode_us))
    return max(1, round(days))


def survival(law: DurationLaw, duration_us: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of lasting longer than each duration.

    Parameters
    ----------
    law
        Parameters.
    duration_us
        float64[n], microseconds of levelled time.

    Returns
    -------
    NDArray[np.float64]
        float64[n] in [0, 1].
    """
    inside = np.clip(duration_us, 0.0, law.period_us)
    rising = inside**2 / (law.period_us * law.mode_us) if law.mode_us > 0 else np.zeros_like(inside)
    rest = law.period_us - law.mode_us
    falling = 1.0 - (law.period_us - inside) ** 2 / (law.period_us * rest) if rest > 0 else rising
    within = np.where(inside < law.mode_us, rising, falling)
    past = np.maximum(duration_us - law.period_us, 0.0)
    extended = np.exp(-past / law.extended_mean_us) if law.extended_mean_us > 0 else (past <= 0).astype(float)
    return law.within_share * (1.0 - within) + (1.0 - law.within_share) * extended
