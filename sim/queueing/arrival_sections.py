"""How the customers of a class come: tables with a `kind`, in the scenario's unit of time."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from sim.queueing.law_sections import Law, Length, Positive, Variation
from sim.scenario.section import Section

Rate = Annotated[float, Field(ge=0, le=1e9)]
"""Arrivals a unit of time."""
_TIMES_MAX = 1_000_000


class DayEffect(Section):
    """Periods that are busier or quieter as a whole: a gamma factor of mean 1 multiplies the rate of each."""

    cv: Variation | None = None
    """Coefficient of variation of the factor."""
    shape: Annotated[float, Field(gt=0, le=1e6)] | None = None
    """Shape of the gamma law instead: 1 / cv squared."""
    period: Positive
    """Length of a period; the first begins at 0."""
    shared: bool = False
    """Whether all classes with a shared effect have the same factor."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.cv is None) == (self.shape is None):
            raise ValueError("have either cv or shape")
        return self

    @property
    def gamma_shape(self) -> float:
        """Shape of the gamma law."""
        if self.shape is not None:
            return self.shape
        assert self.cv is not None
        return 1 / self.cv**2


class Constant(Section):
    """One arrival every so often, like a clock."""

    kind: Literal["constant"]
    gap: Positive
    """Time between arrivals."""
    first: Length | None = None
    """First arrival; one gap after the start by default."""


class Renewal(Section):
    """Independent gaps of any law."""

    kind: Literal["renewal"]
    gap: Law
    """Law of the time between arrivals."""


class Poisson(Section):
    """Memoryless arrivals of one rate."""

    kind: Literal["poisson"]
    rate: Annotated[float, Field(gt=0, le=1e9)]
    """Mean arrivals a unit of time."""
    day_effect: DayEffect | None = None
    """Random busyness of each period."""


class Intervals(Section):
    """Poisson arrivals whose rate changes at given times; drawn by running a unit-rate process through the integral."""

    kind: Literal["intervals"]
    edges: Annotated[tuple[Length, ...], Strict(strict=False), Field(min_length=2, max_length=100_000)]
    """Where the rate changes: the first interval's beginning, and every interval's end."""
    rates: Annotated[tuple[Rate, ...], Strict(strict=False), Field(min_length=1, max_length=100_000)]
    """Mean arrivals a unit of time in each interval; outside there are none."""
    scale: Annotated[float, Field(gt=0, le=1e6)] = 1.0
    """Factor on all rates."""
    day_effect: DayEffect | None = None
    """Random busyness of each period."""

    @model_validator(mode="after")
    def _intervals_are_whole(self) -> Self:
        if len(self.edges) != len(self.rates) + 1:
            raise ValueError(f"have one edge more than rates (has {len(self.edges)} and {len(self.rates)})")
        if any(end <= begin for begin, end in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError("have edges that rise")
        if not any(self.rates):
            raise ValueError("have some rate above 0")
        return self


class Trace(Section):
    """Arrivals at given times."""

    kind: Literal["trace"]
    times: Annotated[tuple[Length, ...], Strict(strict=False), Field(min_length=1, max_length=_TIMES_MAX)] | None = None
    """The times, in any order."""
    file: Annotated[Path, Strict(strict=False)] | None = None
    """Text file with one time a line instead; relative to the scenario's folder."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.times is None) == (self.file is None):
            raise ValueError("have either times or file")
        return self


Arrivals = Annotated[Constant | Renewal | Poisson | Intervals | Trace, Field(discriminator="kind")]
"""Any way of coming."""


class Burst(Section):
    """Extra arrivals within a short time."""

    at: Length
    """When it begins."""
    count: Annotated[int, Field(ge=1, le=1_000_000)]
    """How many come."""
    within: Length = 0.0
    """How long it lasts: each comes at a time of its own, uniform over it."""
