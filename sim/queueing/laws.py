"""Draw lengths of time by inversion from counter-based words: one uniform number, one length."""

import math

import numpy as np

from sim.queueing.compiled import outer
from sim.queueing.law_table import DETERMINISTIC, EMPIRICAL, EXPONENTIAL, GAMMA, LOGNORMAL, MIXTURE
from sim.queueing.program import ProgramRecord, law_values_of, laws_of
from sim.queueing.special import gamma_quantile, normal_quantile
from sim.randomness.words import uniform

_LONGEST_US = 2.0**60
"""Longest time drawn: added to any instant of a run it still fits a signed word."""
_LARGEST_UNIFORM = 1.0 - 2.0**-53


@outer
def mirrored(u: float) -> float:
    """Return the mirror image of a uniform number: 1 - 2**-53 - u, which stays below 1."""
    return _LARGEST_UNIFORM - u


@outer
def draw(program: ProgramRecord, purpose: int, subject: int, k: int) -> float:
    """Return a uniform number, mirrored if the run is.

    Parameters
    ----------
    program
        Holds the key.
    purpose
        A number of `Purpose`.
    subject, k
        Whom it is for, and the ordinal for that purpose and subject.

    Returns
    -------
    float
        float64 in [0, 1).

    """
    u = uniform(program.seed, program.replication, purpose, subject, k)
    return mirrored(u) if program.mirrored else u


@outer
def quantile(program: ProgramRecord, law: int, u: float) -> float:
    """Return the length of time at a quantile of a law that is not a mixture.

    Parameters
    ----------
    program
        Holds the laws.
    law
        Row.
    u
        float64 in [0, 1).

    Returns
    -------
    float
        Microseconds, not rounded.

    """
    row = laws_of(program)[law]
    if u < row.zero:
        return 0.0
    if row.zero > 0.0:
        u = (u - row.zero) / (1.0 - row.zero)
    if row.kind == EXPONENTIAL:
        return -row.a * math.log1p(-u)
    if row.kind == DETERMINISTIC:
        return row.a
    if row.kind == LOGNORMAL:
        return math.exp(row.a + row.b * normal_quantile(u))
    if row.kind == GAMMA:
        return gamma_quantile(row.a, u) * row.b
    if row.kind == EMPIRICAL:
        return law_values_of(program)[row.first + int(u * row.n)]
    return row.a + u * (row.b - row.a)


@outer
def length(program: ProgramRecord, law: int, purpose: int, subject: int, visit: int) -> float:
    """Draw a length of time.

    Parameters
    ----------
    program
        Holds laws and key.
    law
        Row.
    purpose, subject, visit
        What for, for whom, and the how-manieth.

    Returns
    -------
    float
        Microseconds, not rounded.

    """
    row = laws_of(program)[law]
    if row.kind == MIXTURE:
        choice = draw(program, purpose, subject, 2 * visit + 1)
        if choice < row.zero:
            return 0.0
        choice = (choice - row.zero) / (1.0 - row.zero)
        values = law_values_of(program)
        part = 0
        while choice >= values[row.first + part]:
            part += 1
        law = int(values[row.first + row.n + part])
    return min(_LONGEST_US, quantile(program, law, draw(program, purpose, subject, 2 * visit)))


@outer
def length_us(program: ProgramRecord, law: int, purpose: int, subject: int, visit: int) -> int:
    """Draw a length of time in whole microseconds; as `length`."""
    return int(np.rint(length(program, law, purpose, subject, visit)))
