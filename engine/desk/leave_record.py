"""Leases of presence and planned leave, read off the events like the docket."""

from typing import TYPE_CHECKING, Final

from engine.desk.timers import TimerKind, Timers
from engine.events.enums import AbsenceCause
from engine.events.records import LeaseHeld, LeaveBegun, LeaveEnded, LeavePlanned, WentAbsent

if TYPE_CHECKING:
    from engine.desk.handlers import Handlers


class LeaveRecord:
    """Which leave of whom was planned and has begun; their ends and those of leases stand in the timers.

    Parameters
    ----------
    timers
        Where every deadline of the desk stands.

    Examples
    --------
    >>> record = LeaveRecord(Timers())
    >>> record.following(4), record.begun(4)
    (1, ())
    """

    def __init__(self, timers: Timers) -> None:
        self._timers: Final = timers
        self.planned: Final[dict[int, int]] = {}
        """Number of the last leave of each mediator who has planned any."""
        self._begun: Final[dict[int, set[int]]] = {}
        self.handlers: Final[Handlers] = {
            LeaseHeld: self._lease_held,
            LeavePlanned: self._leave_planned,
            LeaveBegun: self._leave_begun,
            LeaveEnded: self._leave_ended,
            WentAbsent: self._went_absent,
        }
        """What the record does at an event, by its kind."""

    def following(self, mediator: int) -> int:
        """Return the number of a mediator's next leave."""
        return self.planned.get(mediator, 0) + 1

    def begun(self, mediator: int) -> tuple[int, ...]:
        """Return the numbers of a mediator's leaves that have begun and not ended, ascending."""
        return tuple(sorted(self._begun.get(mediator, ())))

    def told(self) -> list[tuple[int, int, tuple[int, ...]]]:
        """Return of each mediator who has planned leave the last number and those begun, in order of mediator."""
        return [(mediator, last, self.begun(mediator)) for mediator, last in sorted(self.planned.items())]

    def load(self, told: list[tuple[int, int, tuple[int, ...]]]) -> None:
        """Take over what `told` has returned."""
        self.planned.update((mediator, last) for mediator, last, _ in told)
        self._begun.update((mediator, set(begun)) for mediator, _, begun in told if begun)

    def _lease_held(self, event: LeaseHeld) -> None:
        self._timers.set(TimerKind.LEASE_END, event.mediator_id, event.deadline)

    def _went_absent(self, event: WentAbsent) -> None:
        # Whoever is absent for want of a lease has none that could run out, however he came to be.
        if event.cause is AbsenceCause.LEASE:
            self._timers.cancel(TimerKind.LEASE_END, event.mediator_id)

    def _leave_planned(self, event: LeavePlanned) -> None:
        mediator, ordinal = event.mediator_id, event.ordinal
        self.planned[mediator] = max(ordinal, self.planned.get(mediator, 0))
        self._timers.set(TimerKind.ABSENCE_START, mediator, event.starts_at, ordinal=ordinal)
        self._timers.set(TimerKind.ABSENCE_END, mediator, event.deadline, ordinal=ordinal)

    def _leave_begun(self, event: LeaveBegun) -> None:
        self._timers.cancel(TimerKind.ABSENCE_START, event.mediator_id, ordinal=event.ordinal)
        self._begun.setdefault(event.mediator_id, set()).add(event.ordinal)

    def _leave_ended(self, event: LeaveEnded) -> None:
        self._timers.cancel(TimerKind.ABSENCE_END, event.mediator_id, ordinal=event.ordinal)
        begun = self._begun.get(event.mediator_id, set())
        begun.discard(event.ordinal)
        if not begun:
            self._begun.pop(event.mediator_id, None)
