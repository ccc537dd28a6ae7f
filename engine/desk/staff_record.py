"""What the desk remembers of mediators: why they are absent, and capacities that differ from the roster's."""

from typing import Final

from engine.events.enums import AbsenceCause
from engine.events.records import CapacitySet, Event, Returned, WentAbsent


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

    def follow(self, event: Event) -> None:
        """Take note of an event; those of cases change nothing here."""
        match event:
            case CapacitySet():
                self._capacities[event.mediator_id] = event.capacity
            case WentAbsent():
                self._absences.setdefault(event.mediator_id, set()).add(event.cause)
            case Returned():
                self._absences.get(event.mediator_id, set()).discard(event.cause)
            case _:
                pass

    def absent_for(self, mediator: int) -> frozenset[AbsenceCause]:
        """Return why a mediator is offered nothing; empty if he is present."""
        return frozenset(self._absences.get(mediator, ()))

    def capacity(self, mediator: int) -> int | None:
        """Return the capacity that a mediator was given, None if it is still that of the roster."""
        return self._capacities.get(mediator)
