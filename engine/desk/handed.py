"""A case as it is handed in, before it has a number."""

from typing import Protocol

from engine.events.enums import Channel, DisputeType, EntryRoute, Gender, Language, Origin


class Handed(Protocol):
    """What whoever hands in a case says of it; fields as in `engine.desk.filing.Filing`, and whether parties choose."""

    @property
    def court_id(self) -> int:
        """Court that invites mediation, a number of the roster."""
        ...

    @property
    def dispute_type(self) -> DisputeType:
        """What it is about."""
        ...

    @property
    def channel(self) -> Channel:
        """Through which it came in."""
        ...

    @property
    def entry_route(self) -> EntryRoute:
        """How it came to mediation."""
        ...

    @property
    def language(self) -> Language:
        """What the parties speak."""
        ...

    @property
    def weight_milli(self) -> int:
        """Thousandths of a standard case."""
        ...

    @property
    def boost_us(self) -> int:
        """Head start in the queues, microseconds."""
        ...

    @property
    def origin(self) -> Origin:
        """Where the party from farthest away is from."""
        ...

    @property
    def mediator_gender(self) -> Gender | None:
        """Asked for on a lawful ground; None if nothing was asked."""
        ...

    @property
    def panel_size(self) -> int:
        """Mediators who shall handle it together."""
        ...

    @property
    def party_keys(self) -> tuple[str, ...]:
        """Opaque keys of the parties, for the register of conflicts."""
        ...

    @property
    def choose(self) -> bool:
        """Whether both sides have consented to choose together."""
        ...

    @property
    def list_size(self) -> int | None:
        """With `choose`: size of the list that is drawn for them."""
        ...
