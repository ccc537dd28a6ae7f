"""Which settings to run: factorial designs and fractions of them."""

from collections.abc import Sequence
from itertools import combinations, product
from string import ascii_uppercase
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, series

RUNS_MAX: Final = 1_000_000
"""Largest design."""
FACTORS_MAX: Final = len(ascii_uppercase)
"""Factors of a two-level design are named by letters."""


def full_factorial(levels: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Give every combination of the levels of several factors.

    Parameters
    ----------
    levels
        Of each factor, at least one factor and one level.

    Returns
    -------
    ndarray of float64, shape (runs, factors)
        The last factor changes fastest.

    Raises
    ------
    OutputError
        If a factor has no level or there are more than 1,000,000 combinations.

    Examples
    --------
    >>> full_factorial([[10, 20], [1, 2]]).tolist()
    [[10.0, 1.0], [10.0, 2.0], [20.0, 1.0], [20.0, 2.0]]
    """
    require_counts(1, factors=len(levels), **{f"levels[{i}]": len(each) for i, each in enumerate(levels)})
    runs = int(np.prod([float(len(each)) for each in levels]))
    if runs > RUNS_MAX:
        raise OutputError(f"levels: {runs:,} combinations, at most {RUNS_MAX:,}")
    return np.array(list(product(*levels)), dtype=np.float64)


def two_level_design(factors: int, *, generators: Sequence[str] = ()) -> NDArray[np.float64]:
    """Give a two-level design, full or a fraction of it.

    Parameters
    ----------
    factors
        At least 1, named A, B, C, ... in order.
    generators
        One for each of the last factors, which halves the runs: "D=ABC" sets D to the product of A, B and C. None gives
        the full design.

    Returns
    -------
    ndarray of float64, shape (2^(factors - generators), factors)
        Entries -1 and +1; columns sum to 0 and are orthogonal.

    Raises
    ------
    OutputError
        If a generator does not define one of the last factors by others, or two of them make the same column.

    References
    ----------
    G. E. P. Box and J. S. Hunter (1961), The 2^(k-p) fractional factorial designs, Technometrics 3, 311-351.

    Examples
    --------
    >>> two_level_design(3, generators=["C=AB"]).tolist()
    [[-1.0, -1.0, 1.0], [-1.0, 1.0, -1.0], [1.0, -1.0, -1.0], [1.0, 1.0, 1.0]]
    """
    words = _words(factors, generators)
    basic = factors - len(words)
    design = full_factorial([[-1.0, 1.0]] * basic)
    for word in words:
        defining = sorted(word)[:-1]
        design = np.column_stack((design, np.prod(design[:, defining], axis=1)))
    if words and resolution(factors, generators=generators) < 3:
        raise OutputError(f"generators: {list(generators)} make two factors one")
    return design


def half_fraction(factors: int) -> NDArray[np.float64]:
    """Give the half of a two-level design whose last factor is the product of all others: of resolution `factors`.

    Parameters
    ----------
    factors
        At least 3.

    Returns
    -------
    ndarray of float64, shape (2^(factors - 1), factors)
        Entries -1 and +1.

    Raises
    ------
    OutputError
        If there are too few factors or too many runs.

    Examples
    --------
    >>> half_fraction(4).shape, resolution(4, generators=["D=ABC"])
    ((8, 4), 4)
    """
    require_counts(3, factors=factors)
    if factors > FACTORS_MAX:
        raise OutputError(f"factors: {factors} is above {FACTORS_MAX}")
    names = ascii_uppercase[:factors]
    return two_level_design(factors, generators=[f"{names[-1]}={names[:-1]}"])


def resolution(factors: int, *, generators: Sequence[str]) -> int:
    """Give the resolution of a two-level fraction: the length of the shortest product of factors that is constant.

    At 3 main effects are mixed with pairs of factors, at 4 only pairs with pairs, at 5 neither.

    Parameters
    ----------
    factors
        At least 1.
    generators
        At least one, as for `two_level_design`.

    Returns
    -------
    int
        Resolution.

    Raises
    ------
    OutputError
        If a generator is not one.

    Examples
    --------
    >>> resolution(6, generators=["E=ABC", "F=BCD"])
    4
    """
    words = _words(factors, generators)
    require_counts(1, generators=len(words))
    lengths: list[int] = []
    for count in range(1, len(words) + 1):
        for chosen in combinations(words, count):
            constant: frozenset[int] = frozenset()
            for word in chosen:
                constant ^= word
            lengths.append(len(constant))
    return min(lengths)


def effects(design: NDArray[np.float64], responses: Numbers) -> NDArray[np.float64]:
    """Give the main effect of each factor of a two-level design: mean at +1 less mean at -1.

    Parameters
    ----------
    design
        Shape (runs, factors), entries -1 and +1, balanced.
    responses
        Shape (runs,).

    Returns
    -------
    ndarray of float64, shape (factors,)
        Effects, in the unit of the response. Append products of columns to the design for interactions.

    Raises
    ------
    OutputError
        If shapes do not fit or a response is not finite.

    Examples
    --------
    >>> effects(two_level_design(2), [1.0, 2.0, 5.0, 6.0]).tolist()
    [4.0, 1.0]
    """
    values = series("responses", responses, at_least=2)
    if design.ndim != 2 or design.shape[0] != values.size:
        raise OutputError(f"design: shape {design.shape} for {values.size} responses")
    return 2.0 * (design.T @ values) / values.size


def _words(factors: int, generators: Sequence[str]) -> list[frozenset[int]]:
    """Give each generator as the set of factors whose product it makes constant."""
    require_counts(1, factors=factors, basic_factors=factors - len(generators))
    if factors > FACTORS_MAX:
        raise OutputError(f"factors: {factors} is above {FACTORS_MAX}")
    names = ascii_uppercase[:factors]
    basic = factors - len(generators)
    words: list[frozenset[int]] = []
    for place, text in enumerate(generators):
        made, _, of = text.replace(" ", "").partition("=")
        if made != names[basic + place] or not of or len(set(of)) < len(of) or not set(of) <= set(names[:basic]):
            raise OutputError(f"generators[{place}]: {text!r} is not {names[basic + place]}=letters of {names[:basic]}")
        words.append(frozenset(names.index(name) for name in made + of))
    return words
