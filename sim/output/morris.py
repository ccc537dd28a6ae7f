"""Which of many inputs matter at all: Morris's screening, with bootstrap intervals, through SALib."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import OutputError
from sim.output.samples import Numbers, require_counts, require_inside
from sim.output.sensitivity import Bounded, Factor, bounded, checked_responses, library_problem, library_seed

_KEYS: Final = ("mu", "mu_star", "mu_star_conf", "sigma")
"""What is read of the library's answer."""


@dataclass(frozen=True, kw_only=True)
class MorrisEffect:
    """What moving one input over its range does, on average over the others."""

    name: str
    """Of the input."""
    strength: Bounded
    """Mean absolute effect, mu star; in the unit of the response, for the whole range of the input."""
    mean: float
    """Mean effect, with its sign."""
    deviation: float
    """Standard deviation of the effects: large against the strength if it interacts or bends."""


def morris_settings(factors: Sequence[Factor], *, paths: int, seed: int) -> NDArray[np.float64]:
    """Give the settings to run for Morris's screening: paths on a grid of four levels that change one input a step.

    Parameters
    ----------
    factors
        k of them, at least 1.
    paths
        At least 4; ten to fifty.
    seed
        Of the paths.

    Returns
    -------
    ndarray of float64, shape (paths (k + 1), k)
        One setting a row.

    Raises
    ------
    OutputError
        If an argument is out of range.

    References
    ----------
    M. D. Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33, 161-174.

    Examples
    --------
    >>> morris_settings([Factor(name="staff", low=5, high=9)], paths=10, seed=1).shape
    (20, 1)
    """
    from SALib.sample import morris  # noqa: PLC0415 - two seconds

    require_counts(4, paths=paths)
    return morris.sample(library_problem(factors), paths, seed=library_seed(seed))


def morris_effects(
    factors: Sequence[Factor],
    settings: NDArray[np.float64],
    responses: Numbers,
    *,
    seed: int,
    level: float = 0.95,
    resamples: int = 200,
) -> list[MorrisEffect]:
    """Rank the inputs by what they do to the response, cheaply.

    Parameters
    ----------
    factors, settings
        As given to and by `morris_settings`.
    responses
        One for each setting.
    seed
        Of the bootstrap.
    level
        Of the intervals, inside (0, 1).
    resamples
        Of the bootstrap, at least 20.

    Returns
    -------
    list of MorrisEffect
        In the order of the factors.

    Raises
    ------
    OutputError
        If lengths do not fit or a response is not finite.

    References
    ----------
    F. Campolongo, J. Cariboni and A. Saltelli (2007), Environmental Modelling & Software 22, 1509-1518, for mu star.

    Examples
    --------
    >>> both = [Factor(name="a", low=0, high=1), Factor(name="b", low=0, high=10)]
    >>> x = morris_settings(both, paths=10, seed=1)
    >>> [round(effect.strength.value, 6) for effect in morris_effects(both, x, 2 * x[:, 0] - x[:, 1], seed=1)]
    [2.0, 10.0]
    """
    from SALib.analyze import morris  # noqa: PLC0415 - two seconds

    require_inside(0, 1, level=level)
    require_counts(20, resamples=resamples)
    numbers = checked_responses(responses, len(factors) + 1)
    if settings.shape != (numbers.size, len(factors)):
        raise OutputError(f"settings: shape {settings.shape}, not ({numbers.size}, {len(factors)})")
    found = morris.analyze(
        library_problem(factors), settings, numbers, num_resamples=resamples, conf_level=level, seed=library_seed(seed)
    )
    return [_effect(factor, {key: found[key][place] for key in _KEYS}) for place, factor in enumerate(factors)]


def _effect(factor: Factor, found: Mapping[str, np.float64]) -> MorrisEffect:
    return MorrisEffect(
        name=factor.name,
        strength=bounded(found["mu_star"], found["mu_star_conf"]),
        mean=float(found["mu"]),
        deviation=float(found["sigma"]),
    )
