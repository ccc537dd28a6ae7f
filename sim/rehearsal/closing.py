"""Which transition the assignment's events are the record of, and who takes it: what the rules are asked about them."""

from typing import Final

from engine.events.enums import ActorRole, ClosingCode
from engine.events.lifecycle_words import Transition
from engine.events.records import Accepted, Declined, Event, Filed, Lapsed, Offered, Withdrawn
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute

_CLOSINGS: Final = {
    ClosingCode.AGREEMENT: (Transition.CONCLUDE, ActorRole.MEDIATOR),
    ClosingCode.SELF_SETTLED: (Transition.CLOSE_SELF_SETTLED, ActorRole.MEDIATOR),
    ClosingCode.PARTY_UNREACHABLE: (Transition.CLOSE_UNREACHABLE, ActorRole.MEDIATOR),
    ClosingCode.PARTY_UNWILLING: (Transition.CLOSE_UNWILLING, ActorRole.MEDIATOR),
    ClosingCode.WIDE_GAP: (Transition.CLOSE_GAP, ActorRole.MEDIATOR),
    ClosingCode.PERIOD_EXPIRED: (Transition.EXPIRE, ActorRole.PLATFORM),
    ClosingCode.SIGNATURE_REFUSED: (Transition.CLOSE_UNSIGNED, ActorRole.MEDIATOR),
    ClosingCode.OTHER: (Transition.CLOSE_OTHER, ActorRole.MEDIATOR),
}
"""By the code under which a mediation closes."""


def closing(case_id: int, code: ClosingCode, dispute: Dispute) -> Command:
    """Return the command by which a mediation closes under a code; that they have settled, all parties say together."""
    transition, actor = _CLOSINGS[code]
    parties = dispute.everybody if code is ClosingCode.SELF_SETTLED else 0
    return Command(case_id=case_id, transition=transition, actor=actor, parties=parties)


ASSIGNMENT: Final[dict[type[Event], tuple[Transition, ActorRole]]] = {
    Filed: (Transition.FILE, ActorRole.COURT),
    Offered: (Transition.OFFER, ActorRole.PLATFORM),
    Accepted: (Transition.ACCEPT, ActorRole.MEDIATOR),
    Declined: (Transition.DECLINE, ActorRole.MEDIATOR),
    Lapsed: (Transition.LAPSE, ActorRole.PLATFORM),
    Withdrawn: (Transition.WITHDRAW, ActorRole.PARTY),
}
"""By the kind of any other event that moves a mediation."""
