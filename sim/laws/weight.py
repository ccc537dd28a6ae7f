"""How much work a case is: log-normal weights with a given mean, in whole thousandths of an ordinary case."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from sim.randomness.purpose import Purpose
from sim.randomness.words import word
from sim.scenario.population import CAPACITY_MAX, SyntheticPopulation
from sim.scenario.scenario import Scenario

_WEIGHT = int(Purpose.WEIGHT)
_HALF = np.uint64(32)
_LOW = np.uint64(2**32 - 1)
_MILLI_A_CASE = 1000


class WeightLaw(NamedTuple):
    """Parameters of the law."""

    mean_milli: int
    """Mean before the law is cut at `max_milli`; unit: thousandths of an ordinary case."""
    spread: float
    """Standard deviation of the natural logarithm; 0 gives every case the mean."""
    max_milli: int
    """No case is heavier: it would wait for ever for a mediator with so much room."""


def weight_law(scenario: Scenario) -> WeightLaw:
    """Return the law of section `[cases]`.

    It is cut at the largest capacity that made-up mediators have, beyond which one case of twelve thousand would lie
    at a spread of 0.6. Of the user's own mediators nothing is known here: it is cut at the largest a roster may hold.
    """
    population = scenario.population
    largest = max(population.capacities) if isinstance(population, SyntheticPopulation) else CAPACITY_MAX
    cases = scenario.cases
    return WeightLaw(cases.weight_milli, cases.weight_spread, max(cases.weight_milli, largest * _MILLI_A_CASE))


@njit(cache=True)
def weight_milli(law: WeightLaw, seed: int, replication: int, case_id: int) -> int:
    """Return what a case weighs, at least 1.

    The normal variate is that of Box and Muller, "A note on the generation of random normal deviates", Annals of
    Mathematical Statistics 29, 1958, from the two halves of one word, so it is none further out than 6.7.
    """
    if law.spread == 0.0:
        return law.mean_milli
    bits = np.uint64(word(seed, replication, _WEIGHT, case_id, 0))
    radius = math.sqrt(-2.0 * math.log((np.float64(bits >> _HALF) + 0.5) * 2.0**-32))
    normal = radius * math.cos(2.0 * math.pi * np.float64(bits & _LOW) * 2.0**-32)
    weight = law.mean_milli * math.exp(law.spread * normal - 0.5 * law.spread * law.spread)
    return max(1, min(law.max_milli, round(weight)))
