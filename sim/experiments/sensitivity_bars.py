"""What varying keys did to a measure, each method's answer in one shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.output.sensitivity import Bounded, Factor

Method: TypeAlias = Literal["tornado", "morris", "sobol"]
"""How the question is asked."""
METHODS: Final[Sequence[Method]] = ("tornado", "morris", "sobol")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A number of a bar."""

    value: float
    interval: tuple[float, float] | None
    """Its ends; None for a number that comes without one."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What one key does to the measure."""

    key: str
    low: float
    """Least value of the key."""
    high: float
    """Largest."""
    parts: Mapping[str, Part]
    """Tornado: `swing`, `at_low`, `at_high`, changes from the scenario as it is. Morris: `strength`, `mean`,
    `deviation` of the effects. Sobol: `total` and `first`, shares of the variance with and without interactions."""

    @property
    def strength(self) -> float:
        """What bars are ordered by: the first of the parts."""
        return next(iter(self.parts.values())).value


def bars_of(
    factors: Sequence["Factor"],
    design: NDArray[np.float64],
    values: NDArray[np.float64],
    method: Method,
    seed: int,
    confidence: float,
) -> list[Bar]:
    """Analyse the settings of a method.

    Parameters
    ----------
    factors
        Keys and their ranges.
    design
        float64[settings, keys].
    values
        float64[replications, settings]: the measure.
    method
        How the settings were chosen.
    seed
        Of the bootstrap.
    confidence
        Of each interval.

    Raises
    ------
    OutputError
        If nothing can be concluded, because the measure never changes or is no number.
    """
    if method == "tornado":
        return _tornado_bars(factors, values, confidence)
    means = values.mean(axis=0)
    if method == "morris":
        return _morris_bars(factors, design, means, seed, confidence)
    from sim.output.sobol import sobol_indices  # noqa: PLC0415 - loads SALib

    found = sobol_indices(factors, means, seed=seed, level=confidence)
    return [
        Bar(
            key=factor.name,
            low=factor.low,
            high=factor.high,
            parts={"total": _between(index.total), "first": _between(index.first)},
        )
        for factor, index in zip(factors, found, strict=True)
    ]


def _morris_bars(
    factors: Sequence["Factor"],
    design: NDArray[np.float64],
    means: NDArray[np.float64],
    seed: int,
    confidence: float,
) -> list[Bar]:
    from sim.output.morris import morris_effects  # noqa: PLC0415 - loads SALib

    found = morris_effects(factors, design, means, seed=seed, level=confidence)
    return [
        Bar(
            key=factor.name,
            low=factor.low,
            high=factor.high,
            parts={
                "strength": _between(effect.strength),
                "mean": Part(value=effect.mean, interval=None),
                "deviation": Part(value=effect.deviation, interval=None),
            },
        )
        for factor, effect in zip(factors, found, strict=True)
    ]


def _tornado_bars(factors: Sequence["Factor"], values: NDArray[np.float64], confidence: float) -> list[Bar]:
    from sim.output.tornado import tornado  # noqa: PLC0415 - loads scipy

    ranges = {factor.name: factor for factor in factors}
    return [
        Bar(
            key=bar.name,
            low=ranges[bar.name].low,
            high=ranges[bar.name].high,
            parts={
                "swing": Part(value=bar.swing, interval=None),
                "at_low": Part(value=bar.at_low.mean, interval=(bar.at_low.low, bar.at_low.high)),
                "at_high": Part(value=bar.at_high.mean, interval=(bar.at_high.low, bar.at_high.high)),
            },
        )
        for bar in tornado(factors, values, level=confidence)
    ]


def _between(found: "Bounded") -> Part:
    return Part(value=found.value, interval=(found.low, found.high))
