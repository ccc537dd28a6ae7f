"""Which inputs matter: Sobol's shares of the variance, with bootstrap intervals, through SALib.

First the settings to run, then what their responses say. Responses that are simulated should be means over
replications, with the same random numbers at every setting: noise looks like interaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, require_inside
from sim.output.sensitivity import Bounded, Factor, bounded, checked_responses, library_problem, library_seed


@dataclass(frozen=True, kw_only=True)
class SobolIndex:
    """What one input is to the variance of the response."""

    name: str
    """Of the input."""
    first: Bounded
    """Share of the variance that it explains alone."""
    total: Bounded
    """Share in which it has a hand, interactions included. Near 0: it may be fixed."""


def sobol_settings(factors: Sequence[Factor], *, points: int, seed: int) -> NDArray[np.float64]:
    """Give the settings to run for Sobol indices.

    Parameters
    ----------
    factors
        k of them, at least 1.
    points
        N, a power of two, at least 8; a few thousand for two digits.
    seed
        Of the scrambled sequence.

    Returns
    -------
    ndarray of float64, shape (N (k + 2), k)
        One setting a row.

    Raises
    ------
    OutputError
        If an argument is out of range.

    References
    ----------
    A. Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics Communications
    181, 259-270.

    Examples
    --------
    >>> sobol_settings([Factor(name="staff", low=5, high=9)], points=8, seed=1).shape
    (24, 1)
    """
    from SALib.sample import sobol  # noqa: PLC0415 - two seconds

    require_counts(8, points=points)
    if points & (points - 1):
        raise OutputError(f"points: {points} is not a power of two")
    return sobol.sample(library_problem(factors), points, calc_second_order=False, seed=library_seed(seed))


def sobol_indices(
    factors: Sequence[Factor], responses: Numbers, *, seed: int, level: float = 0.95, resamples: int = 200
) -> list[SobolIndex]:
    """Split the variance of the responses among the inputs.

    Parameters
    ----------
    factors
        As for `sobol_settings`.
    responses
        Shape (N (k + 2),), one for each of its settings, in their order.
    seed
        Of the bootstrap.
    level
        Of the intervals, inside (0, 1).
    resamples
        Of the bootstrap, at least 20.

    Returns
    -------
    list of SobolIndex
        In the order of the factors. An estimate may come out slightly below 0.

    Raises
    ------
    OutputError
        If lengths do not fit, a response is not finite, or all are equal.

    References
    ----------
    I. M. Sobol (2001), Mathematics and Computers in Simulation 55, 271-280; A. Saltelli et al. (2010), as above.

    Examples
    --------
    >>> both = [Factor(name="a", low=0, high=1), Factor(name="b", low=0, high=1)]
    >>> x = sobol_settings(both, points=512, seed=1)
    >>> [round(index.first.value, 1) for index in sobol_indices(both, 2 * x[:, 0] + x[:, 1], seed=1)]
    [0.8, 0.2]
    """
    from SALib.analyze import sobol  # noqa: PLC0415 - two seconds

    require_inside(0, 1, level=level)
    require_counts(20, resamples=resamples)
    numbers = checked_responses(responses, len(factors) + 2)
    found = sobol.analyze(
        library_problem(factors),
        numbers,
        calc_second_order=False,
        num_resamples=resamples,
        conf_level=level,
        seed=library_seed(seed),
    )
    return [
        SobolIndex(
            name=factor.name,
            first=bounded(found["S1"][place], found["S1_conf"][place]),
            total=bounded(found["ST"][place], found["ST_conf"][place]),
        )
        for place, factor in enumerate(factors)
    ]
