"""The register of conflicts: what is known of parties and mediators before any case brings them together.

It stands outside the log of events on purpose. A party is an opaque key here and never in an event, so that a party's
entries can be erased without breaking what the log proves.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.desk.errors import ConflictEntryError
from engine.events.enums import ConflictGround, ConflictSource

_GRAVITY = {ground: place for place, ground in enumerate(ConflictGround)}
"""Grounds in the order in which ONL 13 lists them."""


@dataclass(frozen=True, kw_only=True)
class ConflictEdge:
    """What stands between a party and a mediator.

    Raises
    ------
    ConflictEntryError
        If the ground is that of a replacement, which concerns one case and not a party, or the provenance is empty.
    """

    mediator: int
    """Number of the mediator on the roster."""
    ground: ConflictGround
    source: ConflictSource
    provenance: str
    """Where the entry comes from: a reference to the paper or the record, never its text."""
    since: int
    """When it was entered; microseconds since the epoch."""

    def __post_init__(self) -> None:
        """Refuse what nobody could check later."""
        if self.ground is ConflictGround.REPLACED:
            raise ConflictEntryError(f"ground = {self.ground}: must be a relation to a party (ONL 13)")
        if not self.provenance.strip():
            raise ConflictEntryError(f"provenance = {self.provenance!r}: must say where the entry comes from")


class ConflictRegister:
    """Parties and the mediators who may not take their cases.

    Examples
    --------
    >>> register = ConflictRegister()
    >>> register.enter(
    ...     "7f3a",
    ...     ConflictEdge(
    ...         mediator=4,
    ...         ground=ConflictGround.EMPLOYMENT,
    ...         source=ConflictSource.RECORD,
    ...         provenance="employers 2020",
    ...         since=0,
    ...     ),
    ... )
    >>> [edge.mediator for edge in register.screen(["7f3a", "9c11"])]
    [4]
    >>> register.erase("7f3a")
    1
    """

    def __init__(self) -> None:
        self._edges: dict[str, dict[tuple[int, ConflictGround], ConflictEdge]] = {}

    def enter(self, party: str, edge: ConflictEdge) -> None:
        """Add an edge; one of the same mediator and ground is replaced, since the newer word is the better one."""
        self._edges.setdefault(party, {})[edge.mediator, edge.ground] = edge

    def withdraw(self, party: str, mediator: int, ground: ConflictGround) -> None:
        """Remove one edge.

        Raises
        ------
        ConflictEntryError
            If there is none.
        """
        edges = self._edges.get(party, {})
        if edges.pop((mediator, ground), None) is None:
            raise ConflictEntryError(f"mediator = {mediator}, ground = {ground}: must be an edge of this party")
        if not edges:
            del self._edges[party]

    def edges(self, party: str) -> tuple[ConflictEdge, ...]:
        """Return what is entered of a party, in order of mediator and gravity."""
        entered = self._edges.get(party, {}).values()
        return tuple(sorted(entered, key=lambda edge: (edge.mediator, _GRAVITY[edge.ground])))

    def screen(self, parties: Iterable[str]) -> tuple[ConflictEdge, ...]:
        """Return who may not take a case of these parties: one edge a mediator, the gravest, in order of mediator."""
        gravest: dict[int, ConflictEdge] = {}
        for party in parties:
            for edge in self.edges(party):
                known = gravest.get(edge.mediator)
                if known is None or _GRAVITY[edge.ground] < _GRAVITY[known.ground]:
                    gravest[edge.mediator] = edge
        return tuple(gravest[mediator] for mediator in sorted(gravest))

    def erase(self, party: str) -> int:
        """Forget a party and return how many edges it had; events that they led to stay and name no party."""
        return len(self._edges.pop(party, {}))
