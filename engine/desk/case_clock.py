"""The deadlines of one case in the desk's timers.

The end of a statutory period (ONL 24) is none of them: nothing happens then that would need recording, closing a
mediation being for people to do. Who is overdue is seen by looking at what each held case says of itself.
"""

from collections.abc import Iterable
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
        before = entry.timer
        if before is not None and before is not kind:
            self._timers.cancel(before, entry.case_id)
        entry.timer = kind
        if kind is not None:
            self._timers.set(kind, entry.case_id, due_at)

    def forget(self, entry: DocketEntry) -> None:
        """Cancel what a case that has ended, at whatever stage, has left."""
        if entry.timer is not None:
            self._timers.cancel(entry.timer, entry.case_id)
        for seat in entry.seats.values():
            if seat.deadline is not None:
                self.cancel_offer(entry, seat)

    def next_deadline(self, entry: DocketEntry) -> NextDeadline:
        """Return the first deadline of an open case; every open case has one, or has one behind it and is overdue."""
        found = [
            NextDeadline(seat.deadline, TimerKind.OFFER_END)
            for seat in entry.seats.values()
            if seat.deadline is not None
        ]
        due_at = None if entry.timer is None else self._timers.due_at(entry.timer, entry.case_id)
        if entry.timer is not None and due_at is not None:
            found.append(NextDeadline(due_at, entry.timer))
        if entry.period_ends_at is not None:
            found.append(NextDeadline(entry.period_ends_at, TimerKind.PERIOD_END))
        return min(found)

    def _wanted(self, entry: DocketEntry) -> tuple[TimerKind | None, int]:
        """Return which deadline a case has at its stage: none while all its seats are taken."""
        if entry.choice_ends_at is not None:
            return TimerKind.CHOICE_END, entry.choice_ends_at
        if entry.waits:
            return (TimerKind.REVIEW_END if entry.exhausted else TimerKind.STEP_END), entry.waits_until
        return None, 0


def overdue_of(entries: Iterable[DocketEntry]) -> tuple[Overdue, ...]:
    """Return held cases whose statutory period has ended, the longest first."""
    late = [
        Overdue(entry.case_id, tuple(seat.mediator for seat in entry.seats.values()), entry.period_ends_at)
        for entry in entries
        if entry.period_ends_at is not None
    ]
    return tuple(sorted(late, key=lambda one: (one.ended_at, one.case_id)))
