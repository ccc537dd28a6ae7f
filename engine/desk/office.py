"""What the parts of a desk share: the core, the docket, the clock, and the one way in which anything happens."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict

import numpy as np
from numpy.typing import NDArray

from engine.calendar.errors import CalendarRangeError
from engine.core.assignment import AssignmentCore
from engine.core.overview import cases_of, waiting_cases
from engine.desk.case_clock import CaseClock
from engine.desk.conflicts import ConflictRegister
from engine.desk.deadlines import Deadlines
from engine.desk.docket import DocketEntry
from engine.desk.errors import DeskClockError
from engine.desk.keeping import Docket
from engine.desk.leave_record import LeaveRecord
from engine.desk.recalculation import Recalculation
from engine.desk.role_bars import RoleBars
from engine.desk.roster_record import RosterRecord
from engine.desk.rules import DeskRules
from engine.desk.staff_record import StaffRecord
from engine.desk.timers import Timers
from engine.events.lifecycle_words import Track
from engine.events.records import NO_CASE, Event
from engine.events.shapes import SHAPE_OF

if TYPE_CHECKING:
    from engine.desk.handlers import Handlers

Words = Callable[[int, int, int], int]
"""The 64-bit word, as a signed integer, of a case's draw: of case number, attempt and instant."""


class About(TypedDict):
    """The fields that every event of a case has."""

    occurred_at: int
    recorded_at: int
    dispute_id: int
    case_id: int
    court_id: int
    track: Track


class Office:
    """One core and everything the desk knows beside it.

    Parameters are those of `engine.desk.desk.Desk`.
    """

    def __init__(
        self,
        core: AssignmentCore,
        words: Words,
        rules: DeskRules,
        deadlines: Deadlines,
        organisations: Sequence[int] | None,
        register: ConflictRegister,
        track: Track,
        external_ids: Collection[str] | None = None,
    ) -> None:
        self.core: Final = core
        self.words: Final = words
        self.rules: Final = rules
        self.deadlines: Final = deadlines
        self.register: Final = register
        self.track: Final = track
        self.role_bars: Final = RoleBars()
        self.timers: Final = Timers()
        self.clock: Final = CaseClock(self.timers)
        self.docket: Final = Docket(deadlines, self.clock)
        self.recalculation: Final = Recalculation(deadlines, self.docket, self.clock)
        self.staff: Final = StaffRecord()
        self.leaves: Final = LeaveRecord(self.timers)
        self.roster: Final = RosterRecord(core.roster.mediators, organisations, external_ids)
        people = (self.staff, self.roster, self.role_bars, self.leaves)
        keepers = (core, self.docket, *people, register, self.recalculation)
        tables: list[Handlers] = [keeper.handlers for keeper in keepers]
        self._followers: Final[Mapping[type[Event], tuple[Callable[[Any], None], ...]]] = {
            kind: tuple(table[kind] for table in tables if kind in table) for kind in SHAPE_OF
        }
        """Who does something at an event of a kind: the core first, which refuses what does not fit."""
        self.last_at: int | None = None
        """Instant of the last event; None before the first."""
        self._closed_at: int | None = None
        self._at = 0
        self._events: list[Event] = []

    def open(self, at: int) -> None:
        """Begin a command: check its instant before anything changes.

        Raises
        ------
        DeskClockError
            If it lies before the last one, or something is due by then: it has to happen first.
        CalendarRangeError
            If a period that begins then might not fit into the calendar.
        """
        due_at = self.timers.next_due
        if due_at is not None and due_at <= at:
            raise DeskClockError(f"at = {at}: something was due at {due_at}; advance the desk to {at} first")
        self.resume(at)

    def resume(self, at: int) -> None:
        """Begin to do what is due at an instant; otherwise as `open`."""
        now = self.now
        if now is not None and at < now:
            raise DeskClockError(f"at = {at}: must not lie before {now}, the instant of the last command")
        if at > self.deadlines.last_at:
            raise CalendarRangeError(
                f"at = {at}: must be at most {self.deadlines.last_at}, so that every period ends within the calendar"
            )
        self._at = at

    @property
    def now(self) -> int | None:
        """Instant of the last event, command or `advance`; None before the first.

        Only instants of events are remembered beyond this object: one at which nothing happened decides nothing.
        """
        if self._closed_at is None or self.last_at is None:
            return self.last_at if self._closed_at is None else self._closed_at
        return max(self.last_at, self._closed_at)

    @property
    def at(self) -> int:
        """Instant of the command that is being carried out."""
        return self._at

    def record(self, event: Event) -> None:
        """Let something happen: the core first, which refuses what does not fit, then all who follow."""
        self.follow(event)
        self._events.append(event)

    def follow(self, event: Event) -> None:
        """Take over an event without reporting it."""
        for follow in self._followers[type(event)]:
            follow(event)
        at = event.recorded_at
        if self.last_at is None or at > self.last_at:
            self.last_at = at

    def close(self) -> list[Event]:
        """End a command: return what has happened, in order.

        If something outside has failed in the middle of the command before, such as a source of words, that one's
        events come first: the core has followed them, so they must not be lost.
        """
        self._closed_at = self._at
        events, self._events = self._events, []
        return events

    def about(self, entry: DocketEntry) -> About:
        """Return the fields that an event of a case has at the instant of the command."""
        return About(
            occurred_at=self._at,
            recorded_at=self._at,
            dispute_id=entry.dispute_id,
            case_id=entry.case_id,
            court_id=entry.court_id,
            track=self.track,
        )

    def about_court(self, court_id: int) -> About:
        """Return the fields that an event of a court, or of one of its mediators, has."""
        return About(
            occurred_at=self._at,
            recorded_at=self._at,
            dispute_id=NO_CASE,
            case_id=NO_CASE,
            court_id=court_id,
            track=self.track,
        )

    @property
    def is_settled(self) -> bool:
        """Whether every event has been handed over."""
        return not self._events

    def waiting(self) -> list[DocketEntry]:
        """Return the cases that look for a mediator, in order of number."""
        return [self.docket.entry(case_id) for case_id in waiting_cases(self.core)]

    def seated(self, mediator: int) -> list[DocketEntry]:
        """Return the cases that a mediator holds or is offered, in order of number."""
        return [self.docket.entry(case_id) for case_id in cases_of(self.core, mediator)]

    def court_of(self, mediator: int) -> int:
        """Return the court that invited a mediator."""
        return int(self.core.roster.mediator_court[mediator])

    def organisation_of(self, mediator: int) -> int:
        """Return the number of a mediator's organisation."""
        return int(self.roster.organisations[mediator])

    def organisations_of(self, mediators: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64[n]: the number of each mediator's organisation; anything where none is named."""
        return self.roster.organisations[mediators]
