"""Systems compared on the same random numbers and runs paired with their mirror images."""

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.output.antithetic import antithetic_estimate, antithetic_pairs
from sim.output.errors import OutputError
from sim.output.paired import best_probabilities, paired_difference
from sim.theory.erlang_a import erlang_a
from tests.sim.output.chains import day_draws, erlang_a_day

DAYS = 60
GAINS = np.array([0.0, 0.1, 0.05])


@pytest.fixture(scope="module")
def days():
    """Mean wait and share abandoned of twelve servers, of thirteen on the same draws, and of thirteen on others."""
    twelve = np.array([erlang_a_day(day_draws(day), 12) for day in range(DAYS)])
    same = np.array([erlang_a_day(day_draws(day), 13) for day in range(DAYS)])
    other = np.array([erlang_a_day(day_draws(day, stream=1), 13) for day in range(DAYS)])
    return twelve, same, other


@pytest.mark.parametrize("measure", [0, 1], ids=["wait", "abandonment"])
def test_common_numbers_sharpen_a_comparison_of_staffings(days, measure):
    """On common draws the difference of 12 and 13 servers varies several times less; a long study found 8.8 times."""
    twelve, same, other = (each[:, measure] for each in days)
    paired, apart = paired_difference(twelve, same), paired_difference(twelve, other)

    assert 5 < paired.variance_ratio < 16
    assert 0.5 < apart.variance_ratio < 2
    assert paired.correlation > 0.7 > abs(apart.correlation)
    assert paired.significant
    assert paired.difference.half_width < apart.difference.half_width / 2


def test_the_difference_is_the_exact_one(days):
    """The difference of the mean waits agrees with Erlang A within four standard errors; a day starts empty."""
    twelve, same, _ = (each[:, 0] for each in days)
    found = paired_difference(twelve, same, level=0.95).difference
    exact = [erlang_a(arrival_rate=4.2, service_rate=0.5, servers=c, mean_patience=1).mean_wait for c in (12, 13)]

    assert abs(found.mean - (exact[1] - exact[0])) < 2 * found.half_width  # 2 t: about four standard errors


def test_mirrored_days_vary_less():
    """Days with each uniform taken from 1 correlate negatively in mean wait, and their mean is still right."""

    def sample(replication: int, mirrored: bool) -> float:
        draws = day_draws(replication, stream=2)
        return erlang_a_day(1.0 - draws if mirrored else draws, 12)[0]

    found = antithetic_estimate(sample, pairs=500)
    exact = erlang_a(arrival_rate=4.2, service_rate=0.5, servers=12, mean_patience=1).mean_wait

    assert found.correlation < -0.1
    assert found.variance_ratio > 1
    assert abs(found.estimate.mean - exact) < 2 * found.estimate.half_width


def test_a_pair_and_its_mirror_cancel_what_is_monotone():
    """For a straight line the pairs leave nothing; for a parabola around the middle they do harm."""
    uniforms = Generator(Philox(1)).random(500)

    assert antithetic_pairs(uniforms, 1 - uniforms).estimate.half_width == pytest.approx(0, abs=1e-12)
    bent = antithetic_pairs((uniforms - 0.5) ** 2, (0.5 - uniforms) ** 2)
    assert bent.correlation == pytest.approx(1)
    assert bent.variance_ratio == pytest.approx(0.5)


def test_a_constant_difference_is_certain():
    """Where two systems differ by one number throughout, the ratio is infinite and the interval a point."""
    found = paired_difference([1.0, 2.0, 4.0], [2.0, 3.0, 5.0])

    assert (found.variance_ratio, found.difference.low, found.difference.high) == (float("inf"), 1.0, 1.0)
    assert paired_difference([1.0, 1.0], [1.0, 2.0]).correlation == 0.0


@pytest.mark.parametrize("method", ["normal", "bootstrap"])
def test_the_probability_of_being_best_is_calibrated(method):
    """Over 400 comparisons of two systems, one better by a standard error or two, the probabilities come true."""
    random = Generator(Philox(2))
    said, true = [], []
    for repeat in range(400):
        gap = random.normal(0, 0.3)
        values = random.standard_normal((40, 2)) + np.array([gap, 0.0])
        said.append(best_probabilities(values, larger_is_better=True, seed=repeat, draws=1000, method=method)[0])
        true.append(gap > 0)
    sure = np.array(said) > 0.9

    assert abs(np.mean(said) - np.mean(true)) < 0.05
    assert np.mean(np.array(true)[sure]) > 0.88


@pytest.mark.parametrize("runs", [2, 3, 5])
def test_few_runs_do_not_make_a_winner(runs):
    """Of two equal systems one is called the best with more than .95 in a tenth of all tables, however few the rows."""
    random = Generator(Philox(runs))
    tables = 1_000
    sure = sum(
        max(best_probabilities(random.standard_normal((runs, 2)), larger_is_better=True, seed=seed, draws=2_000)) > 0.95
        for seed in range(tables)
    )

    assert abs(sure - 0.1 * tables) < 4 * (0.1 * 0.9 * tables) ** 0.5


def test_pairing_makes_the_best_plainer():
    """On common noise a small gain is certain, on independent noise of the same size it is not; shares sum to 1."""
    noise = Generator(Philox(3)).standard_normal((30, 3))
    common = noise[:, :1] + 0.01 * noise + GAINS
    apart = noise + GAINS

    for method in ("normal", "bootstrap"):
        on_common = best_probabilities(common, larger_is_better=True, seed=1, method=method)
        assert on_common[1] > 0.999
        assert sum(on_common) == pytest.approx(1)
        assert max(best_probabilities(apart, larger_is_better=True, seed=1, method=method)) < 0.95
        assert best_probabilities(common, larger_is_better=False, seed=1, method=method)[0] > 0.999


def test_ties_share_and_seeds_repeat():
    """Equal systems are best half the time each; the same seed gives the same numbers."""
    twice = np.tile(Generator(Philox(4)).standard_normal((20, 1)), (1, 2))

    assert best_probabilities(twice, larger_is_better=True, seed=5) == [0.5, 0.5]
    values = Generator(Philox(6)).standard_normal((20, 3))
    assert best_probabilities(values, larger_is_better=True, seed=5) == best_probabilities(
        values, larger_is_better=True, seed=5
    )


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: paired_difference([1.0, 2.0], [1.0, 2.0, 3.0]), "2 and 3 numbers"),
        (lambda: antithetic_pairs([1.0, 2.0], [1.0, 2.0, 3.0]), "2 and 3 numbers"),
        (lambda: antithetic_estimate(lambda _run, _mirrored: 1.0, pairs=1), "pairs: 1 is below 2"),
        (lambda: best_probabilities(np.ones((5, 1)), larger_is_better=True, seed=1), r"shape \(5, 1\)"),
        (lambda: best_probabilities(np.ones((5, 2)), larger_is_better=True, seed=1, draws=5), "draws: 5 is below 100"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(OutputError, match=words):
        call()
