"""MSER-5 cuts the start of a run from empty and leaves a steady one alone."""

from itertools import islice

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.output.errors import OutputError
from sim.output.warm_up import mser, mser_of_replications
from tests.sim.output.chains import autoregressive, numbers_in_mmc

EXPERIMENTS = 60
RUNS = 50
STEPS = 3600
"""Moments of 2,000 units of time at 1.8 a unit."""


@pytest.fixture(scope="module")
def courses():
    """Course of the mean number in M/M/1 at a load of .8 from empty, over 50 runs each, shape (experiments, steps)."""
    chain = numbers_in_mmc(
        Generator(Philox(1)), arrivals=0.8, service=1.0, servers=1, runs=EXPERIMENTS * RUNS, steady=False
    )
    return np.array([numbers.reshape(EXPERIMENTS, RUNS).mean(axis=1) for numbers in islice(chain, STEPS)]).T


def test_it_lands_near_the_steady_state_from_empty(courses):
    """After the cut the mean is within 2 % of 4 on average over experiments, and nearly every experiment is cut.

    One experiment's own chance error is 3.4 %, so that 2 % can only be asked of many.
    """
    rules = [mser(course) for course in courses]
    means = np.array([rule.mean for rule in rules])

    assert means.std(ddof=1) / np.sqrt(EXPERIMENTS) < 0.03
    assert abs(means.mean() - 4) < 0.08
    assert abs(means.mean() - 4) < abs(courses.mean() - 4) + 0.01
    assert np.mean([rule.cut > 0 for rule in rules]) > 0.9


def test_a_steady_series_loses_little():
    """Of a series that is already steady less than a tenth is cut on average."""
    series = autoregressive(Generator(Philox(2)), runs=300, length=2000, memory=0.5)
    cuts = [mser(row).cut for row in series]

    assert np.mean(cuts) < 0.1 * 2000


def test_a_plain_step_is_cut_where_it_ends():
    """A start far from the rest is cut to the batch; what is left over at the end is not used."""
    values = np.concatenate((np.full(100, 50.0), np.tile([0.0, 1.0], 500), [900.0, 900.0]))
    rule = mser(values)

    assert (rule.cut, rule.doubtful) == (100, False)
    assert rule.mean == pytest.approx(0.5)
    assert rule.statistic.shape == (111,)


def test_the_statistic_is_its_formula():
    """Each entry is the squared distance of the rest from its own mean over its squared number."""
    values = Generator(Philox(3)).normal(1e6, 1.0, 503)
    means = values[:500].reshape(100, 5).mean(axis=1)
    expected = [np.sum((means[d:] - means[d:].mean()) ** 2) / (100 - d) ** 2 for d in range(51)]

    assert mser(values).statistic == pytest.approx(np.array(expected), rel=1e-7)


def test_a_run_that_never_settles_is_doubtful():
    """A series that grows to its end would be cut without limit, and the rule says so."""
    rule = mser(np.arange(1000.0))

    assert rule.doubtful
    assert rule.cut == 500


def test_one_cut_for_all_replications(courses):
    """The cut of replications is that of their average course, and the mean is over all of them."""
    rule = mser_of_replications(courses)

    assert rule.cut == mser(courses.mean(axis=0)).cut
    assert rule.mean == pytest.approx(courses[:, rule.cut :].mean())


def test_too_short_a_run_is_refused():
    """Fewer than ten batches say nothing, nor does a table with a hole."""
    with pytest.raises(OutputError, match="values: 49 numbers, at least 50"):
        mser(np.ones(49))
    with pytest.raises(OutputError, match="1 numbers are not finite"):
        mser_of_replications(np.where(np.eye(50) * np.arange(50) == 7, np.nan, 1.0))
