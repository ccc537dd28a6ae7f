"""A complete filing, as it comes in, and what becomes of it."""

from typing import Annotated

import msgspec

from engine.access.token_form import PartyKey
from engine.core.policy import STANDARD_CASE_MILLI, WEIGHT_MILLI_MAX
from engine.desk.rules import LIST_SIZE_MAX
from engine.events.enums import Channel, DisputeType, EntryRoute, Gender, Language, Origin
from engine.events.lifecycle_words import Impact, Procedure, Reach
from engine.events.whole import Whole
from engine.http.problem import Problem
from engine.parties.records import PartyData
from engine.registry.requests import PARTIES_MAX


class NewCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dispute and its application for mediation, complete: it looks for a mediator at once."""

    court_id: Whole
    """The court that is asked."""
    dispute_type: DisputeType
    channel: Channel = Channel.ONLINE_FILING
    entry_route: EntryRoute = EntryRoute.PARTY_APPLICATION
    amount_fen: Whole
    """In dispute; hundredths of a yuan."""
    parties: Annotated[int, msgspec.Meta(ge=2, le=PARTIES_MAX)] = 2
    applicants: Annotated[int, msgspec.Meta(ge=1, le=PARTIES_MAX - 1)] = 1
    """The first so many of the parties; fewer than `parties`."""
    procedure: Procedure = Procedure.ORDINARY
    reach: Reach = Reach.DOMESTIC
    impact: Impact = Impact.ORDINARY
    language: Language = Language.MANDARIN
    weight_milli: Annotated[int, msgspec.Meta(ge=0, le=WEIGHT_MILLI_MAX)] = STANDARD_CASE_MILLI
    """Thousandths of a standard case; a party's filing has the standard weight."""
    origin: Origin = Origin.MAINLAND
    """Where the party from farthest away is from (ONL 6)."""
    mediator_gender: Gender | None = None
    """Asked for on a lawful ground."""
    panel_size: Annotated[int, msgspec.Meta(ge=1, le=7)] = 1
    """Mediators who shall handle it together (ONL 11); seven is an assumption."""
    choose: bool = False
    """Whether both sides have consented to choose a mediator together (ONL 10); for the court to say."""
    list_size: Annotated[int, msgspec.Meta(ge=1, le=LIST_SIZE_MAX)] | None = None
    """With `choose`: size of a list that is drawn for them to strike and rank."""
    party_keys: Annotated[tuple[PartyKey, ...], msgspec.Meta(max_length=PARTIES_MAX)] = ()
    """Keys of the parties by ordinal, 32 hexadecimal digits in lower case as in their tokens, for conflicts of interest
    and for who may see the case; all or none."""
    party_data: Annotated[tuple[PartyData, ...], msgspec.Meta(max_length=PARTIES_MAX)] = ()
    """Who the parties are, by ordinal; all or none. Kept sealed and apart from the log, and never shown here."""


class OpenOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that was made at once."""

    mediator_id: int
    attempt: int
    """Goes into the answer."""
    answer_by: int
    """When it lapses, microseconds since the epoch."""


class Lodged(msgspec.Struct, frozen=True, kw_only=True):
    """A filing was taken in and is stored."""

    dispute_id: int
    case_id: int
    at: int
    """Logged time, microseconds since the epoch."""
    seq: int
    """Position of its last entry in the log."""
    offer: OpenOffer | None
    """The first offer; null if the case waits."""


class BulkLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one line of a bulk request: one of the two."""

    line: int
    """From 0."""
    lodged: Lodged | None = None
    problem: Problem | None = None
