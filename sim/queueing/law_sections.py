"""The laws of a queue scenario: tables with a `kind`, in the scenario's unit of time."""

from math import log, log1p, sqrt
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, Strict, model_validator

from sim.scenario.section import Section, Share, Shares

Positive = Annotated[float, Field(gt=0, le=1e12)]
"""A length of time above zero, or a factor."""
Length = Annotated[float, Field(ge=0, le=1e12)]
"""A length of time, zero included."""
Variation = Annotated[float, Field(gt=0, le=100)]
"""A coefficient of variation."""
_VALUES_MAX = 1_000_000


class _Law(Section):
    zero_share: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Probability of exactly zero, before anything else; as patience: those who never wait."""


class Exponential(_Law):
    """Memoryless."""

    kind: Literal["exponential"]
    mean: Positive
    """Mean; unit: the scenario's."""


class Erlang(_Law):
    """Sum of equal exponential phases."""

    kind: Literal["erlang"]
    phases: Annotated[int, Field(ge=1, le=10_000)]
    """Number of phases."""
    mean: Positive
    """Mean of the sum; unit: the scenario's."""


class Gamma(_Law):
    """Gamma law."""

    kind: Literal["gamma"]
    mean: Positive
    """Mean; unit: the scenario's."""
    cv: Variation
    """Coefficient of variation; no unit."""


class Lognormal(_Law):
    """Exponential of a normal law, by mean and variation or by the normal law's parameters."""

    kind: Literal["lognormal"]
    mean: Positive | None = None
    """Mean; unit: the scenario's."""
    cv: Variation | None = None
    """Coefficient of variation; no unit."""
    mu: Annotated[float, Field(ge=-50, le=50)] | None = None
    """Mean of the logarithm of the length in the scenario's unit."""
    sigma: Annotated[float, Field(gt=0, le=10)] | None = None
    """Standard deviation of the logarithm."""

    @model_validator(mode="after")
    def _one_pair(self) -> Self:
        given = [name for name in ("mean", "cv", "mu", "sigma") if getattr(self, name) is not None]
        if given not in (["mean", "cv"], ["mu", "sigma"]):
            raise ValueError(f"have mean and cv, or mu and sigma (has {', '.join(given) or 'neither'})")
        return self

    @property
    def of_logarithm(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm."""
        if self.mu is not None and self.sigma is not None:
            return self.mu, self.sigma
        assert self.mean is not None
        assert self.cv is not None
        variance = log1p(self.cv**2)
        return log(self.mean) - variance / 2, sqrt(variance)


class Deterministic(_Law):
    """Always the same."""

    kind: Literal["deterministic"]
    value: Length
    """The length; unit: the scenario's."""


class Uniform(_Law):
    """Anything between two bounds."""

    kind: Literal["uniform"]
    low: Length
    """Least; unit: the scenario's."""
    high: Length
    """Most; unit: the scenario's."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"have low at most high (has {self.low:g} and {self.high:g})")
        return self


class Hyperexponential(_Law):
    """One of several exponential laws."""

    kind: Literal["hyperexponential"]
    shares: Annotated[Shares, Strict(strict=False), Field(min_length=1, max_length=100)]
    """Probability of each; they sum to 1."""
    means: Annotated[tuple[Positive, ...], Strict(strict=False), Field(min_length=1, max_length=100)]
    """Mean of each; unit: the scenario's."""

    @model_validator(mode="after")
    def _as_many(self) -> Self:
        if len(self.shares) != len(self.means):
            raise ValueError(f"have as many shares as means (has {len(self.shares)} and {len(self.means)})")
        return self


class Empirical(_Law):
    """One of given lengths, each as likely as another."""

    kind: Literal["empirical"]
    values: Annotated[tuple[Length, ...], Strict(strict=False), Field(min_length=1, max_length=_VALUES_MAX)] | None = (
        None
    )
    """The lengths; unit: the scenario's."""
    file: Annotated[Path, Strict(strict=False)] | None = None
    """Text file with one length a line instead; relative to the scenario's folder."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.values is None) == (self.file is None):
            raise ValueError("have either values or file")
        return self


Simple = Annotated[
    Exponential | Erlang | Gamma | Lognormal | Deterministic | Uniform | Hyperexponential | Empirical,
    Field(discriminator="kind"),
]


class Part(Section):
    """One of the laws of a mixture."""

    share: Share
    """Probability of this one; those of all parts sum to 1."""
    law: Simple
    """The law; not itself a mixture."""


def _whole(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    total = sum(part.share for part in parts)
    if abs(total - 1) > 1e-6:
        raise ValueError(f"have shares that sum to 1 (they sum to {total:.7g})")
    return parts


class Mixture(_Law):
    """One of several laws."""

    kind: Literal["mixture"]
    parts: Annotated[
        tuple[Part, ...], Strict(strict=False), Field(min_length=1, max_length=100), AfterValidator(_whole)
    ]
    """The laws and their shares."""


Law = Annotated[
    Exponential | Erlang | Gamma | Lognormal | Deterministic | Uniform | Hyperexponential | Empirical | Mixture,
    Field(discriminator="kind"),
]
"""Any law."""
