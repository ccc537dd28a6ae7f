"""What happens to a court's policy and to its mediators, and to no case."""

from typing import ClassVar

from engine.events.enums import AbsenceCause, PolicyName
from engine.events.event import RosterEvent


class PolicyAdopted(RosterEvent, frozen=True, kw_only=True, gc=False, tag="policy_adopted"):
    """A court draws by another policy from now on; earlier draws stay as they were."""

    rule: ClassVar[str | None] = "ONL 10"

    policy: PolicyName
    policy_version: int
    """Ordinal of the court's policies, from 1 for the first adopted."""
    band_width_milli: int
    sample_size: int
    by_weight: int
    """1 if load is counted in weight, 0 in cases."""


class CapacitySet(RosterEvent, frozen=True, kw_only=True, gc=False, tag="capacity_set"):
    """How much a mediator may hold at once was changed."""

    rule: ClassVar[str | None] = "ONL 27"

    mediator_id: int
    capacity: int
    """Standard cases held or offered at once."""


class WentAbsent(RosterEvent, frozen=True, kw_only=True, gc=False, tag="went_absent"):
    """A mediator is offered nothing from now on, for this cause among others; what he holds he keeps."""

    rule: ClassVar[str | None] = "ONL 27"

    mediator_id: int
    cause: AbsenceCause


class Returned(RosterEvent, frozen=True, kw_only=True, gc=False, tag="returned"):
    """A cause of absence has ended."""

    rule: ClassVar[str | None] = "ONL 27"

    mediator_id: int
    cause: AbsenceCause
    entry_milli: int = 0
    """Raised his cumulative weight by so much, lest everybody else's lead become his flood of cases."""
