"""Draws of a lifecycle: each a function of the run's key, a purpose, the case and an ordinal."""

import math

from numba import njit

from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform
from sim.rehearsal.law import LifecycleLaw

_PARTIES = int(Purpose.PARTIES)
_PROCEDURE = int(Purpose.PROCEDURE)
_AMOUNT = int(Purpose.AMOUNT)
_MEDIUM = int(Purpose.MEDIUM)
_SESSIONS_MAX = 8
"""More than eight sessions have a chance of one in 600,000 at the default mean."""


@njit(cache=True)
def chance(laws: CaseLaws, purpose: int, case_id: int, k: int) -> float:
    """Return a float64 uniform in [0, 1)."""
    return uniform(laws.seed, laws.replication, purpose, case_id, k)


@njit(cache=True)
def exponential(laws: CaseLaws, purpose: int, case_id: int, k: int, mean: float) -> float:
    """Return an exponential variate of a mean, in its unit."""
    return -mean * math.log1p(-chance(laws, purpose, case_id, k))


@njit(cache=True)
def parties_of(laws: CaseLaws, law: LifecycleLaw, case_id: int) -> int:
    """Return how many parties a dispute has: two or three, of whom the first applies."""
    return 3 if chance(laws, _PARTIES, case_id, 0) < law.third_party_share else 2


@njit(cache=True)
def procedure_of(laws: CaseLaws, law: LifecycleLaw, case_id: int) -> int:
    """Return the procedure's number in `PROCEDURES`."""
    return 1 if chance(laws, _PROCEDURE, case_id, 0) < law.summary_share else 0


@njit(cache=True)
def medium_of(laws: CaseLaws, law: LifecycleLaw, case_id: int) -> int:
    """Return the number in `MEDIA` of how the parties meet."""
    drawn = chance(laws, _MEDIUM, case_id, 0)
    if drawn < law.video_share:
        return 0
    return 1 if drawn < law.video_share + law.at_turns_share else 2


@njit(cache=True)
def amount_fen_of(laws: CaseLaws, law: LifecycleLaw, case_id: int) -> int:
    """Return the amount in dispute, hundredths of a yuan: lognormal, by Box and Muller."""
    radius = math.sqrt(-2.0 * math.log1p(-chance(laws, _AMOUNT, case_id, 0)))
    normal = radius * math.cos(2.0 * math.pi * chance(laws, _AMOUNT, case_id, 1))
    return round(math.exp(law.amount_log_fen + law.amount_spread * normal))


@njit(cache=True)
def poisson(drawn: float, mean: float) -> int:
    """Return the Poisson quantile of a chance, at most `_SESSIONS_MAX - 1`."""
    count, mass = 0, math.exp(-mean)
    below = mass
    while drawn >= below and count < _SESSIONS_MAX - 1:
        count += 1
        mass *= mean / count
        below += mass
    return count
