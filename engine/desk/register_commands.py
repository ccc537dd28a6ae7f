"""Commands about the register of conflicts: what is known of a party and a mediator, whatever case may come."""

from engine.desk.conflicts import check_relation
from engine.desk.errors import ConflictEntryError
from engine.desk.part import DeskPart
from engine.events.enums import ConflictGround, ConflictSource
from engine.events.records import Event, RelationEntered, RelationRemoved

_FIRST_COURT = 0


class RegisterCommands(DeskPart):
    """Entries of the register made, withdrawn and erased; they bear on cases that are filed from then on."""

    def enter_relation(
        self,
        party: str,
        mediator: int,
        ground: ConflictGround,
        source: ConflictSource,
        at: int,
        *,
        provenance: str,
    ) -> list[Event]:
        """Enter what stands between a party and a mediator of this roster (ONL 13).

        Parameters
        ----------
        party
            An opaque text, the same as in `Filing.parties`; the event has a key of it only.
        mediator, ground, source
            Whom it concerns, what stands between them, and who said so. An entry of the same mediator and ground is
            replaced.
        at
            When it is entered, microseconds since the epoch.
        provenance
            A reference to the paper or the record that says so; the event has a key of it only.

        Raises
        ------
        ConflictEntryError
            If the ground is that of a replacement, or the provenance is empty.
        """
        check_relation(ground, provenance)
        court_id, keys = self._begin(mediator, at), self._office.register.keys
        entered = RelationEntered(
            **self._office.about_court(court_id),
            mediator_id=mediator,
            party_key=keys.of(party),
            ground=ground,
            source=source,
            provenance_key=keys.of(provenance),
        )
        self._office.record(entered)
        return self._office.close()

    def withdraw_relation(self, party: str, mediator: int, ground: ConflictGround, at: int) -> list[Event]:
        """Take back one entry.

        Raises
        ------
        ConflictEntryError
            If there is none.
        """
        self._office.register.find(party, mediator, ground)
        self._office.open(at)
        self._remove(party, mediator, ground)
        return self._office.close()

    def erase_party(self, party: str, at: int) -> list[Event]:
        """Forget everything that is entered of a party; what it led to in cases stays and names nobody.

        Raises
        ------
        ConflictEntryError
            If nothing is entered of it.
        """
        relations = self._office.register.relations(party)
        if not relations:
            raise ConflictEntryError("party: must have an entry in the register to be erased")
        self._office.open(at)
        for relation in relations:
            self._remove(party, relation.mediator, relation.ground)
        return self._office.close()

    def _remove(self, party: str, mediator: int, ground: ConflictGround) -> None:
        # A register that the desk began with may know mediators of other rosters; an event needs a court of this one.
        is_own = mediator < self._office.core.roster.mediators
        removed = RelationRemoved(
            **self._office.about_court(self._office.court_of(mediator) if is_own else _FIRST_COURT),
            mediator_id=mediator,
            party_key=self._office.register.keys.of(party),
            ground=ground,
        )
        self._office.record(removed)
