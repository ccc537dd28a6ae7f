"""How much work a case is."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import kstest, norm

from sim.laws.weight import weight_law, weight_milli
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.population import CAPACITY_MAX, CsvPopulation

COUNT = 20_000


def weights(**changes: object) -> np.ndarray:
    """Weights of many cases of the nation, some keys changed."""
    law = weight_law(with_changes(load_scenario("national-2020"), changes))
    return np.array([weight_milli(law, 1, 0, case) for case in range(COUNT)])


@pytest.mark.parametrize("mean", [1, 1000, 2500])
def test_without_a_spread_every_case_weighs_the_mean(mean):
    """The default gives exactly the mean, to every case."""
    assert set(weights(**{"cases.weight_milli": mean}).tolist()) == {mean}


@pytest.mark.parametrize("spread", [0.3, 0.6])
def test_the_spread_is_that_of_the_logarithm_and_leaves_the_mean(spread):
    """Weights are log-normal with the spread asked for and the mean asked for, four standard errors allowed."""
    drawn = weights(**{"cases.weight_spread": spread, "cases.weight_milli": 2000})

    error = 2000 * np.sqrt(np.expm1(spread**2) / COUNT)
    assert drawn.mean() == pytest.approx(2000, abs=4 * error)
    assert kstest(np.log(drawn / 2000), norm(-(spread**2) / 2, spread).cdf).pvalue > 1e-4


def test_no_case_is_too_heavy_for_everybody_or_weighs_nothing():
    """However wide the spread, weights lie from 1 to the largest capacity: eight cases in the nation."""
    drawn = weights(**{"cases.weight_spread": 2.0, "cases.weight_milli": 100})
    heavy = weights(**{"cases.weight_spread": 1.0, "cases.weight_milli": 3000})

    assert drawn.min() >= 1
    assert heavy.max() == 8_000


def test_a_mean_above_the_largest_capacity_is_kept():
    """Whoever says that every case weighs ten gets it, though nobody can take one."""
    assert set(weights(**{"cases.weight_milli": 10_000}).tolist()) == {10_000}


def test_own_rosters_cut_at_the_largest_capacity_there_may_be():
    """Of a user's own mediators nothing is known before they are read."""
    section = CsvPopulation(kind="csv", courts_file=Path("c.csv"), mediators_file=Path("m.csv"))
    scenario = load_scenario("one-court").model_copy(update={"population": section})

    assert weight_law(scenario).max_milli == CAPACITY_MAX * 1000


def test_seeds_and_cases_have_weights_of_their_own():
    """The weight is a function of seed, replication and case."""
    law = weight_law(with_changes(load_scenario("national-2020"), {"cases.weight_spread": 0.6}))
    keys = [(1, 0, 7), (2, 0, 7), (1, 1, 7), (1, 0, 8)]

    assert len({weight_milli(law, *key) for key in keys}) == len(keys)
    assert weight_milli(law, 1, 0, 7) == weight_milli(law, 1, 0, 7)
