"""Which settings to run where there are many factors: Latin hypercubes."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from sim.output.samples import require_counts, require_inside


def latin_hypercube(ranges: Sequence[tuple[float, float]], *, points: int, seed: int) -> NDArray[np.float64]:
    """Give points of which each factor's range, cut into as many equal parts, holds one in every part.

    Parameters
    ----------
    ranges
        Low and high of each factor, low below high; at least one.
    points
        At least 2.
    seed
        Of the design.

    Returns
    -------
    ndarray of float64, shape (points, factors)
        The settings.

    Raises
    ------
    OutputError
        If a range is empty or an argument out of range.

    References
    ----------
    M. D. McKay, R. J. Beckman and W. J. Conover (1979), A comparison of three methods for selecting values of input
    variables, Technometrics 21, 239-245.

    Examples
    --------
    >>> design = latin_hypercube([(0, 1), (10, 20)], points=5, seed=1)
    >>> sorted((design[:, 0] * 5).astype(int).tolist())
    [0, 1, 2, 3, 4]
    """
    from scipy.stats import qmc  # noqa: PLC0415 - a second, for one function

    require_counts(2, points=points)
    require_counts(1, ranges=len(ranges))
    require_inside(-1, 2**64, seed=seed)
    for place, (low, high) in enumerate(ranges):
        require_inside(low, float("inf"), **{f"ranges[{place}].high": high})
    lows, highs = np.array(ranges, dtype=np.float64).T
    cube = np.asarray(qmc.LatinHypercube(len(ranges), rng=Generator(Philox(seed))).random(points), dtype=np.float64)
    return lows + cube * (highs - lows)
