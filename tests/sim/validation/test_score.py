"""The verdict, the coverage test and the metamorphic checks."""

from math import inf, sqrt

import numpy as np
import pytest
from scipy import stats

from sim.experiments.runner import Runner
from sim.output.errors import OutputError
from sim.validation.coverage import coverage, covered
from sim.validation.errors import ValidationError
from sim.validation.metamorphic import metamorphic_checks
from sim.validation.score import judge, normal_score


def test_z_is_as_rare_as_students_t():
    """The normal score of a t-test has the same two-sided probability."""
    values = np.random.default_rng(1).normal(10.0, 1.0, 12)
    found = judge(values.tolist(), 10.5)
    test = stats.ttest_1samp(values, 10.5)

    assert 2 * stats.norm.sf(abs(found.z)) == pytest.approx(test.pvalue, rel=1e-9)
    assert (found.low, found.high) == pytest.approx(test.confidence_interval(0.95))
    assert found.z < 0
    assert normal_score(0.0, 5) == 0.0


@pytest.mark.parametrize(
    ("values", "exact", "options", "verdict"),
    [
        ([1.01, 1.03, 1.04, 1.02], 1.0, {}, "differs"),
        ([1.01, 1.03, 1.04, 1.02], 1.0, {"by_size": False}, "agrees"),
        ([0.005, 0.006, 0.0055, 0.0058], 0.0054, {}, "agrees"),
        ([0.0, 0.0, 0.0], 0.0, {}, "agrees"),
        ([1.0, 1.0, 1.0], 1.1, {"by_size": False}, "differs"),
        ([50.0], 50.0, {"random": False}, "agrees"),
        ([50.0], 50.000001, {"random": False}, "differs"),
    ],
)
def test_the_rule_of_the_verdict(values, exact, options, verdict):
    """Beyond 2 per cent differs after long runs only; nearly zero is judged by z; without chance only equality does."""
    assert judge(values, exact, **options).verdict == verdict


def test_numbers_without_spread_that_are_wrong_are_infinitely_far():
    """No spread and a wrong mean is no agreement by division through zero."""
    assert judge([2.0, 2.0], 1.0).z == inf


def test_a_number_that_is_not_finite_is_refused():
    """NaN from a measure is an error, not a verdict."""
    with pytest.raises(OutputError, match="is not finite"):
        judge([1.0, float("nan")], 1.0)


def test_intervals_of_normal_numbers_cover_as_promised():
    """Student's interval is exact for normal numbers, so the share that covers lies within four deviations."""
    blocks = np.random.default_rng(3).normal(5.0, 2.0, (4_000, 4)).tolist()
    found = covered("normal", 5.0, blocks)

    assert abs(found.share - 0.95) < 4 * sqrt(0.95 * 0.05 / 4_000)
    assert (found.repeats, found.runs) == (4_000, 4)
    assert found.low == pytest.approx(0.95 - 2 * sqrt(0.95 * 0.05 / 4_000))


def test_intervals_of_a_queue_cover_in_a_few_repeats():
    """Of 60 intervals of the share that waits in M/M/12 nearly all hold the truth."""
    with Runner() as runner:
        found = coverage(seed=4, repeats=60, runner=runner)

    assert found.share > 0.95 - 4 * sqrt(0.95 * 0.05 / 60)
    assert found.exact == pytest.approx(0.183889, abs=1e-6)


def test_too_few_repeats_are_refused():
    """Bounds of a handful of repeats are worth nothing."""
    with Runner() as runner, pytest.raises(ValidationError, match="repeats, runs = 5, 5: must be at least 20 and 2"):
        coverage(seed=1, repeats=5, runner=runner)


@pytest.mark.full
def test_intervals_of_a_queue_cover_as_promised():
    """Of 1,000 intervals as many hold the truth as two deviations of the binomial law allow."""
    with Runner() as runner:
        assert coverage(seed=1, repeats=1_000, runner=runner).inside


@pytest.mark.parametrize(
    ("backend", "runs", "length"), [("fast", 10, 500.0), pytest.param("simpy", 10, 200.0, marks=pytest.mark.full)]
)
def test_changes_whose_effect_is_known(backend, runs, length):
    """Faster clock, more staff, merged stations, split and permuted classes do what they must, on both backends."""
    checks = metamorphic_checks(seed=7, runs=runs, length=length, backend=backend)

    assert [check.name for check in checks] == [
        "faster-clock",
        "more-staff",
        "merged",
        "split-class",
        "permuted-classes",
    ]
    assert all(check.holds for check in checks), checks
