"""The desk: everything that can be asked of the procedure of assignment, over one core.

Commands go in and events come out; the core has followed them when a command returns. The desk keeps no time of its
own: every command says when it happens, and `advance` lets everything happen that is due by an instant.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from engine.calendar.calendar import WorkCalendar
from engine.core.assignment import AssignmentCore
from engine.desk.case_clock import NextDeadline, Overdue
from engine.desk.case_commands import CaseCommands
from engine.desk.choice_commands import ChoiceCommands
from engine.desk.conflict_commands import ConflictCommands
from engine.desk.conflicts import ConflictRegister
from engine.desk.deadlines import Deadlines
from engine.desk.docket import DocketEntry
from engine.desk.office import Office, Words
from engine.desk.override_commands import OverrideCommands
from engine.desk.role_bars import LaterRole
from engine.desk.rules import DeskRules
from engine.desk.staff_commands import StaffCommands
from engine.desk.timers import Timer, TimerKind
from engine.desk.withdrawal_commands import WithdrawalCommands
from engine.events.lifecycle_words import Track
from engine.events.records import ChoiceEnded, Event


class Desk(CaseCommands, ChoiceCommands, ConflictCommands, OverrideCommands, StaffCommands, WithdrawalCommands):
    """The procedure of assignment.

    Parameters
    ----------
    core
        Decides and follows; empty, or in the state that the events given to `resume` end in.
    calendar
        The courts' working calendar; commands are refused so late that a period might leave it.
    words
        The 64-bit word, as a signed integer, of a draw: of case number, attempt and instant. Draws for lists have
        numbers from 2**30 instead of attempts. If it fails, what had happened until then comes with the events of the
        next command, and `settle` goes on with it.
    rules
        Periods, penalties and lists.
    organisations
        Organisation of each mediator; by default all belong to number 0.
    register
        What is known of conflicts between parties and mediators; by default nothing.
    track
        The door whose cases it assigns: its roster may be one of experts or judges as well.

    Raises
    ------
    CalendarRangeError
        If the calendar is shorter than the longest period.

    Examples
    --------
    >>> from engine.desk.example import MONDAY, filing, one_court_desk
    >>> desk = one_court_desk()
    >>> [type(event).__name__ for event in desk.file(filing(7), MONDAY)]
    ['Filed', 'Offered']
    >>> mediator = desk.core.case(7).mediator
    >>> [type(event).__name__ for event in desk.accept(7, mediator, 1, MONDAY + 1)]
    ['Accepted']
    >>> desk.next_deadline(7).kind.name
    'PERIOD_END'
    """

    def __init__(
        self,
        core: AssignmentCore,
        calendar: WorkCalendar,
        words: Words,
        rules: DeskRules | None = None,
        *,
        organisations: Sequence[int] | None = None,
        register: ConflictRegister | None = None,
        track: Track = Track.MEDIATION,
    ) -> None:
        rules = DeskRules() if rules is None else rules
        register = ConflictRegister() if register is None else register
        deadlines = Deadlines(calendar, rules, core.ladder)
        super().__init__(Office(core, words, rules, deadlines, organisations, register, track))
        self.core: Final = core
        self.register: Final = register
        self.role_bars: Final = self._office.role_bars

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
        self._walk.match([], self._office.docket.waiting())
        return self._office.close()

    def resume(self, events: Iterable[Event]) -> None:
        """Take over a log: the core and the desk follow its events and decide nothing.

        What stands in no event must be entered again: leases, planned leave, extensions, lists not yet answered,
        approvers of overrides, and the register of conflicts.

        Raises
        ------
        CoreError
            If an event does not fit the state that those before it have left.
        """
        for event in events:
            self._office.follow(event)

    def next_deadline(self, case_id: int) -> NextDeadline:
        """Return when the next thing happens to an open case unless somebody acts before.

        Raises
        ------
        DeskCaseError
            If no such case is open.
        """
        return self._office.clock.next_deadline(self._office.docket.entry(case_id))

    def entry(self, case_id: int) -> DocketEntry:
        """Return what the desk remembers of an open case; to be read only.

        Raises
        ------
        DeskCaseError
            If no such case is open.
        """
        return self._office.docket.entry(case_id)

    @property
    def next_due(self) -> int | None:
        """When the next deadline of all falls due, microseconds since the epoch; None if there is none."""
        return self._office.timers.next_due

    @property
    def now(self) -> int | None:
        """Instant of the last command, microseconds since the epoch; None before the first."""
        return self._office.now

    @property
    def overdue(self) -> tuple[Overdue, ...]:
        """Mediations held beyond their statutory period (ONL 24), the longest first, until closed or extended."""
        return self._office.clock.overdue

    def may_serve(self, dispute_id: int, mediator: int, role: LaterRole) -> bool:
        """Tell whether a mediator may take a role in later proceedings of a dispute (SIM 16)."""
        return self._office.role_bars.may_serve(dispute_id, mediator, role)

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
                self._walk.seek(self._office.docket.entry(timer.subject))
            case TimerKind.PERIOD_END:
                self._office.clock.mark_overdue(self._office.docket.entry(timer.subject), timer.due_at)

    def _lapse(self, entry: DocketEntry, attempt: int) -> None:
        seat = next(seat for seat in entry.seats.values() if seat.attempt == attempt)
        self._answers.lapse(entry, seat)
        self._walk.match([seat.mediator], [entry])
