"""Laws as rows of a table that compiled code reads: one function draws from any of them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.queueing.compiled import fixed
from sim.queueing.law_facts import lengths_of
from sim.queueing.law_sections import (
    Deterministic,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Law,
    Lognormal,
    Mixture,
    Uniform,
)
from sim.queueing.program import LAW

EXPONENTIAL: Final = fixed(0)
GAMMA: Final = fixed(1)
LOGNORMAL: Final = fixed(2)
DETERMINISTIC: Final = fixed(3)
UNIFORM: Final = fixed(4)
EMPIRICAL: Final = fixed(5)
MIXTURE: Final = fixed(6)


class LawTable:
    """Collects laws; each gets a row.

    Parameters
    ----------
    unit_us
        Microseconds of the scenario's unit of time.

    Examples
    --------
    >>> table = LawTable(1_000_000)
    >>> table.add(Exponential(kind="exponential", mean=2.0)), table.rows()["a"].tolist()
    (0, [2000000.0])

    """

    def __init__(self, unit_us: int) -> None:
        self._unit: Final = float(unit_us)
        self._rows: Final[list[tuple[int, float, float, float, int, int]]] = []
        self._values: Final[list[float]] = []
        self._known: Final[dict[Law, int]] = {}

    def add(self, law: Law | None) -> int:
        """Return the row of a law, -1 for none; equal laws share one.

        Parameters
        ----------
        law
            A table of a scenario.

        """
        if law is None:
            return -1
        if law not in self._known:
            kind, a, b, first, count = self._encoded(law)
            self._rows.append((kind, a, b, law.zero_share, first, count))
            self._known[law] = len(self._rows) - 1
        return self._known[law]

    def rows(self) -> NDArray[np.void]:
        """Return the table: `LAW`[laws], at least one row so that it can be indexed."""
        return np.array(self._rows or [(DETERMINISTIC, 0.0, 0.0, 0.0, 0, 0)], LAW)

    def values(self) -> NDArray[np.float64]:
        """Return what the rows point at: float64[n]."""
        return np.array(self._values or [0.0], np.float64)

    def _encoded(self, law: Law) -> tuple[int, float, float, int, int]:
        unit = self._unit
        match law:
            case Exponential():
                return EXPONENTIAL, law.mean * unit, 0.0, 0, 0
            case Erlang():
                return GAMMA, float(law.phases), law.mean * unit / law.phases, 0, 0
            case Gamma():
                return GAMMA, 1 / law.cv**2, law.mean * unit * law.cv**2, 0, 0
            case Lognormal():
                mu, sigma = law.of_logarithm
                return LOGNORMAL, mu + float(np.log(unit)), sigma, 0, 0
            case Deterministic():
                return DETERMINISTIC, law.value * unit, 0.0, 0, 0
            case Uniform():
                return UNIFORM, law.low * unit, law.high * unit, 0, 0
            case Empirical():
                # Sorted, so that a larger uniform number never gives a shorter time.
                return EMPIRICAL, 0.0, 0.0, *self._stored(sorted(value * unit for value in lengths_of(law)))
            case Hyperexponential():
                rows = [self.add(Exponential(kind="exponential", mean=mean)) for mean in law.means]
                return MIXTURE, 0.0, 0.0, *self._mixed(law.shares, rows)
            case Mixture():
                rows = [self.add(part.law) for part in law.parts]
                return MIXTURE, 0.0, 0.0, *self._mixed([part.share for part in law.parts], rows)

    def _stored(self, values: Sequence[float]) -> tuple[int, int]:
        first = len(self._values)
        self._values.extend(values)
        return first, len(values)

    def _mixed(self, shares: Sequence[float], rows: Sequence[int]) -> tuple[int, int]:
        cumulative = np.cumsum(shares).tolist()
        cumulative[-1] = 1.0
        first, count = self._stored(cumulative)
        self._stored([float(row) for row in rows])
        return first, count
