"""One input at a time: how far each end of its range moves the response from where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import OutputError
from sim.output.samples import require_counts, table
from sim.output.sensitivity import Factor
from sim.output.student import Estimate, student_interval


@dataclass(frozen=True, kw_only=True)
class TornadoBar:
    """What one input does by itself."""

    name: str
    """Of the input."""
    at_low: Estimate
    """Response at its least value, less that at the base."""
    at_high: Estimate
    """Response at its largest value, less that at the base."""

    @property
    def swing(self) -> float:
        """Distance between the two ends and the base, whichever is widest: the length of the bar."""
        ends = (self.at_low.mean, self.at_high.mean, 0.0)
        return max(ends) - min(ends)


def one_at_a_time(factors: Sequence[Factor], base: Sequence[float]) -> NDArray[np.float64]:
    """Give the settings to run for a tornado.

    Parameters
    ----------
    factors
        k of them, at least 1.
    base
        Value of each where the others are moved, inside its range.

    Returns
    -------
    ndarray of float64, shape (2 k + 1, k)
        Row 0 the base, rows 2 j + 1 and 2 j + 2 factor j at its low and high.

    Raises
    ------
    OutputError
        If there is no factor, lengths differ or a base is outside its range.

    Examples
    --------
    >>> one_at_a_time([Factor(name="staff", low=5, high=9), Factor(name="rate", low=1, high=2)], [7, 1]).tolist()
    [[7.0, 1.0], [5.0, 1.0], [9.0, 1.0], [7.0, 1.0], [7.0, 2.0]]
    """
    require_counts(1, factors=len(factors))
    if len(base) != len(factors):
        raise OutputError(f"base: {len(base)} values for {len(factors)} factors")
    settings = np.tile(np.asarray(base, dtype=np.float64), (2 * len(factors) + 1, 1))
    for place, (factor, value) in enumerate(zip(factors, base, strict=True)):
        if not factor.low <= value <= factor.high:
            raise OutputError(f"base[{place}]: {value} is not between {factor.low} and {factor.high} of {factor.name}")
        settings[2 * place + 1, place] = factor.low
        settings[2 * place + 2, place] = factor.high
    return settings


def tornado(factors: Sequence[Factor], values: NDArray[np.float64], *, level: float = 0.95) -> list[TornadoBar]:
    """Measure each input's bar, the longest first.

    Parameters
    ----------
    factors
        As given to `one_at_a_time`.
    values
        Shape (replications, 2 k + 1): responses at its settings, a row on the same random numbers; at least 2 rows.
    level
        Of the intervals of each difference from the base, inside (0, 1).

    Returns
    -------
    list of TornadoBar
        By falling swing. It sees no interaction, and only the ends of each range.

    Raises
    ------
    OutputError
        If the shape does not fit or a response is not finite.

    Examples
    --------
    >>> staff, rate = Factor(name="staff", low=5, high=9), Factor(name="rate", low=1, high=2)
    >>> bars = tornado([staff, rate], np.array([[3.0, 4.0, 2.5, 1.0, 6.0], [3.2, 4.4, 2.5, 1.0, 6.1]]))
    >>> [(bar.name, round(bar.swing, 2)) for bar in bars]
    [('rate', 5.05), ('staff', 1.7)]
    """
    columns = 2 * len(factors) + 1
    numbers = table("values", values, rows=2, columns=3)
    if numbers.shape[1] != columns:
        raise OutputError(f"values: {numbers.shape[1]} columns, not the {columns} of {len(factors)} factors")
    away = numbers[:, 1:] - numbers[:, :1]
    bars = [
        TornadoBar(
            name=factor.name,
            at_low=student_interval(away[:, 2 * place], level=level),
            at_high=student_interval(away[:, 2 * place + 1], level=level),
        )
        for place, factor in enumerate(factors)
    ]
    return sorted(bars, key=lambda bar: -bar.swing)
