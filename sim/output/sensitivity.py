"""What the analyses of inputs share: factors, bounded numbers, and the ways of the library that computes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, require_inside, series


@dataclass(frozen=True, kw_only=True)
class Factor:
    """An input, uniform on a range."""

    name: str
    """For tables and figures."""
    low: float
    """Least value."""
    high: float
    """Largest value, above the least."""


@dataclass(frozen=True, kw_only=True)
class Bounded:
    """A number with its bootstrap interval."""

    value: float
    """The estimate."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""


def library_problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """Describe factors as SALib wants them.

    Parameters
    ----------
    factors
        At least one, with different names.

    Returns
    -------
    dict
        SALib's "problem".

    Raises
    ------
    OutputError
        If there is none, a name comes twice or a range is empty.

    Examples
    --------
    >>> library_problem([Factor(name="staff", low=5, high=9)])
    {'num_vars': 1, 'names': ['staff'], 'bounds': [[5, 9]]}
    """
    require_counts(1, factors=len(factors))
    names = [factor.name for factor in factors]
    if len(set(names)) < len(names):
        raise OutputError(f"factors: a name of {names} comes twice")
    for factor in factors:
        require_inside(factor.low, float("inf"), **{f"{factor.name}.high": factor.high})
    return {"num_vars": len(names), "names": names, "bounds": [[factor.low, factor.high] for factor in factors]}


def library_seed(seed: int) -> int:
    """Spread a seed over 31 bits and never give 0, which SALib takes for no seed at all.

    Parameters
    ----------
    seed
        From 0 to 2^64 - 1.

    Returns
    -------
    int
        Between 1 and 2^31 - 1.

    Raises
    ------
    OutputError
        If the seed is out of range.

    Examples
    --------
    >>> library_seed(0) > 0
    True
    """
    require_inside(-1, 2**64, seed=seed)
    return int(Generator(Philox(seed)).integers(1, 2**31))


def checked_responses(responses: Numbers, block: int) -> NDArray[np.float64]:
    """Refuse responses that do not fill the blocks of a design or do not differ.

    Parameters
    ----------
    responses
        Shape (n,).
    block
        Settings that belong together; n must be a multiple, at least four times it.

    Returns
    -------
    ndarray of float64, shape (n,)
        The responses.

    Raises
    ------
    OutputError
        If they are too few, not a multiple, not finite or all equal.

    Examples
    --------
    >>> checked_responses([1, 2, 3, 4], 1).tolist()
    [1.0, 2.0, 3.0, 4.0]
    """
    numbers = series("responses", responses, at_least=4 * block)
    if numbers.size % block:
        raise OutputError(f"responses: {numbers.size} numbers, not a multiple of {block}")
    if np.ptp(numbers) == 0:
        raise OutputError(f"responses: all are {numbers[0]}, so no input matters")
    return numbers


def bounded(value: float, half_width: float) -> Bounded:
    """Give a number with an interval around it.

    Parameters
    ----------
    value, half_width
        The estimate and half its interval.

    Returns
    -------
    Bounded
        As plain floats.

    Examples
    --------
    >>> bounded(0.5, 0.25)
    Bounded(value=0.5, low=0.25, high=0.75)
    """
    return Bounded(value=float(value), low=float(value - half_width), high=float(value + half_width))
