"""What can be asked of a dispute and its offers. Requests come from outside: an unknown field is refused.

What can be asked about people is in `staff_requests`, about who handles a case in `designation_requests`, about
meetings in `meetings`.
"""

from typing import Annotated, Final

import msgspec

from engine.core.policy import STANDARD_CASE_MILLI
from engine.events.enums import Channel, DeclineReason, DisputeType, EntryRoute, Gender, Language, Origin
from engine.events.lifecycle_words import Impact, Procedure, Reach
from engine.events.whole import Whole
from engine.lifecycle.command import Command

PARTIES_MAX: Final = 63
"""Parties of one dispute: as many as have a bit in the whole numbers of an event."""
KEY_CHARACTERS_MAX: Final = 128
"""Characters of a key that stands for a party or a person in a request."""
OpaqueKey = Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_CHARACTERS_MAX)]


class PlatformAsked(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """What every request has: its `type`, which tells it apart on the wire."""


class OpenDispute(PlatformAsked, frozen=True, kw_only=True, gc=False, tag="open_dispute"):
    """A dispute gets its number; its processes are opened by commands."""

    dispute_id: Whole
    """Never used before."""
    court_id: Whole
    parties: Whole = 2
    applicants: Whole = 1
    """The first so many of the parties."""
    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    procedure: Procedure = Procedure.ORDINARY
    amount_fen: Whole
    """In dispute; hundredths of a yuan."""
    reach: Reach = Reach.DOMESTIC
    impact: Impact = Impact.ORDINARY


class FileCase(PlatformAsked, frozen=True, kw_only=True, tag="file_case"):
    """The desk of a door looks for who will handle a process: mediators, experts, judges, an institution."""

    dispute_id: Whole
    case_id: Whole
    language: Language = Language.MANDARIN
    weight_milli: Whole = STANDARD_CASE_MILLI
    """Thousandths of a standard case."""
    boost_us: Whole = 0
    """Head start in the queues, microseconds."""
    origin: Origin = Origin.MAINLAND
    mediator_gender: Gender | None = None
    panel_size: Whole = 1
    choose: bool = False
    """Whether both sides have consented to choose a mediator together before anybody is drawn (ONL 10)."""
    list_size: Whole | None = None
    """With `choose`: size of the list that is drawn for them to strike and rank."""
    court_id: Whole | None = None
    """Court or other unit of the desk's roster that invites; the dispute's if left out."""
    parties: Annotated[tuple[OpaqueKey, ...], msgspec.Meta(max_length=PARTIES_MAX)] = ()
    """Opaque keys of the parties, for the register of conflicts; they go into no event."""


class AnswerOffer(PlatformAsked, frozen=True, kw_only=True, gc=False, tag="answer_offer"):
    """Who was offered a case takes it, or declines with a reason (ONL 12)."""

    case_id: Whole
    mediator_id: Whole
    attempt: Whole
    declined_because: DeclineReason | None = None
    """None if he accepts."""


class Move(PlatformAsked, frozen=True, kw_only=True, gc=False, tag="move"):
    """A lifecycle command about one of the registered disputes."""

    dispute_id: Whole
    command: Command
    opens_next: bool = False
    """Whether it opens a case under the registry's next number instead of the command's; refused, it uses none up."""

    def numbered(self, next_number: int) -> Command:
        """Return the command, about the case of that number if it opens the next one."""
        return msgspec.structs.replace(self.command, case_id=next_number) if self.opens_next else self.command


class RequeueLetter(PlatformAsked, frozen=True, kw_only=True, gc=False, tag="requeue_letter"):
    """What a linked system was asked, and was given up, is sent again under its old key with its limit unspent."""

    number: Whole
    """The postbox's number for it."""


Request = OpenDispute | FileCase | AnswerOffer | Move
"""Everything that can be asked; the `type` tag tells them apart on the wire."""
