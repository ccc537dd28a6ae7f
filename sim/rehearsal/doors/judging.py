"""Judges the events of international disputes one by one, whatever the rules' data say."""

from typing import Final

from engine.events.event import Event
from engine.lifecycle.invariants import Checker
from engine.scheduling.booking import Booking
from engine.scheduling.words import ResourceKind
from sim.rehearsal.doors.order import DoorOrder
from sim.rehearsal.tally import Tally

_MEMBERS: Final = (ResourceKind.EXPERT, ResourceKind.ARBITRATOR, ResourceKind.JUDGE)


class Judges:
    """What judges each dispute.

    Parameters
    ----------
    tally
        Where breaches are counted.
    """

    def __init__(self, tally: Tally) -> None:
        self._tally: Final = tally
        self._of_dispute: Final[dict[int, tuple[Checker, DoorOrder]]] = {}

    def __len__(self) -> int:
        return len(self._of_dispute)

    def judge(self, event: Event) -> None:
        """Judge an event; the first of a dispute opens it."""
        self._tally.checked += 1
        checker, order = self._of_dispute.setdefault(event.dispute_id, (Checker(), DoorOrder()))
        broken = [invariant.value for invariant in checker.follow(event)]
        disorder = order.follow(event)
        self._count(broken if disorder is None else [*broken, disorder], event)

    def hear(self, booking: Booking) -> None:
        """Judge a hearing that has just been held."""
        self._tally.checked += 1
        members = [one.number for one in booking.participants if one.kind in _MEMBERS]
        disorder = self._of_dispute[booking.dispute_id][1].hear(booking.case_id, members)
        self._count([] if disorder is None else [disorder], booking)

    def _count(self, broken: list[str], what: object) -> None:
        if broken:
            self._tally.breaches += len(broken)
            self._tally.first_breach = self._tally.first_breach or f"{broken[0]}: {what}"
