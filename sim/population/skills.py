"""What made-up mediators can take: capacities, dispute types and languages, from uniform numbers a mediator."""

from collections.abc import Sequence
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from sim.scenario.demand import DisputeTypeShare
from sim.scenario.provinces import Province

MANDARIN: Final = np.uint64(1)
"""Bit 0 of a mediator's languages."""


def draw_capacities(
    uniform: NDArray[np.float64], capacities: Sequence[int], shares: Sequence[float]
) -> NDArray[np.int32]:
    """Draw how many cases each mediator holds at once.

    Parameters
    ----------
    uniform
        float64[mediators].
    capacities, shares
        The capacities that occur, and how often.

    Returns
    -------
    NDArray[np.int32]
        int32[mediators].

    """
    return np.array(capacities, np.int32)[_inverse(np.array(shares), uniform)]


def draw_dispute_types(
    how_many: NDArray[np.float64], race: NDArray[np.float64], mix: Sequence[DisputeTypeShare], mean: float
) -> NDArray[np.uint64]:
    """Draw the dispute types each mediator takes: more mediators for what more cases are about.

    Their number is 1 + binomial, whose mean is met exactly where a Poisson number would have to be cut off at the
    number of types. Which ones: without replacement, the next always in proportion to the case mix.

    Parameters
    ----------
    how_many
        float64[mediators], uniform.
    race
        float64[mediators, dispute types], uniform.
    mix
        The scenario's case mix; types without a share are taken by nobody.
    mean
        Mean number of types a mediator takes.

    Returns
    -------
    NDArray[np.uint64]
        uint64[mediators]; bit i as in `DISPUTE_TYPES`. Every type of the mix is taken by somebody.

    References
    ----------
    P. S. Efraimidis and P. G. Spirakis, Weighted random sampling with a reservoir, 2006: the k shortest of
    exponential times with the weights as rates are such a sample.

    """
    weight = np.zeros(len(DISPUTE_TYPES))
    for entry in mix:
        weight[DISPUTE_TYPES.index(entry.name)] = entry.share
    in_mix = np.flatnonzero(weight)
    times = -np.log1p(-race[:, in_mix]) / weight[in_mix]
    count = _inverse(_binomial(len(in_mix) - 1, mean - 1), how_many)
    last = np.take_along_axis(np.sort(times, axis=1), count[:, None], axis=1)
    taken = times <= last
    # With few mediators a rare type may have found nobody; the one who came nearest takes it.
    for place in np.flatnonzero(~taken.any(axis=0)):
        taken[np.argmin(times[:, place]), place] = True
    return taken @ (np.uint64(1) << in_mix.astype(np.uint64))


def draw_languages(
    race: NDArray[np.float64],
    which: NDArray[np.float64],
    provinces: Sequence[Province],
    mediator_province: NDArray[np.int32],
    *,
    share: float,
    away_ratio: float,
) -> NDArray[np.uint64]:
    """Draw who speaks a minority language beside Mandarin, mostly where one is at home.

    Parameters
    ----------
    race, which
        float64[mediators], uniform: who, and which language.
    provinces
        With the languages at home in each.
    mediator_province
        int32[mediators].
    share
        Fraction of mediators who speak one; that many are chosen, to the nearest whole number.
    away_ratio
        Chance of a mediator where no such language is at home, relative to one where one is.

    Returns
    -------
    NDArray[np.uint64]
        uint64[mediators]; bit i as in `LANGUAGES`, bit 0 set for all.

    """
    at_home = np.array([bool(province.languages) for province in provinces])
    times = -np.log1p(-race) / np.where(at_home[mediator_province], 1.0, away_ratio)
    chosen = np.argsort(times, kind="stable")[: round(share * len(race))]
    languages = np.full(len(race), MANDARIN)
    for number, province in enumerate(provinces):
        spoken = np.array([LANGUAGES.index(name) for name in province.languages or LANGUAGES[1:]], np.uint64)
        speakers = chosen[mediator_province[chosen] == number]
        languages[speakers] |= np.uint64(1) << spoken[(which[speakers] * len(spoken)).astype(np.intp)]
    return languages


def _inverse(shares: NDArray[np.float64], uniform: NDArray[np.float64]) -> NDArray[np.intp]:
    """Turn uniform numbers into places of a discrete distribution; the last place takes what rounding leaves."""
    return np.searchsorted(np.cumsum(shares)[:-1], uniform, side="right")


def _binomial(trials: int, mean: float) -> NDArray[np.float64]:
    """Probabilities of 0..trials successes with the mean given; without trials, of none."""
    chance = mean / trials if trials else 0.0
    return np.array([comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(trials + 1)])
