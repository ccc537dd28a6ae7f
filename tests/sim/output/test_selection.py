"""Selecting the best of ten: the promised probability, and runs spent where they tell."""

from math import sqrt

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.output.errors import OutputError
from sim.output.selection_kn import Selection, select_kn
from sim.output.selection_ocba import ocba_shares, select_ocba

SYSTEMS = 10
DELTA = 0.5
"""Half a standard deviation of one run."""


def slippage(seed: int, *, shared: float = 0.0):
    """A sampler of which system 3 is better than all others by exactly delta, with a share of noise in common."""
    random = Generator(Philox(seed))
    noise = sqrt(1 - shared) * random.standard_normal((SYSTEMS, 400)) + sqrt(shared) * random.standard_normal(400)
    noise[3] += DELTA
    return lambda system, replication: float(noise[system, replication])


def kn(seed: int, *, shared: float = 0.0) -> Selection:
    """One selection by Kim and Nelson."""
    return select_kn(slippage(seed, shared=shared), systems=SYSTEMS, indifference=DELTA, larger_is_better=True)


def test_kim_nelson_keeps_its_promise():
    """In the hardest configuration the best of ten is selected in at least 95 % of 500 selections."""
    selections = [kn(seed) for seed in range(500)]

    assert all(each.reached for each in selections)
    assert np.mean([each.best == 3 for each in selections]) >= 0.95


def test_common_numbers_save_runs():
    """With three quarters of the noise in common the promise holds at a fraction of the runs."""
    apart, common = [kn(seed) for seed in range(100)], [kn(seed, shared=0.75) for seed in range(100)]

    assert np.mean([each.best == 3 for each in common]) >= 0.95 - 2 * sqrt(0.95 * 0.05 / 100)
    assert np.mean([sum(each.runs) for each in common]) < 0.5 * np.mean([sum(each.runs) for each in apart])


def test_the_bad_go_early():
    """Systems far behind get the first runs only, and the record says what each had."""
    noise = Generator(Philox(1)).standard_normal((4, 500))
    found = select_kn(
        lambda system, run: float(-3.0 * (system > 1) - 0.2 * system + noise[system, run]),
        systems=4,
        indifference=0.2,
        larger_is_better=True,
    )

    assert (found.best, found.reached) == (0, True)
    assert max(found.runs[2:]) < 20 < found.runs[0]
    assert found.means[0] == pytest.approx(noise[0, : found.runs[0]].mean())


def test_smaller_can_be_better():
    """With signs turned, the same runs select the same system."""
    for seed in range(5):
        sample = slippage(seed)
        turned = select_kn(
            lambda i, r, sample=sample: -sample(i, r), systems=SYSTEMS, indifference=DELTA, larger_is_better=False
        )
        assert turned.best == kn(seed).best
        assert turned.means == pytest.approx([-mean for mean in kn(seed).means])


def test_a_selection_cut_short_owns_up():
    """At the cap it names the best so far and says that the promise does not hold."""
    found = select_kn(slippage(7), systems=SYSTEMS, indifference=0.05, larger_is_better=True, runs_max=20)

    assert not found.reached
    assert max(found.runs) == 20
    assert len(found.survivors) > 1


def test_equal_systems_end():
    """Systems that are the same number by number end at once, with one of them."""
    found = select_kn(lambda _system, _run: 1.0, systems=3, indifference=0.1, larger_is_better=True)

    assert found.reached
    assert found.runs == (10, 10, 10)


def test_ocba_shares_are_their_formula():
    """Shares of others are as squared noise over distance; that of the best balances them."""
    means, deviations = np.array([1.0, 2.0, 4.0, 3.5]), np.array([1.0, 2.0, 1.5, 0.5])
    shares = ocba_shares(means, deviations, larger_is_better=True)

    assert shares.sum() == pytest.approx(1)
    assert shares[0] / shares[1] == pytest.approx((1 / 3) ** 2 / (2 / 2) ** 2)
    assert shares[2] == pytest.approx(1.5 * sqrt(sum((shares[i] / deviations[i]) ** 2 for i in (0, 1, 3))))
    assert ocba_shares(-means, deviations, larger_is_better=False) == pytest.approx(shares)


def ladder(seed: int):
    """A sampler of ten systems whose means rise by half a deviation."""
    noise = Generator(Philox(seed)).standard_normal((SYSTEMS, 1200))
    return lambda system, replication: float(0.5 * system + noise[system, replication])


def test_ocba_beats_equal_shares():
    """At the same budget of 200 runs OCBA selects the best of ten clearly more often than equal numbers do."""
    found = [select_ocba(ladder(seed), systems=10, budget=200, larger_is_better=True) for seed in range(200)]
    right = np.mean([each.best == 9 for each in found])
    samples = [ladder(seed) for seed in range(200)]
    equal = np.mean([np.argmax([np.mean([s(i, r) for r in range(20)]) for i in range(10)]) == 9 for s in samples])

    assert all(sum(each.runs) == 200 for each in found)
    assert right > equal
    assert np.mean([each.runs[9] for each in found]) > 2 * np.mean([each.runs[0] for each in found])
    assert right == pytest.approx(np.mean([each.probability for each in found]), abs=0.15)


def test_ocba_in_the_hardest_configuration():
    """With 1,000 runs the best of ten in a slippage configuration is selected nine times in ten."""
    found = [select_ocba(slippage_long(seed), systems=10, budget=1000, larger_is_better=True) for seed in range(30)]

    assert np.mean([each.best == 3 for each in found]) >= 0.9


def slippage_long(seed: int):
    """The slippage configuration with room for 1,000 runs of one system."""
    noise = Generator(Philox(seed)).standard_normal((SYSTEMS, 1000))
    noise[3] += DELTA
    return lambda system, replication: float(noise[system, replication])


def test_ocba_bears_constants_and_ties():
    """Systems without noise or with one mean do not divide by zero."""
    found = select_ocba(lambda system, _run: float(system // 2), systems=4, budget=60, larger_is_better=True)

    assert found.best in {2, 3}
    assert sum(found.runs) == 60


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda s: select_kn(s, systems=1, indifference=1, larger_is_better=True), "systems: 1 is below 2"),
        (lambda s: select_kn(s, systems=2, indifference=0, larger_is_better=True), "indifference: 0 is not"),
        (lambda s: select_kn(s, systems=2, indifference=1, level=0.5, larger_is_better=True), r"level: 0\.5 is not"),
        (lambda s: select_ocba(s, systems=2, budget=19, larger_is_better=True), "budget: 19 is below 20"),
        (lambda _: ocba_shares([1.0, 2.0], [1.0, 0.0], larger_is_better=True), r"deviations\[1\]: 0\.0"),
        (lambda _: select_kn(lambda _i, _r: float("nan"), systems=2, indifference=1, larger_is_better=True), "nan"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(OutputError, match=words):
        call(lambda _system, replication: float(replication))
