"""The lifecycle: commands of people and ends of clocks in, events out, by the rules in force at the instant."""

from copy import deepcopy
from dataclasses import fields
from typing import Final, NamedTuple

from engine.calendar.day import DAY_US
from engine.calendar.errors import CalendarRangeError
from engine.calendar.in_force import AnyCalendar, CalendarInForce
from engine.events.enums import ActorRole
from engine.events.event import NO_CASE
from engine.events.lifecycle_words import Clock, Track, Transition
from engine.events.moves import Moved
from engine.events.records import ClockMoved, DeskDeadlineMoved, Event
from engine.lifecycle.apply import apply
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.errors import DateError, MachineError
from engine.lifecycle.periods import Periods
from engine.lifecycle.recalculation import Recalculation
from engine.lifecycle.recording import recorded
from engine.lifecycle.rulebook import Era, Rulebook
from engine.lifecycle.ruling import Ruling, rule_on, ruling_of, unmet

_LONGEST_US: Final = 800 * DAY_US
"""Longer than any period, days off at its end included: so long before the calendar's end, every one fits."""
_CHAIN_MAX: Final = 12
"""Automatic transitions one event may set off: more than all doors have in a row, so a ring is noticed."""


class Due(NamedTuple):
    """A clock that ends, and what the platform does then."""

    ends_at: int
    """Microseconds since the epoch."""
    case_id: int
    transition: Transition


class Lifecycle:
    """The rules at work. It keeps no dispute: each is handed in, and changed by the events that are returned.

    Parameters
    ----------
    rulebook
        The machines of all doors through time.
    calendar
        The courts' working calendar, or the holder of the one in force.

    Examples
    --------
    >>> from engine.calendar.calendar import WorkCalendar
    >>> from engine.lifecycle.example import MONDAY, opened_dispute
    >>> lifecycle, dispute = Lifecycle(Rulebook.shipped(), WorkCalendar.china(2022, 2024)), opened_dispute()
    >>> draft = Command(case_id=1, transition=Transition.OPEN_DRAFT, actor=ActorRole.PARTY)
    >>> [event.state.value for event in lifecycle.execute(dispute, draft, MONDAY)]
    ['draft']
    >>> submit = Command(case_id=1, transition=Transition.SUBMIT, actor=ActorRole.PARTY, parties=1)
    >>> lifecycle.execute(dispute, submit, MONDAY)
    Traceback (most recent call last):
    engine.lifecycle.errors.ConditionError: case_id = 1: submit from draft: no party has identified [ONL 8]
    """

    def __init__(self, rulebook: Rulebook, calendar: AnyCalendar) -> None:
        self.rulebook: Final = rulebook
        in_force = CalendarInForce.of(calendar)
        self._periods: Final = Periods(in_force)
        self.years: Final = Recalculation(in_force, self._periods)
        """Loads years that are announced, and moves the clocks that end in them."""
        self._safe_until: Final = in_force.calendar.ends_at - _LONGEST_US

    def check(self, dispute: Dispute, command: Command, at: int) -> Ruling:
        """Rule on a command without changing anything.

        Returns
        -------
        Ruling
            The transition, the process, and the end of the clock that it sets.

        Raises
        ------
        MoveError
            If the rules do not allow it, by the subclass that says why.
        CalendarRangeError
            If a clock would end beyond the calendar.
        """
        due = self.due(dispute, at)
        if due is not None and (due.case_id, due.transition) != (command.case_id, command.transition):
            raise self._overdue(dispute, command, at, due)
        return rule_on(dispute, command, at, self.rulebook.at(at), self._periods)

    def execute(self, dispute: Dispute, command: Command, at: int) -> list[Event]:
        """Do what a command asks.

        Parameters
        ----------
        dispute
            Changed by the events returned.
        command
            What is asked.
        at
            When, microseconds since the epoch; not before the dispute's last event.

        Returns
        -------
        list[Event]
            What has happened, in order, with what the platform did at once because of it.

        Raises
        ------
        MoveError
            If the rules do not allow it; nothing has changed then.
        MachineError
            If the transition is recorded by an event of the assignment, which `follow` takes.
        """
        ruling = self.check(dispute, command, at)
        event = recorded(dispute, command, ruling, at)
        if event is None:
            raise MachineError(
                f"transition = {command.transition.value}: is recorded by the assignment, as {ruling.move.entry.kind}"
            )
        return self.follow(dispute, event)

    def follow(self, dispute: Dispute, event: Event) -> list[Event]:
        """Take over an event, and do at once what it sets off.

        Returns
        -------
        list[Event]
            The event, and what the platform did because of it.

        Raises
        ------
        MoveError
            If it cannot happen where the process stands; the dispute is then as before.
        CalendarRangeError
            If a clock that it sets off would end beyond the calendar; the dispute is then as before.
        """
        if event.occurred_at <= self._safe_until:
            return self._followed(dispute, event)
        before = deepcopy(dispute)
        try:
            return self._followed(dispute, event)
        except CalendarRangeError:
            for field in fields(dispute):
                setattr(dispute, field.name, getattr(before, field.name))
            raise

    def _followed(self, dispute: Dispute, event: Event) -> list[Event]:
        era = self.rulebook.at(event.occurred_at)
        self._apply(dispute, event, era)
        return self._settled([event], dispute, event.case_id, event.occurred_at, era)

    def settle(self, dispute: Dispute, case_id: int, at: int) -> list[Event]:
        """Do what the platform does at once because of all that has happened to a case, and return it."""
        return self._settled([], dispute, case_id, at, self.rulebook.at(at))

    def _settled(self, events: list[Event], dispute: Dispute, case_id: int, at: int, era: Era) -> list[Event]:
        while (following := self._automatic(dispute, case_id, at, era)) is not None:
            self._apply(dispute, following, era)
            events.append(following)
            assert len(events) <= _CHAIN_MAX, "automatic transitions run in a ring"
        return events

    def _apply(self, dispute: Dispute, event: Event, era: Era) -> None:
        counted = self.years.counted(dispute, event, era) if type(event) is Moved else None
        process = apply(dispute, event, era)
        if counted is not None or process.counted is not None:
            self.years.keep(process, event, counted)

    def replay(self, dispute: Dispute, event: Event) -> None:
        """Let a dispute follow a recorded event, and do nothing because of it: what was done is recorded, too."""
        if isinstance(event, ClockMoved | DeskDeadlineMoved):
            self.years.follow(dispute, event)
        else:
            self._apply(dispute, event, self.rulebook.at(event.occurred_at))

    def advance(self, dispute: Dispute, to: int) -> list[Event]:
        """Let the clocks of a dispute end that end by an instant, that instant included.

        Clocks that the assignment of a mediator answers for (an offer that lapses) stay as they are: their end is an
        event that comes from there.
        """
        events: list[Event] = []
        while (due := self.due(dispute, to)) is not None:
            command = Command(
                case_id=due.case_id,
                track=dispute.processes[due.case_id].track,
                transition=due.transition,
                actor=ActorRole.PLATFORM,
            )
            events += self.execute(dispute, command, max(due.ends_at, dispute.last_at))
        return events

    def due(self, dispute: Dispute, to: int) -> Due | None:
        """Return the next clock that ends by an instant and that the lifecycle answers for; None if there is none."""
        found: tuple[int, int, Clock, Transition] | None = None
        era: Era | None = None
        for process in dispute.processes.values():
            for clock, end in process.clocks.items():
                if end > to or (found is not None and found[:3] <= (end, process.case_id, clock)):
                    continue
                era = era or self.rulebook.at(to)
                transition = era.on_end[process.track, clock]
                if (process.track, transition) not in _OF_THE_ASSIGNMENT:
                    found = (end, process.case_id, clock, transition)
        return None if found is None else Due(found[0], found[1], found[3])

    def _overdue(self, dispute: Dispute, command: Command, at: int, due: Due) -> DateError:
        """Refuse to act in a state that a clock has ended: what is over is over, whoever comes later."""
        track = dispute.processes[due.case_id].track
        article = self.rulebook.at(at).moves[track, due.transition][0].article
        what = f"case_id = {command.case_id}: {command.transition.value}"
        reason = (
            f"at = {at}: case {due.case_id} is due to {due.transition.value} since {due.ends_at}; advance to it first"
        )
        return DateError(what, article, reason)

    def is_over(self, process: Process, at: int) -> bool:
        """Tell whether a process has ended, by the rules in force at an instant."""
        return (process.track, process.state) in self.rulebook.at(at).final

    def _automatic(self, dispute: Dispute, case_id: int, at: int, era: Era) -> Event | None:
        """Return the first automatic transition whose conditions hold, as an event.

        The process of the last event comes first, then every other: what happens at one door may move another.
        """
        if (event := self._automatic_of(dispute, dispute.processes[case_id], at, era)) is not None:
            return event
        if len(dispute.processes) == 1:
            return None
        for process in dispute.processes.values():
            if process.case_id != case_id and (event := self._automatic_of(dispute, process, at, era)) is not None:
                return event
        return None

    def _automatic_of(self, dispute: Dispute, process: Process, at: int, era: Era) -> Event | None:
        for move in era.automatic.get((process.track, process.state), ()):
            if unmet(dispute, process, _UNASKED, at, move) is None:
                command = Command(
                    case_id=process.case_id, track=process.track, transition=move.entry.name, actor=ActorRole.PLATFORM
                )
                ruling = ruling_of(dispute, process, command, at, move, era, self._periods)
                return recorded(dispute, command, ruling, at)
        return None


_UNASKED: Final = Command(case_id=NO_CASE, transition=Transition.REMIND, actor=ActorRole.PLATFORM)
"""What the conditions of automatic transitions see, since nobody has asked for anything."""
_OF_THE_ASSIGNMENT: Final = frozenset({(Track.MEDIATION, Transition.LAPSE)})
