"""Designs: balance, orthogonality, resolution and strata."""

from itertools import combinations

import numpy as np
import pytest

from sim.output.designs import effects, full_factorial, half_fraction, resolution, two_level_design
from sim.output.errors import OutputError
from sim.output.latin_hypercube import latin_hypercube

DESIGNS = [
    (5, ()),
    (4, ("D=ABC",)),
    (5, ("E=ABCD",)),
    (6, ("E=ABC", "F=BCD")),
    (7, ("D=AB", "E=AC", "F=BC", "G=ABC")),
]


@pytest.mark.parametrize(("factors", "generators"), DESIGNS)
def test_columns_are_balanced_and_orthogonal(factors, generators):
    """Every column sums to 0 and every two have product sum 0; runs halve with each generator."""
    design = two_level_design(factors, generators=generators)

    assert design.shape == (2 ** (factors - len(generators)), factors)
    assert np.array_equal(design.T @ design, design.shape[0] * np.eye(factors))
    assert np.all(design.sum(axis=0) == 0)


@pytest.mark.parametrize(("factors", "generators"), DESIGNS[1:])
def test_resolution_is_what_is_confounded(factors, generators):
    """Products of fewer factors than the resolution are never constant, and one of as many is."""
    design = two_level_design(factors, generators=generators)

    def some_constant(count: int) -> bool:
        products = (np.prod(design[:, chosen], axis=1) for chosen in combinations(range(factors), count))
        return any(np.all(product == product[0]) for product in products)

    strength = resolution(factors, generators=generators)
    assert some_constant(strength)
    assert not any(some_constant(count) for count in range(1, strength))


def test_published_resolutions():
    """The usual fractions have the resolutions of the tables: halves that of their factors, 2^(6-2) IV, 2^(7-4) III."""
    found = [resolution(factors, generators=generators) for factors, generators in DESIGNS[1:]]

    assert found == [4, 5, 4, 3]
    assert half_fraction(5).tolist() == two_level_design(5, generators=["E=ABCD"]).tolist()


def test_effects_are_found_in_a_fraction():
    """A fraction of resolution IV returns main effects that pairs of factors do not disturb."""
    design = half_fraction(4)
    responses = 7 + design @ [1.0, 0.0, -2.0, 0.5] + 3 * design[:, 0] * design[:, 1]

    assert effects(design, responses) == pytest.approx([2.0, 0.0, -4.0, 1.0])


def test_full_factorial_has_every_combination_once():
    """Three, two and four levels make 24 different rows."""
    design = full_factorial([[1, 2, 3], [0, 9], [4, 5, 6, 7]])

    assert len({tuple(row) for row in design.tolist()}) == len(design) == 24


def test_a_latin_hypercube_fills_every_stratum():
    """Each factor has exactly one point in each of fifty parts of its range; a seed repeats, another differs."""
    ranges = [(0.0, 1.0), (-5.0, 5.0), (100.0, 200.0)]
    design = latin_hypercube(ranges, points=50, seed=3)

    lows, highs = np.array(ranges).T
    strata = np.floor((design - lows) / (highs - lows) * 50).astype(int)
    assert all(sorted(column) == list(range(50)) for column in strata.T.tolist())
    assert np.array_equal(design, latin_hypercube(ranges, points=50, seed=3))
    assert not np.array_equal(design, latin_hypercube(ranges, points=50, seed=4))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: full_factorial([]), "factors: 0 is below 1"),
        (lambda: full_factorial([[1], []]), r"levels\[1\]: 0 is below 1"),
        (lambda: full_factorial([range(100)] * 4), "100,000,000 combinations"),
        (lambda: two_level_design(3, generators=["C=AC"]), "'C=AC' is not C=letters of AB"),
        (lambda: two_level_design(4, generators=["D=A"]), "make two factors one"),
        (lambda: two_level_design(5, generators=["D=AB", "E=AB"]), "make two factors one"),
        (lambda: half_fraction(2), "factors: 2 is below 3"),
        (lambda: effects(np.ones((4, 2)), [1.0, 2.0]), "2 responses"),
        (lambda: latin_hypercube([(1.0, 1.0)], points=5, seed=1), r"ranges\[0\]\.high: 1\.0"),
    ],
)
def test_bad_input_is_refused_by_name(call, words):
    """An argument out of range is named with its value and its bound."""
    with pytest.raises(OutputError, match=words):
        call()
