"""The register of conflicts: what is known of parties and mediators before any case brings them together.

A party, and the paper that an entry comes from, stand here and in the log as keys (`engine.desk.keys`): who has the
log alone learns of nobody. What a desk begins with is entered here; what changes later is a command and an event.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.desk.errors import ConflictEntryError
from engine.desk.keys import Keys
from engine.events.enums import ConflictGround, ConflictSource
from engine.events.records import RelationEntered, RelationRemoved

if TYPE_CHECKING:
    from engine.desk.handlers import Handlers

_GRAVITY = {ground: place for place, ground in enumerate(ConflictGround)}
"""Grounds in the order in which ONL 13 lists them."""


class Relation(NamedTuple):
    """What stands between a party and a mediator."""

    mediator: int
    """Number of the mediator on the roster."""
    ground: ConflictGround
    source: ConflictSource
    provenance_key: int
    """Key of the paper or the record that says so."""
    since: int
    """When it was entered; microseconds since the epoch."""


Entries = dict[tuple[int, ConflictGround], Relation]


class ConflictRegister:
    """Parties and the mediators who may not take their cases.

    Parameters
    ----------
    secret
        Of the keys; see `engine.desk.keys.Keys`.

    Examples
    --------
    >>> register = ConflictRegister()
    >>> register.enter("7f3a", 4, ConflictGround.EMPLOYMENT, ConflictSource.RECORD, provenance="file 12", since=0)
    >>> [relation.mediator for relation in register.screen(["7f3a", "9c11"])]
    [4]
    """

    def __init__(self, secret: bytes = b"") -> None:
        self.keys: Final = Keys(secret)
        self._entries: Final[dict[int, Entries]] = {}
        self.handlers: Final[Handlers] = {
            RelationEntered: self._entered,
            RelationRemoved: self._removed,
        }
        """What the register does at an event, by its kind."""

    def enter(
        self, party: str, mediator: int, ground: ConflictGround, source: ConflictSource, *, provenance: str, since: int
    ) -> None:
        """Add what a desk begins with; of the same mediator and ground the newer word is the better one.

        Parameters
        ----------
        party
            An opaque text, the same as in `Filing.parties`.
        mediator
            Number of the mediator on the roster.
        ground, source
            What stands between them, and who said so.
        provenance
            Where the entry comes from: a reference to the paper or the record, never its text.
        since
            When it was entered; microseconds since the epoch.

        Raises
        ------
        ConflictEntryError
            If the ground is that of a replacement, which concerns one case and not a party, or the provenance is empty.
        """
        check_relation(ground, provenance)
        self._put(self.keys.of(party), Relation(mediator, ground, source, self.keys.of(provenance), since))

    def find(self, party: str, mediator: int, ground: ConflictGround) -> Relation:
        """Return one entry.

        Raises
        ------
        ConflictEntryError
            If there is none.
        """
        relation = self._entries.get(self.keys.of(party), {}).get((mediator, ground))
        if relation is None:
            raise ConflictEntryError(f"mediator = {mediator}, ground = {ground}: must be entered of this party")
        return relation

    def relations(self, party: str) -> tuple[Relation, ...]:
        """Return what is entered of a party, in order of mediator and gravity."""
        entered = self._entries.get(self.keys.of(party), {}).values()
        return tuple(sorted(entered, key=lambda relation: (relation.mediator, _GRAVITY[relation.ground])))

    def screen(self, parties: Iterable[str]) -> tuple[Relation, ...]:
        """Return who may not take a case of these parties: one entry a mediator, the gravest, in order of mediator."""
        if not self._entries:
            return ()
        gravest: dict[int, Relation] = {}
        for party in parties:
            for relation in self.relations(party):
                known = gravest.get(relation.mediator)
                if known is None or _GRAVITY[relation.ground] < _GRAVITY[known.ground]:
                    gravest[relation.mediator] = relation
        return tuple(gravest[mediator] for mediator in sorted(gravest))

    def told(self) -> list[tuple[int, list[Relation]]]:
        """Return everything that is entered, in order of the parties' keys."""
        return [
            (party_key, sorted(entries.values(), key=lambda one: (one.mediator, _GRAVITY[one.ground])))
            for party_key, entries in sorted(self._entries.items())
        ]

    def load(self, told: Iterable[tuple[int, list[Relation]]]) -> None:
        """Take over what `told` has returned, in the place of everything else."""
        self._entries.clear()
        for party_key, relations in told:
            for relation in relations:
                self._put(party_key, relation)

    def _put(self, party_key: int, relation: Relation) -> None:
        self._entries.setdefault(party_key, {})[relation.mediator, relation.ground] = relation

    def _entered(self, event: RelationEntered) -> None:
        relation = Relation(event.mediator_id, event.ground, event.source, event.provenance_key, event.occurred_at)
        self._put(event.party_key, relation)

    def _removed(self, event: RelationRemoved) -> None:
        entries = self._entries.get(event.party_key, {})
        entries.pop((event.mediator_id, event.ground), None)
        if not entries:
            self._entries.pop(event.party_key, None)


def check_relation(ground: ConflictGround, provenance: str) -> None:
    """Refuse what nobody could check later.

    Raises
    ------
    ConflictEntryError
        As `ConflictRegister.enter`.
    """
    if ground is ConflictGround.REPLACED:
        raise ConflictEntryError(f"ground = {ground}: must be a relation to a party (ONL 13)")
    if not provenance.strip():
        raise ConflictEntryError(f"provenance = {provenance!r}: must say where the entry comes from")
