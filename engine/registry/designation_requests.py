"""What can be asked about who handles a case: conflicts, replacement, the parties' choice, offers out of sequence."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from engine.desk.party_choice import Side
from engine.desk.rules import LIST_SIZE_MAX
from engine.events.enums import ConflictGround, ConflictSource, OverrideCode
from engine.events.whole import Whole
from engine.registry.requests import OpaqueKey, PlatformAsked

Names = Annotated[tuple[Whole, ...], msgspec.Meta(max_length=LIST_SIZE_MAX)]
"""Mediators of a list, by number."""


class DesignationAsked(PlatformAsked, frozen=True, kw_only=True):
    """What every request about who handles a case has."""

    case_id: Whole


class FindConflict(DesignationAsked, frozen=True, kw_only=True, tag="find_conflict"):
    """A mediator, or a judge (CPL 47), may not take a case, by his own word or others'; what he has of it he loses."""

    mediator_id: Whole
    ground: ConflictGround
    source: ConflictSource


class LiftConflict(DesignationAsked, frozen=True, kw_only=True, tag="lift_conflict"):
    """Both sides know what stands between a mediator and their case, and consent (SIM 15)."""

    mediator_id: Whole
    consents: tuple[Side, ...]
    """The sides that consent; it takes both."""


class ReplaceMediator(DesignationAsked, frozen=True, kw_only=True, tag="replace_mediator"):
    """A party asks for another mediator (ONL 14); whoever asks again and chooses nobody refuses mediation.

    Of judges, the court assigns another, as often as it must.
    """

    mediator_id: Whole | None = None
    """Who shall be replaced; may be left out where one mediator holds the case."""
    choice: Whole | None = None
    """Whom the parties want instead; None if they leave it to the court."""


class OpenChoice(DesignationAsked, frozen=True, kw_only=True, tag="open_choice"):
    """The parties of a waiting case shall choose together (ONL 10)."""

    list_size: Whole | None = None
    """Size of the list that is drawn for them to strike and rank; None for none."""


class ChooseMediator(DesignationAsked, frozen=True, kw_only=True, tag="choose_mediator"):
    """Both parties have chosen a mediator (ONL 10)."""

    mediator_id: Whole


class StrikeAndRank(DesignationAsked, frozen=True, kw_only=True, tag="strike_and_rank"):
    """Both sides have said whom of their list they strike, and in which order they would accept the others."""

    strikes: Mapping[Side, Names] = {}
    ranks: Mapping[Side, Names] = {}
    """Best first."""


class EndChoice(DesignationAsked, frozen=True, kw_only=True, tag="end_choice"):
    """The parties say that they will not agree on a mediator; the court designates at once."""


class OverrideDraw(DesignationAsked, frozen=True, kw_only=True, tag="override_draw"):
    """A case is offered to somebody out of sequence, with a reason and a second person's approval."""

    mediator_id: Whole
    code: OverrideCode
    approver: OpaqueKey
    """Who approved it, as the court names its people."""


class NameLead(DesignationAsked, frozen=True, kw_only=True, tag="name_lead"):
    """The parties name who leads their panel (ONL 11)."""

    mediator_id: Whole


DesignationRequest = (
    FindConflict
    | LiftConflict
    | ReplaceMediator
    | OpenChoice
    | ChooseMediator
    | StrikeAndRank
    | EndChoice
    | OverrideDraw
    | NameLead
)
"""Everything that can be asked about who handles a case."""
