"""What an application, or the event that opens a dispute, says that the rules may ask about."""

from typing import Protocol

from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Impact, Procedure, Reach


class Said(Protocol):
    """What a complete application says that rules may ask about."""

    @property
    def parties(self) -> int:
        """How many."""
        ...

    @property
    def applicants(self) -> int:
        """The first so many of the parties."""
        ...

    @property
    def entry_route(self) -> EntryRoute:
        """How it came to mediation."""
        ...

    @property
    def procedure(self) -> Procedure:
        """How a court would try it."""
        ...

    @property
    def reach(self) -> Reach:
        """Whether it is international."""
        ...

    @property
    def impact(self) -> Impact:
        """Whether a human has flagged it."""
        ...

    @property
    def amount_fen(self) -> int:
        """In dispute; hundredths of a yuan."""
        ...
