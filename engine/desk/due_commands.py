"""What happens by itself: deadlines that end, and cases that look once more."""

from engine.desk.docket import DocketEntry
from engine.desk.part import DeskPart
from engine.desk.timers import Timer, TimerKind
from engine.events.records import ChoiceEnded, Event


class DueCommands(DeskPart):
    """Letting time pass."""

    def advance(self, to: int) -> list[Event]:
        """Let everything happen that is due by an instant, that instant included.

        Offers lapse, choices and steps end, reviews of exhausted cases end, leases and leave run out - in the order of
        `TimerKind` within one instant, then by case. Deadlines that follow from it and are due by then fall due, too.

        Parameters
        ----------
        to
            Microseconds since the epoch.

        Raises
        ------
        DeskClockError
            If it lies before the last command.
        CalendarRangeError
            If it lies so late that a period which begins then might leave the calendar.
        """
        self._office.resume(to)
        while (timer := self._office.timers.pop_due(to)) is not None:
            self._office.resume(timer.due_at if self._office.now is None else max(timer.due_at, self._office.now))
            self._fire(timer)
        self._office.resume(to)
        return self._office.close()

    def settle(self, at: int) -> list[Event]:
        """Let every case that waits look once more, in the order in which they are served.

        Needed once after `resume`, in case the log ended in the middle of a command, and after a command in whose
        middle the source of words has failed; otherwise nothing comes of it.
        """
        self._office.open(at)
        self._walk.match([], self._office.waiting())
        return self._office.close()

    def _fire(self, timer: Timer) -> None:
        """Let one thing happen that is due."""
        match timer.kind:
            case TimerKind.ABSENCE_START:
                self._presence.start_leave(timer.subject, timer.ordinal)
            case TimerKind.LEASE_END:
                self._presence.end_lease(timer.subject)
            case TimerKind.ABSENCE_END:
                self._presence.end_leave(timer.subject, timer.ordinal)
            case TimerKind.OFFER_END:
                self._lapse(self._office.docket.entry(timer.subject), timer.ordinal)
            case TimerKind.CHOICE_END:
                entry = self._office.docket.entry(timer.subject)
                self._office.record(ChoiceEnded(**self._office.about(entry)))
                self._walk.seek(entry)
            case TimerKind.STEP_END | TimerKind.REVIEW_END:
                entry = self._office.docket.entry(timer.subject)
                try:
                    self._walk.seek(entry)
                finally:
                    # If the source of words fails, the case must not lose the one deadline that it has.
                    self._office.clock.set(entry)
            case TimerKind.PERIOD_END:
                raise AssertionError("the end of a period stands in no timer")

    def _lapse(self, entry: DocketEntry, attempt: int) -> None:
        seat = next(seat for seat in entry.seats.values() if seat.attempt == attempt)
        self._answers.lapse(entry, seat)
        self._walk.match([seat.mediator], [entry])
