"""What the desk remembers of mediators: why they are absent, and capacities that differ from the roster's."""

from typing import TYPE_CHECKING, Final

from engine.events.enums import AbsenceCause
from engine.events.records import CapacitySet, MediatorAppointed, MediatorQualified, Returned, WentAbsent

if TYPE_CHECKING:
    from engine.desk.handlers import Handlers

_PLACE: Final = {cause: place for place, cause in enumerate(AbsenceCause)}


class StaffRecord:
    """Read off the events, like the docket.

    Examples
    --------
    >>> StaffRecord().absent_for(0)
    frozenset()
    """

    def __init__(self) -> None:
        self._absences: Final[dict[int, set[AbsenceCause]]] = {}
        self._capacities: Final[dict[int, int]] = {}
        self.handlers: Final[Handlers] = {
            CapacitySet: self._capacity_set,
            MediatorAppointed: self._capacity_set,
            MediatorQualified: self._capacity_set,
            WentAbsent: self._went_absent,
            Returned: self._returned,
        }
        """What the record does at an event, by its kind."""

    def absent_for(self, mediator: int) -> frozenset[AbsenceCause]:
        """Return why a mediator is offered nothing; empty if he is present."""
        return frozenset(self._absences.get(mediator, ()))

    def capacity(self, mediator: int) -> int | None:
        """Return the capacity that a mediator was given, None if it is still that of the roster."""
        return self._capacities.get(mediator)

    def absences(self) -> list[tuple[int, list[AbsenceCause]]]:
        """Return every absent mediator and why, in order of mediator and cause."""
        return [
            (mediator, sorted(causes, key=_PLACE.__getitem__)) for mediator, causes in sorted(self._absences.items())
        ]

    def capacities(self) -> list[tuple[int, int]]:
        """Return every mediator who was given a capacity and how much, in order of mediator."""
        return sorted(self._capacities.items())

    def load(self, absences: list[tuple[int, list[AbsenceCause]]], capacities: list[tuple[int, int]]) -> None:
        """Take over what the two methods before have returned."""
        self._absences.update((mediator, set(causes)) for mediator, causes in absences)
        self._capacities.update(capacities)

    def _capacity_set(self, event: CapacitySet | MediatorAppointed | MediatorQualified) -> None:
        self._capacities[event.mediator_id] = event.capacity

    def _went_absent(self, event: WentAbsent) -> None:
        self._absences.setdefault(event.mediator_id, set()).add(event.cause)

    def _returned(self, event: Returned) -> None:
        causes = self._absences.get(event.mediator_id, set())
        causes.discard(event.cause)
        if not causes:
            self._absences.pop(event.mediator_id, None)
