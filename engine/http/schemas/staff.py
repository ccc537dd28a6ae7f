"""Presence, leave, room and meetings, as they come in."""

from typing import Annotated

import msgspec

from engine.core.policy import STANDARD_CASE_MILLI
from engine.events.enums import AbsenceCause, ConflictGround, OverrideCode, PolicyName
from engine.events.lifecycle_words import Medium, Track
from engine.events.whole import Whole
from engine.scheduling.resource import Resource
from engine.scheduling.words import ChangeReason

LEASE_SECONDS_MAX = 86_400
"""A presence is renewed at least once a day."""


class _Staff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    track: Track = Track.MEDIATION
    """The door on whose roster he is."""


class Presence(_Staff, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """He is there; unless he says so again, he is absent when the lease is over."""

    lease_seconds: Annotated[int, msgspec.Meta(ge=1, le=LEASE_SECONDS_MAX)] = 900


class Absence(_Staff, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """He is offered nothing from now on; what he holds he keeps."""

    cause: AbsenceCause = AbsenceCause.MANUAL
    release_held: bool = False
    """With a cause of the court's: whether he loses the cases that he holds, too (ONL 27, 29)."""


class Return(_Staff, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cause of absence is over."""

    cause: AbsenceCause = AbsenceCause.MANUAL


class Leave(_Staff, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """He will be away."""

    starts_at: Whole
    """First instant away, microseconds since the epoch."""
    ends_at: Whole
    """First instant back."""


class Capacity(_Staff, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many standard cases he may hold at once."""

    capacity: Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class NewMeeting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session or hearing at the earliest time at which everybody is free."""

    not_before: Whole
    """Earliest beginning that is wanted, microseconds since the epoch."""
    medium: Medium = Medium.VIDEO
    duration_minutes: Annotated[int, msgspec.Meta(ge=1, le=1_440)] | None = None
    agents: Annotated[tuple[Whole, ...], msgspec.Meta(max_length=64)] = ()
    """Numbers of the lawyers who appear."""
    pool: Annotated[tuple[Resource, ...], msgspec.Meta(max_length=64)] = ()
    """The court's rooms or lines, one of which it takes."""
    agreed: bool = False
    """Whether all have agreed to a short notice or a time outside office hours."""


class MeetingMoved(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """It gets another time, the earliest from an instant on."""

    not_before: Whole
    reason: ChangeReason


class MeetingCancelled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """It will not take place."""

    reason: ChangeReason


class MeetingEnded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """It took place, or somebody did not appear."""

    absent: Annotated[tuple[Resource, ...], msgspec.Meta(max_length=128)] = ()
    """Who did not appear; nobody if it was held."""


class NewConflict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands between a mediator and a case (ONL 13); what he has of it he loses."""

    mediator_id: Whole
    ground: ConflictGround


class Consent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Both sides know of a disclosed conflict and consent (SIM 15); a clerk records it."""

    mediator_id: Whole


class NewPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A court draws by another policy from now on."""

    court_id: Whole
    policy: PolicyName
    track: Track = Track.MEDIATION
    band_width_milli: Whole = STANDARD_CASE_MILLI
    """Thousandths of a standard case."""
    sample_size: Whole = 2
    by_weight: bool = False


class NewOverride(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case is offered to somebody whom no draw has found."""

    case_id: Whole
    mediator_id: Whole
    code: OverrideCode
