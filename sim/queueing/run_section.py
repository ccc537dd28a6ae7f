"""The section `[run]` of a queue scenario: how long is simulated, what of it is measured, when it is looked at."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, Strict, model_validator

from sim.queueing.law_sections import Length, Positive
from sim.scenario.section import Section

STOPS_MAX: Final = 200_000
"""Most instants at which a run is looked at."""
Times = Annotated[tuple[Length, ...], Strict(strict=False), Field(max_length=10_000)]


class Run(Section):
    """How long is simulated, and what of it is measured."""

    length: Positive
    """End of what is measured; unit: the scenario's."""
    warm_up: Length = 0.0
    """Beginning that is simulated and not measured; unit: the scenario's."""
    ending: Literal["follow", "close"] = "follow"
    """What happens at the end: arrivals go on, unmeasured, while the measured are followed to theirs; or nobody new."""
    cycle: Positive | None = None
    """Length after which intervals, shifts and observations repeat; unit: the scenario's."""
    target_wait: Length = 0.0
    """Wait within which the service levels count a customer as served in time; unit: the scenario's."""
    observe_at: Times = ()
    """Times (in the cycle, if there is one) at which the number in system is looked at; unit: the scenario's."""
    observe_between: Times = ()
    """Edges of intervals over which the number in system is averaged; unit: the scenario's."""
    require_stable: bool = True
    """Refuse a scenario whose queue grows without end; false for a finite horizon that is meant."""

    @model_validator(mode="after")
    def _warm_up_ends(self) -> Self:
        if self.warm_up >= self.length:
            raise ValueError(f"have warm_up below length (has {self.warm_up:g} and {self.length:g})")
        if self.cycle is not None and max((*self.observe_at, *self.observe_between), default=0) > self.cycle:
            raise ValueError(f"observe within the cycle of {self.cycle:g}")
        if any(end <= begin for begin, end in zip(self.observe_between, self.observe_between[1:], strict=False)):
            raise ValueError("have edges in observe_between that rise")
        looks = len({*self.observe_at, *self.observe_between}) * (self.length / (self.cycle or self.length))
        if looks > STOPS_MAX:
            raise ValueError(f"observe at most {STOPS_MAX:,} times (has {looks:,.0f}, all cycles together)")
        return self
