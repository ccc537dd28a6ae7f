"""What somebody asks of a dispute."""

import msgspec

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Ground, Medium, Track, Transition
from engine.events.whole import Whole


class Command(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """A transition that somebody wants a process to take.

    Examples
    --------
    >>> Command(case_id=7, transition=Transition.SIGN, actor=ActorRole.PARTY, parties=0b01).track.value
    'mediation'
    """

    case_id: Whole
    """The process; a number that is not yet taken where the transition opens one."""
    track: Track = Track.MEDIATION
    transition: Transition
    actor: ActorRole
    parties: Whole = 0
    """Which parties do it or agree to it, one bit each."""
    until: Whole | None = None
    """The date agreed, microseconds since the epoch."""
    ground: Ground | None = None
    medium: Medium | None = None
    amount_fen: Whole | None = None
    number: Whole | None = None
