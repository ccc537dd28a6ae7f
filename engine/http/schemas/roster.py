"""People who are appointed and what mediators may be asked for, as they come in."""

from typing import Annotated

import msgspec

from engine.core.follow_roster import RANK_MAX
from engine.core.roster import CAPACITY_MAX, FULL_TIME_MILLI
from engine.desk.appointment import (
    APPOINTED_AT_ONCE_MAX,
    ORGANISATION_MAX,
    Attributes,
    ExternalId,
    Share,
    Speaks,
    Takes,
)
from engine.events.enums import Gender, Language, Origin
from engine.events.lifecycle_words import Track


class NewMediator(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Somebody whom the court appoints, as a line of a roster file tells him."""

    organisation_id: Annotated[int, msgspec.Meta(ge=0, le=ORGANISATION_MAX)]
    """Number of his organisation, of one that is known or a new one."""
    dispute_types: Takes
    languages: Speaks = (Language.MANDARIN,)
    origin: Origin = Origin.MAINLAND
    gender: Gender | None = None
    """Null where it is not known."""
    share_milli: Share = FULL_TIME_MILLI
    """Thousandths of full time."""
    rank: Annotated[int, msgspec.Meta(ge=0, le=RANK_MAX)] | None = None
    """Place on the court's ranked list, smaller first; his number if left out."""
    attributes: Attributes = ()
    """Of those that the roster names itself."""
    capacity: Annotated[int, msgspec.Meta(ge=1, le=CAPACITY_MAX)]
    """Standard cases held or offered at once."""
    external_id: ExternalId = ""
    """What the court itself calls him, as in its file of mediators; at most 32 bytes."""


class NewMediators(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People whom a court appoints, all of them or nobody."""

    mediators: Annotated[tuple[NewMediator, ...], msgspec.Meta(min_length=1, max_length=APPOINTED_AT_ONCE_MAX)]
    """The first gets the smallest number."""
    track: Track = Track.MEDIATION
    """The door on whose roster they will be."""


class NewQualification(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a mediator may be asked for from now on; what is left out or null stays as it is."""

    track: Track = Track.MEDIATION
    """The door on whose roster he is."""
    dispute_types: Takes | None = None
    languages: Speaks | None = None
    attributes: Attributes | None = None
    """Of those that the roster names itself."""
    share_milli: Share | None = None
    """Thousandths of full time."""
    capacity: Annotated[int, msgspec.Meta(ge=0, le=CAPACITY_MAX)] | None = None
    """Standard cases held or offered at once."""
