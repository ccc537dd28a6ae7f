"""A case as it is handed in."""

from dataclasses import dataclass

from engine.core.policy import STANDARD_CASE_MILLI
from engine.events.enums import Channel, DisputeType, EntryRoute, Gender, Language, Origin


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What a filing says (ONL 8); the fields are those of the event `filed`, but for the parties.

    The core checks the numbers when the case is filed.
    """

    case_id: int
    """Number of the case, never used again."""
    dispute_id: int
    """Number of the dispute, the same in every track."""
    court_id: int
    """Court that invites mediation, a number of the roster."""
    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    language: Language
    weight_milli: int = STANDARD_CASE_MILLI
    """Thousandths of a standard case; see `engine.desk.weights`."""
    boost_us: int = 0
    """Head start in the queues, microseconds."""
    origin: Origin = Origin.MAINLAND
    """Where the party from farthest away is from (ONL 6)."""
    mediator_gender: Gender | None = None
    """Asked for on a lawful ground (ONL 17)."""
    panel_size: int = 1
    """Mediators who shall handle it together (ONL 11)."""
    parties: tuple[str, ...] = ()
    """Opaque keys of the parties, for the register of conflicts; they go into no event."""
