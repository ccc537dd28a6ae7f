"""What happens to a court's policy and to its mediators, and to no case."""

from typing import ClassVar

from engine.events.enums import AbsenceCause, Gender, Origin, PolicyName
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


class MediatorAppointed(RosterEvent, frozen=True, kw_only=True, gc=False, tag="mediator_appointed"):
    """Somebody was appointed to the next vacant place of a court, and may be offered cases from now on."""

    rule: ClassVar[str | None] = "ONL 27"

    mediator_id: int
    """The place, and from now on his number."""
    organisation_id: int
    dispute_types: int
    """Bit i set if he takes dispute type i, in the order of the vocabulary."""
    languages: int
    """Bit i set if he speaks language i; bit 0 is Mandarin."""
    origin: Origin = Origin.MAINLAND
    gender: Gender | None = None
    """None where the roster does not say."""
    share_milli: int
    """Thousandths of full time."""
    rank: int
    """Place on the court's ranked list, smaller first."""
    attributes: int
    """Bit i set if he has the attribute that the roster names i-th."""
    capacity: int
    """Standard cases held or offered at once."""
    entry_milli: int = 0
    """The cumulative weight that he begins with, lest everybody else's lead become his flood of cases."""
    external_id_1: int = 0
    """What the court itself calls him, eight bytes here and in each of the next three; see `engine.events.external_id`.
    """
    external_id_2: int = 0
    external_id_3: int = 0
    external_id_4: int = 0


class MediatorQualified(RosterEvent, frozen=True, kw_only=True, gc=False, tag="mediator_qualified"):
    """What a mediator may be asked for was changed, as all of it stands from now on; what he holds he keeps."""

    rule: ClassVar[str | None] = "ONL 27"

    mediator_id: int
    dispute_types: int
    """As in `MediatorAppointed`, and so are the next four."""
    languages: int
    attributes: int
    share_milli: int
    capacity: int
