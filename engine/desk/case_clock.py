"""The deadlines of one case in the desk's timers, and the mediations whose last deadline has passed."""

from typing import Final, NamedTuple

from engine.desk.docket import DocketEntry, Seat
from engine.desk.timers import TimerKind, Timers


class Overdue(NamedTuple):
    """A mediation whose statutory period is over and that nobody has closed: closing is for people to do."""

    case_id: int
    mediators: tuple[int, ...]
    """Who holds it, in order of seat."""
    ended_at: int
    """When the period ended (ONL 24)."""


class NextDeadline(NamedTuple):
    """What an open case waits for."""

    due_at: int
    """Microseconds since the epoch; in the past only for a mediation that is overdue."""
    kind: TimerKind


class CaseClock:
    """Enters and cancels the deadlines of cases.

    Parameters
    ----------
    timers
        Where every deadline of the desk stands.
    """

    def __init__(self, timers: Timers) -> None:
        self._timers: Final = timers
        self._overdue: Final[dict[int, Overdue]] = {}

    def set_offer(self, entry: DocketEntry, seat: Seat) -> None:
        """Enter the deadline of an open offer."""
        assert seat.deadline is not None, "an accepted seat has none"
        self._timers.set(TimerKind.OFFER_END, entry.case_id, seat.deadline, ordinal=seat.attempt)

    def cancel_offer(self, entry: DocketEntry, seat: Seat) -> None:
        """Cancel the deadline of an offer that has ended."""
        self._timers.cancel(TimerKind.OFFER_END, entry.case_id, ordinal=seat.attempt)

    def set(self, entry: DocketEntry) -> None:
        """Enter the one deadline that the stage of a case has beside those of its offers, in the place of the last."""
        kind, due_at = self._wanted(entry)
        if entry.standing is not None and entry.standing is not kind:
            self._timers.cancel(entry.standing, entry.case_id)
        entry.standing = kind
        if kind is not None:
            self._timers.set(kind, entry.case_id, due_at)

    def forget(self, entry: DocketEntry) -> None:
        """Cancel what a case that has ended, at whatever stage, has left."""
        self._overdue.pop(entry.case_id, None)
        self._timers.cancel(TimerKind.PERIOD_END, entry.case_id)
        if entry.standing is not None:
            self._timers.cancel(entry.standing, entry.case_id)
        for seat in entry.seats.values():
            self.cancel_offer(entry, seat)

    def mark_overdue(self, entry: DocketEntry, ended_at: int) -> None:
        """List a case whose statutory period is over."""
        mediators = tuple(entry.seats[number].mediator for number in sorted(entry.seats))
        self._overdue[entry.case_id] = Overdue(entry.case_id, mediators, ended_at)

    def unmark(self, entry: DocketEntry) -> None:
        """Take a case off the list: its period goes on, or its mediator has lost it."""
        self._overdue.pop(entry.case_id, None)

    @property
    def overdue(self) -> tuple[Overdue, ...]:
        """Cases held beyond their statutory period, the longest first."""
        return tuple(sorted(self._overdue.values(), key=lambda late: (late.ended_at, late.case_id)))

    def next_deadline(self, entry: DocketEntry) -> NextDeadline:
        """Return the first deadline of an open case; every open case has one, or has one behind it and is overdue."""
        found = [
            NextDeadline(seat.deadline, TimerKind.OFFER_END)
            for seat in entry.seats.values()
            if seat.deadline is not None
        ]
        due_at = None if entry.standing is None else self._timers.due_at(entry.standing, entry.case_id)
        if entry.standing is not None and due_at is not None:
            found.append(NextDeadline(due_at, entry.standing))
        if entry.case_id in self._overdue:
            found.append(NextDeadline(self._overdue[entry.case_id].ended_at, TimerKind.PERIOD_END))
        return min(found)

    def _wanted(self, entry: DocketEntry) -> tuple[TimerKind | None, int]:
        """Return which deadline a case has at its stage: none while all its seats are taken and one is not accepted."""
        if entry.choice_ends_at is not None:
            return TimerKind.CHOICE_END, entry.choice_ends_at
        if entry.waits:
            return (TimerKind.REVIEW_END if entry.exhausted else TimerKind.STEP_END), entry.waits_until
        if entry.period_ends_at is not None and entry.case_id not in self._overdue:
            return TimerKind.PERIOD_END, entry.period_ends_at
        return None, 0
