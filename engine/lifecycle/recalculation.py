"""Clocks counted again because a year was announced.

What is kept of a clock that ends in a year nobody has announced yet is how its end was counted, read off the event that
set it by the rules then in force. When the year is announced, the same count is done by the new calendar. A clock keeps
its end if people agreed on the date, if it counts hours or is not postponed, and if by the new calendar it would have
been over by now: nobody is made late by what was announced afterwards. Paused clocks move too, to go on right.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.in_force import CalendarInForce
from engine.events.calendar_events import (
    ClockMoved,
    Counting,
    DeskDeadline,
    DeskDeadlineMoved,
    YearLoaded,
    year_loaded,
)
from engine.events.lifecycle_words import Clock
from engine.events.moves import Moved
from engine.events.records import Event
from engine.lifecycle.apply import moved_by
from engine.lifecycle.command import Command
from engine.lifecycle.counted import MONTHS, STOOD_STILL, Counted, Step
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.machine import Length
from engine.lifecycle.periods import Periods
from engine.lifecycle.rulebook import Era, Move
from engine.lifecycle.ruling import blank, period_of


class Recalculation:
    """Keeps how clocks were counted, and counts them again.

    Parameters
    ----------
    in_force
        The calendar, replaced when a year is announced.
    periods
        Ends of periods by it.
    """

    def __init__(self, in_force: CalendarInForce, periods: Periods) -> None:
        self.in_force: Final = in_force
        self._periods: Final = periods

    def counted(self, dispute: Dispute, event: Event, era: Era) -> Counted | None:
        """Return how an event counts the end of the clock it sets; None where no announcement can move it.

        Parameters
        ----------
        dispute
            As it is before the event.
        event, era
            What happens, and the rules in force then.
        """
        if not isinstance(event, Moved) or event.clock is None or event.deadline is None:
            return None
        if event.deadline <= self.in_force.certain_until:
            return None
        move = moved_by(dispute.processes.get(event.case_id), event, era)
        command = _command(event)
        process = dispute.processes.get(event.case_id) or blank(command, move, event.occurred_at)
        if move.entry.agreed:
            return None
        if move.entry.resumes is not None:
            end, stopped_at = process.paused[event.clock]
            step = Step(STOOD_STILL, event.occurred_at - stopped_at)
            before = self._before(process, event.clock, end)
            return Counted(end, (step,), move.article) if before is None else before.then(step, before.article)
        return self._counted(dispute, process, event, event.clock, command, move, era)

    def _counted(
        self, dispute: Dispute, process: Process, event: Moved, clock: Clock, command: Command, move: Move, era: Era
    ) -> Counted | None:
        since, period = period_of(dispute, process, command, event.occurred_at, move, era)
        step = _step(period.entry)
        if step is None:
            return None
        before = self._before(process, clock, process.clocks[clock]) if move.entry.extends is not None else None
        return Counted(since, (step,), period.article) if before is None else before.then(step, period.article)

    def keep(self, process: Process, event: Event, counted: Counted | None) -> None:
        """Keep how a clock was counted that an event has set, and forget clocks that are no more."""
        kept = {clock: old for clock, old in (process.counted or {}).items() if _end(process, clock) is not None}
        if isinstance(event, Moved) and event.clock is not None:
            kept.pop(event.clock, None)
            if counted is not None and _end(process, event.clock) is not None:
                kept[event.clock] = counted
        process.counted = kept or None

    def load_year(self, announcement: Announcement, disputes: Iterable[Dispute], at: int) -> list[Event]:
        """Let a year be announced, and move the clocks of disputes; parameters and errors as for the desk's."""
        before = self.in_force.calendar
        if not self.in_force.load(announcement):
            return []
        return [year_loaded(announcement.year, announcement.worked, at), *self.recount(disputes, before, at)]

    def recount(self, disputes: Iterable[Dispute], before: WorkCalendar, at: int) -> list[Event]:
        """Move the clocks of disputes that end another time by a calendar that was replaced by somebody else.

        Parameters
        ----------
        disputes
            Changed by the events returned.
        before
            The calendar by which they were counted.
        at
            Microseconds since the epoch; not before the last event of any.
        """
        old = Periods(before)
        events: list[Event] = []
        for dispute in disputes:
            for event in list(self._moves(dispute, old, before.certain_until, at)):
                self.follow(dispute, event)
                events.append(event)
        return events

    def follow(self, dispute: Dispute, event: ClockMoved | DeskDeadlineMoved) -> None:
        """Let a clock end when an event says; that of an offer follows the desk, which answers for it."""
        process = dispute.processes.get(event.case_id)
        if process is None:
            return
        if isinstance(event, DeskDeadlineMoved):
            if event.term is not DeskDeadline.OFFER or process.clocks.get(Clock.OFFER) != event.deadline_before:
                return
            process.clocks[Clock.OFFER] = event.deadline
        elif event.clock in process.clocks:
            process.clocks[event.clock] = event.deadline
        else:
            process.paused[event.clock] = (event.deadline, process.paused[event.clock][1])
        dispute.last_at = event.occurred_at

    def replay(self, event: YearLoaded) -> None:
        """Let the calendar follow a recorded announcement."""
        self.in_force.load(Announcement(event.year, event.worked))

    def _moves(self, dispute: Dispute, old: Periods, certain_until: int, at: int) -> Iterator[ClockMoved]:
        for process in dispute.processes.values():
            for clock, counted in sorted((process.counted or {}).items()):
                end = _end(process, clock)
                if end is None or end <= certain_until or old.again(counted) != end:
                    continue
                after = self._periods.again(counted)
                is_over = clock in process.clocks and min(end, after) <= at
                if after != end and not is_over:
                    yield _moved(dispute, process, clock, counted, end, after, at)

    def _before(self, process: Process, clock: Clock, end: int) -> Counted | None:
        """Return how the present end was counted, if that may still move it."""
        counted = (process.counted or {}).get(clock)
        if counted is None or end <= self.in_force.certain_until or self._periods.again(counted) != end:
            return None
        return counted


def _end(process: Process, clock: Clock) -> int | None:
    """Return when a clock ends, running or paused."""
    if clock in process.clocks:
        return process.clocks[clock]
    return process.paused[clock][0] if clock in process.paused else None


def _step(length: Length) -> Step | None:
    if length.hours is not None or not length.rolls:
        return None
    if length.months is not None:
        return Step(MONTHS, length.months)
    assert length.days is not None, "a length has exactly one of days, months and hours"
    return Step(length.unit, length.days)


def _command(event: Moved) -> Command:
    """Return the command that an event is the record of."""
    return Command(
        case_id=event.case_id,
        track=event.track,
        transition=event.transition,
        actor=event.actor,
        parties=event.parties,
        ground=event.ground,
        medium=event.medium,
        amount_fen=event.amount_fen,
        number=event.number,
    )


def _moved(
    dispute: Dispute, process: Process, clock: Clock, counted: Counted, end: int, after: int, at: int
) -> ClockMoved:
    return ClockMoved(
        occurred_at=at,
        recorded_at=at,
        dispute_id=dispute.dispute_id,
        case_id=process.case_id,
        court_id=dispute.court_id,
        track=process.track,
        clock=clock,
        deadline=after,
        deadline_before=end,
        article=counted.article,
        counting=Counting.WORKING_DAYS if counted.in_working_days else Counting.CALENDAR_DAYS,
    )
