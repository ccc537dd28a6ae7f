"""The desk: everything that can be asked of the procedure of assignment, over one core.

Commands go in and events come out; the core has followed them when a command returns. The desk keeps no time of its
own: every command says when it happens, and `advance` lets everything happen that is due by an instant.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from engine.calendar.in_force import AnyCalendar
from engine.core.assignment import AssignmentCore
from engine.core.overview import cases_of
from engine.desk.case_clock import NextDeadline, Overdue, overdue_of
from engine.desk.choice_commands import ChoiceCommands
from engine.desk.conflict_commands import ConflictCommands
from engine.desk.conflicts import ConflictRegister
from engine.desk.deadlines import Deadlines
from engine.desk.docket import DocketEntry
from engine.desk.due_commands import DueCommands
from engine.desk.followed_lodgings import FollowedLodgings, follow_lodgings
from engine.desk.lodging import Lodging
from engine.desk.office import Office, Words
from engine.desk.override_commands import OverrideCommands
from engine.desk.register_commands import RegisterCommands
from engine.desk.role_bars import LaterRole
from engine.desk.roster_commands import RosterCommands
from engine.desk.rules import DeskRules
from engine.desk.staff_commands import StaffCommands
from engine.desk.standing import load_standing, take_standing
from engine.desk.timers import Timer
from engine.desk.withdrawal_commands import WithdrawalCommands
from engine.desk.year_commands import YearCommands
from engine.events.lifecycle_words import Track
from engine.events.records import Event


class Desk(
    Lodging,
    ChoiceCommands,
    ConflictCommands,
    DueCommands,
    OverrideCommands,
    RegisterCommands,
    RosterCommands,
    StaffCommands,
    WithdrawalCommands,
    YearCommands,
):
    """The procedure of assignment.

    Parameters
    ----------
    core
        Decides and follows; empty, or in the state that the events given to `resume` end in.
    calendar
        The courts' working calendar, or the holder of the one in force; commands are refused so late that a period
        might leave it.
    words
        The 64-bit word, as a signed integer, of a draw: of case number, attempt and instant. Draws for lists have
        numbers from 2**30 instead of attempts. If it fails, what had happened until then comes with the events of the
        next command, and `settle` goes on with it.
    rules
        Periods, penalties and lists.
    organisations
        Organisation of each mediator; by default all belong to number 0.
    external_ids
        What courts call the mediators of the roster: whoever is appointed gets a name of his own, too. None if numbers
        are the names.
    register
        What is known of conflicts between parties and mediators when the desk begins, by default nothing; what becomes
        known later is entered by commands. Its secret makes the keys of parties and approvers.
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
        calendar: AnyCalendar,
        words: Words,
        rules: DeskRules | None = None,
        *,
        organisations: Sequence[int] | None = None,
        external_ids: Collection[str] | None = None,
        register: ConflictRegister | None = None,
        track: Track = Track.MEDIATION,
    ) -> None:
        rules = DeskRules() if rules is None else rules
        register = ConflictRegister() if register is None else register
        deadlines = Deadlines(calendar, rules, core.ladder)
        super().__init__(Office(core, words, rules, deadlines, organisations, register, track, external_ids))
        self.core: Final = core
        self.register: Final = register
        self.docket: Final = self._office.docket
        """Every open case; to be read only."""
        self.role_bars: Final = self._office.role_bars

    def resume(self, events: Iterable[Event]) -> None:
        """Take over a log: the core and the desk follow its events and decide nothing.

        A desk that was made alike, with the same register to begin with, then stands where the one that recorded them
        stood: its `standing` is the same, byte for byte.

        Raises
        ------
        CoreError, DeskError
            If an event does not fit the state that those before it have left.
        """
        follow = self._office.follow
        for event in events:
            follow(event)

    def resume_lodged(self, found: FollowedLodgings) -> int:
        """Take over cases of a log that began together; return how many, the rest being for `resume`."""
        return follow_lodgings(self._office, found)

    def standing(self) -> bytes:
        """Return everything that events have led to, core and register included, in a canonical form.

        Entries of the docket are packed on the way: what `entry` returned before is no longer followed.

        Raises
        ------
        DeskStandingError
            If events of a command that failed in its middle have not been handed over yet.
        """
        return take_standing(self._office)

    def restore(self, standing: bytes) -> None:
        """Take over a standing instead of the events that led to it.

        Parameters
        ----------
        standing
            Of a desk made of the same roster, ladder, policy, rules, door and secret; its register takes the place of
            this one's.

        Raises
        ------
        DeskStandingError, StandingError
            If it is damaged or of another desk, which the message names, or if this one has begun.
        """
        load_standing(self._office, standing)

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

    def cases_of(self, mediator: int) -> tuple[int, ...]:
        """Return the open cases that a mediator is asked for or holds, in order of number."""
        return tuple(cases_of(self.core, mediator))

    def organisation_of(self, mediator: int) -> int:
        """Return the number of a mediator's organisation, appointed or of the first roster."""
        return self._office.organisation_of(mediator)

    @property
    def appointed(self) -> dict[int, str]:
        """Numbers of all who were appointed since the log began, and what their courts call them; maybe nothing."""
        return self._office.roster.appointed

    def deadlines(self, to: int) -> Iterator[Timer]:
        """Yield what falls due by an instant, in order; nothing may be asked of the desk meanwhile."""
        return self._office.timers.until(to)

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
        now = self._office.now
        return () if now is None else overdue_of(self._office.docket.shelf.ended_by(now))

    def periods_ended_by(self, at: int) -> int:
        """Return how many mediations' statutory period (ONL 24) has ended by an instant, past or to come."""
        return self._office.docket.shelf.count_ended_by(at)

    def may_serve(self, dispute_id: int, mediator: int, role: LaterRole) -> bool:
        """Tell whether a mediator may take a role in later proceedings of a dispute (SIM 16)."""
        return self._office.role_bars.may_serve(dispute_id, mediator, role)
