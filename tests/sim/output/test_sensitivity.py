"""Sensitivity: Ishigami's function, whose indices are known, and bars of one input at a time."""

import math

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.output.errors import OutputError
from sim.output.morris import morris_effects, morris_settings
from sim.output.sensitivity import Factor
from sim.output.sobol import sobol_indices, sobol_settings
from sim.output.tornado import one_at_a_time, tornado

ANGLES = [Factor(name=name, low=-math.pi, high=math.pi) for name in ("x1", "x2", "x3")]
A, B = 7.0, 0.1
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
FIRST = [0.5 * (1 + B * math.pi**4 / 5) ** 2 / VARIANCE, A**2 / 8 / VARIANCE, 0.0]
BY_THREE = B**2 * math.pi**8 * 8 / 225 / VARIANCE
TOTAL = [FIRST[0] + BY_THREE, FIRST[1], BY_THREE]


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami: sin x1 + a sin^2 x2 + b x3^4 sin x1."""
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_known_indices_are_the_published_ones():
    """Variance and indices of Ishigami's function by formula are those in print."""
    assert f"{VARIANCE:.6f}" == "13.844588"
    assert [f"{index:.6f}" for index in FIRST[:2]] == ["0.313905", "0.442411"]
    assert [f"{index:.6f}" for index in (TOTAL[0], TOTAL[2])] == ["0.557589", "0.243684"]


def test_sobol_finds_ishigamis_indices():
    """With 4,096 base points indices are within .01 of the truth, the variance within 1 %, and intervals narrow."""
    responses = ishigami(sobol_settings(ANGLES, points=4096, seed=1))
    found = sobol_indices(ANGLES, responses, seed=1)

    assert np.var(responses) == pytest.approx(VARIANCE, rel=0.01)
    assert [index.first.value for index in found] == pytest.approx(FIRST, abs=0.01)
    assert [index.total.value for index in found] == pytest.approx(TOTAL, abs=0.01)
    assert all(index.total.high - index.total.low < 0.1 for index in found)


def test_sobol_intervals_hold_the_truth():
    """Over thirty designs of 256 points the 95 % intervals of all indices hold the truth at least nine times in ten."""
    held = []
    for seed in range(30):
        responses = ishigami(sobol_settings(ANGLES, points=256, seed=seed))
        for index, first, total in zip(sobol_indices(ANGLES, responses, seed=seed), FIRST, TOTAL, strict=True):
            held += [index.first.low <= first <= index.first.high, index.total.low <= total <= index.total.high]

    assert np.mean(held) > 0.9


def test_a_seed_repeats_zero_too():
    """The same seed gives the same settings and intervals, the seed 0 among them."""
    for seed in (0, 5):
        settings = sobol_settings(ANGLES, points=64, seed=seed)
        assert np.array_equal(settings, sobol_settings(ANGLES, points=64, seed=seed))
        responses = ishigami(settings)
        assert sobol_indices(ANGLES, responses, seed=seed) == sobol_indices(ANGLES, responses, seed=seed)
        paths = morris_settings(ANGLES, paths=8, seed=seed)
        assert np.array_equal(paths, morris_settings(ANGLES, paths=8, seed=seed))


def test_morris_ranks_and_tells_interaction():
    """An idle input has no effect, a straight one no deviation, and inputs that interact have both."""
    factors = [Factor(name=name, low=0, high=10) for name in "abcd"]
    settings = morris_settings(factors, paths=40, seed=2)
    responses = 3 * settings[:, 0] - 0.1 * settings[:, 1] * settings[:, 2]
    straight, one, two, idle = morris_effects(factors, settings, responses, seed=2)

    assert (straight.strength.value, straight.mean) == pytest.approx((30, 30))
    assert straight.deviation == pytest.approx(0, abs=1e-9)
    assert one.mean == pytest.approx(-one.strength.value)
    assert min(one.deviation, two.deviation) > 1
    assert (idle.strength.value, idle.deviation) == pytest.approx((0, 0), abs=1e-9)
    assert one.strength.low < 5 < one.strength.high


def test_a_tornado_orders_bars_and_pairs_runs():
    """Bars come longest first with the exact swings; noise that all settings share does not widen their intervals."""
    factors = [Factor(name="staff", low=5, high=9), Factor(name="rate", low=1, high=3)]
    settings = one_at_a_time(factors, [7, 2])
    noise = Generator(Philox(1)).normal(0, 100, (12, 1))
    rate, staff = tornado(factors, settings @ [-1.0, 5.0] + noise)

    assert (rate.name, staff.name) == ("rate", "staff")
    assert (rate.at_low.mean, rate.at_high.mean, rate.swing) == pytest.approx((-5, 5, 10))
    assert (staff.at_low.mean, staff.at_high.mean, staff.swing) == pytest.approx((2, -2, 4))
    assert rate.at_low.half_width < 1e-9


def test_a_bar_reaches_back_to_the_base():
    """Where both ends lie on one side of the base, the bar is as long as the farther one."""
    (only,) = tornado([Factor(name="x", low=0, high=1)], np.array([[1.0, 3.0, 6.0], [1.0, 3.0, 6.0]]))

    assert only.swing == 5


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sobol_settings(ANGLES, points=100, seed=1), "points: 100 is not a power of two"),
        (lambda: sobol_settings([], points=8, seed=1), "factors: 0 is below 1"),
        (lambda: sobol_settings([ANGLES[0]] * 2, points=8, seed=1), "comes twice"),
        (lambda: sobol_settings([Factor(name="x", low=1, high=1)], points=8, seed=1), r"x\.high: 1"),
        (lambda: sobol_indices(ANGLES, np.arange(21.0), seed=1), "21 numbers, not a multiple of 5"),
        (lambda: sobol_indices(ANGLES, np.ones(40), seed=1), r"all are 1\.0"),
        (lambda: morris_effects(ANGLES, np.ones((3, 3)), np.arange(16.0), seed=1), r"settings: shape \(3, 3\)"),
        (lambda: one_at_a_time(ANGLES, [0, 0, 9]), r"base\[2\]: 9 is not between"),
        (lambda: tornado(ANGLES, np.ones((2, 5))), "5 columns, not the 7"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(OutputError, match=words):
        call()
