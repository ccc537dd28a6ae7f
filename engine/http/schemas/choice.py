"""The parties' choice and the replacement of a mediator, as they come in and as they are shown."""

from typing import Annotated

import msgspec

from engine.desk.party_choice import Side
from engine.desk.rules import LIST_SIZE_MAX
from engine.events.whole import Whole
from engine.registry.designation_requests import Names


class NewChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Both sides have consented to choose together (ONL 10)."""

    list_size: Annotated[int, msgspec.Meta(ge=1, le=LIST_SIZE_MAX)] | None = None
    """Size of a list that is drawn for them to strike and rank; null for none."""


class _OfASide(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    side: Side | None = None
    """By a clerk: whose paper he records. A party leaves it out."""


class NewRanking(_OfASide, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one side says of its list; whom it strikes is kept in no log and shown to nobody."""

    strikes: Names = ()
    """Whom it will not have: at most `strikes_max`."""
    ranks: Names = ()
    """Whom it would accept, best first; those it leaves out share the last place."""


class NewName(_OfASide, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom one side wants; from a clerk who names no side, whom both want."""

    mediator_id: Whole


class NewReplacement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party asks for another mediator (ONL 14)."""

    mediator_id: Whole | None = None
    """Who shall be replaced; may be left out where one mediator holds the case."""
    choice: Whole | None = None
    """Whom both sides want instead, which a clerk records; null to leave it to the court."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """It is held until the other side has spoken, too; it is not stored, and a restart of the service forgets it."""

    answered: tuple[Side, ...]
    """Who has spoken."""
    until: int
    """When it is forgotten, microseconds since the epoch."""


class ShownChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What the parties choose from."""

    is_open: bool
    """Whether they are choosing."""
    ends_at: int | None
    """End of their time, microseconds since the epoch; then the court designates."""
    listed: tuple[int, ...]
    """Mediators to strike and rank, in the order drawn; none if no list was drawn."""
    strikes_max: int
    """How many of them a side may strike."""
    answered: tuple[Side, ...]
    """Of whom an answer is held."""
    lead: int | None
    """Mediator who leads the panel."""
