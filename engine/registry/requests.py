"""What can be asked of the registry beside a lifecycle command."""

from typing import Final

import msgspec

from engine.core.policy import STANDARD_CASE_MILLI
from engine.events.enums import Channel, DeclineReason, DisputeType, EntryRoute, Gender, Language, Origin
from engine.events.lifecycle_words import Impact, Procedure, Reach
from engine.lifecycle.command import Command

PARTIES_MAX: Final = 63
"""Parties of one dispute: as many as have a bit in the whole numbers of an event."""


class OpenDispute(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="open_dispute"):
    """A dispute gets its number; its processes are opened by commands."""

    dispute_id: int
    """Never used before."""
    court_id: int
    parties: int = 2
    applicants: int = 1
    """The first so many of the parties."""
    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    procedure: Procedure = Procedure.ORDINARY
    amount_fen: int
    """In dispute; hundredths of a yuan."""
    reach: Reach = Reach.DOMESTIC
    impact: Impact = Impact.ORDINARY


class FileCase(msgspec.Struct, frozen=True, kw_only=True, tag="file_case"):
    """The desk of a door looks for who will handle a process: a mediator, experts, arbitrators, a judge."""

    dispute_id: int
    case_id: int
    language: Language = Language.MANDARIN
    weight_milli: int = STANDARD_CASE_MILLI
    """Thousandths of a standard case."""
    boost_us: int = 0
    """Head start in the queues, microseconds."""
    origin: Origin = Origin.MAINLAND
    mediator_gender: Gender | None = None
    panel_size: int = 1
    court_id: int | None = None
    """Court of the desk's roster that invites; the dispute's if left out."""
    parties: tuple[str, ...] = ()
    """Opaque keys of the parties, for the register of conflicts; they go into no event."""


class AnswerOffer(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="answer_offer"):
    """Who was offered a case takes it, or declines with a reason (ONL 12)."""

    case_id: int
    mediator_id: int
    attempt: int
    declined_because: DeclineReason | None = None
    """None if he accepts."""


class Move(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="move"):
    """A lifecycle command about one of the registered disputes."""

    dispute_id: int
    command: Command


Request = OpenDispute | FileCase | AnswerOffer | Move
"""Everything that can be asked; the `type` tag tells them apart on the wire."""
