"""Deadlines of the desk, counted again because a year was announced.

A deadline is counted from where it began, as it would have been had the year been known then: the same number of
working days, the same number of calendar days postponed to a working day. Two kinds stay as they are. What has ended
has ended. And a deadline that would have been over by now keeps the end that people were told: nobody is made late by
what was announced afterwards, and what was done in time remains so.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.calendar.calendar import WorkCalendar
from engine.desk.beginnings import NOTED, Beginnings
from engine.desk.case_clock import CaseClock
from engine.desk.deadlines import Deadlines
from engine.desk.docket import DocketEntry, Seat
from engine.desk.keeping import Docket
from engine.events.articles import Article
from engine.events.calendar_events import Counting, DeskDeadline, DeskDeadlineMoved, YearLoaded
from engine.events.records import Closed, Event, Withdrawn

if TYPE_CHECKING:
    from engine.desk.handlers import Handlers

RULE_OF: Final[dict[DeskDeadline, tuple[Article, Counting]]] = {
    DeskDeadline.OFFER: (Article.ONL_12, Counting.WORKING_DAYS),
    DeskDeadline.CHOICE: (Article.ONL_10, Counting.WORKING_DAYS),
    DeskDeadline.DESIGNATION: (Article.ONL_10, Counting.WORKING_DAYS),
    DeskDeadline.STEP: (Article.ASSUMED, Counting.WORKING_TIME),
    DeskDeadline.REVIEW: (Article.ASSUMED, Counting.WORKING_DAYS),
    DeskDeadline.PERIOD: (Article.ONL_24, Counting.CALENDAR_DAYS),
}
"""What sets each deadline, and by which days it is counted."""


class Change(NamedTuple):
    """A deadline that ends another time now."""

    entry: DocketEntry
    term: DeskDeadline
    attempt: int
    before: int
    after: int


class Recalculation:
    """Follows where deadlines began, and says which of them move.

    Parameters
    ----------
    deadlines
        Counts by the calendar in force.
    docket, clock
        Where deadlines stand.
    """

    def __init__(self, deadlines: Deadlines, docket: Docket, clock: CaseClock) -> None:
        self.beginnings: Final = Beginnings(deadlines.in_force)
        self._deadlines: Final = deadlines
        self._docket: Final = docket
        self._clock: Final = clock
        self.handlers: Final[Handlers] = {
            **dict.fromkeys(NOTED, self._noted),
            Closed: self._ended,
            Withdrawn: self._ended,
            YearLoaded: self._year_loaded,
            DeskDeadlineMoved: self._moved,
        }
        """What is done at an event that the docket has followed already, by its kind."""

    def changes(self, before: WorkCalendar, at: int) -> Iterator[Change]:
        """Return the deadlines that run at an instant and end another time than by an earlier calendar, later than it.

        Parameters
        ----------
        before
            The calendar by which they were counted.
        at
            Microseconds since the epoch.
        """
        old = self._deadlines.under(before)
        for case_id, terms in self.beginnings.of_cases():
            entry = self._docket.entry(case_id)
            for (term, attempt), began_at in terms:
                end = self._end(entry, term, attempt)
                # An end that was not counted, but agreed on or kept, is nobody's to count again.
                if end is None or end <= at or end != self._counted(old, entry, term, began_at):
                    continue
                after = self._counted(self._deadlines, entry, term, began_at)
                if after is not None and after != end and after > at:
                    yield Change(entry, term, attempt, end, after)

    def _noted(self, event: Event) -> None:
        self.beginnings.follow(event, self._docket.entry(event.case_id))

    def _ended(self, event: Closed | Withdrawn) -> None:
        self.beginnings.forget(event.case_id)

    def _year_loaded(self, event: YearLoaded) -> None:
        self._deadlines.load(event.year, event.worked)

    def _moved(self, event: DeskDeadlineMoved) -> None:
        self._move(self._docket.entry(event.case_id), event)

    def _counted(self, deadlines: Deadlines, entry: DocketEntry, term: DeskDeadline, began_at: int) -> int | None:
        match term:
            case DeskDeadline.OFFER:
                return deadlines.offer_end(began_at)
            case DeskDeadline.CHOICE:
                return deadlines.choice_end(began_at)
            case DeskDeadline.DESIGNATION:
                return deadlines.designation_end(began_at)
            case DeskDeadline.STEP:
                return deadlines.step_end(entry.step, began_at)
            case DeskDeadline.REVIEW:
                return deadlines.review_end(began_at)
            case DeskDeadline.PERIOD:
                return deadlines.period_end(began_at, pre_filing=entry.pre_filing)

    def _end(self, entry: DocketEntry, term: DeskDeadline, attempt: int) -> int | None:
        """Return when a deadline ends as it stands; None if nothing waits for it."""
        searches = not entry.chooses and not entry.exhausted
        match term:
            case DeskDeadline.OFFER:
                seat = _seat(entry, attempt)
                return None if seat is None else seat.deadline
            case DeskDeadline.CHOICE:
                return entry.choice_ends_at
            case DeskDeadline.DESIGNATION:
                return entry.designated_by if searches else None
            case DeskDeadline.STEP:
                return entry.waits_until if searches and self._deadlines.has_wait(entry.step) else None
            case DeskDeadline.REVIEW:
                return entry.waits_until if entry.exhausted else None
            case DeskDeadline.PERIOD:
                return entry.period_ends_at

    def _move(self, entry: DocketEntry, event: DeskDeadlineMoved) -> None:
        match event.term:
            case DeskDeadline.OFFER:
                seat = _seat(entry, event.attempt)
                assert seat is not None, "only an open offer has a deadline to move"
                seat.deadline = event.deadline
                self._clock.set_offer(entry, seat)
                return
            case DeskDeadline.CHOICE:
                entry.choice_ends_at = event.deadline
            case DeskDeadline.DESIGNATION:
                entry.designated_by = event.deadline
                if not self._deadlines.has_wait(entry.step):
                    entry.waits_until = event.deadline
            case DeskDeadline.STEP | DeskDeadline.REVIEW:
                entry.waits_until = event.deadline
            case DeskDeadline.PERIOD:
                entry.period_ends_at = event.deadline
        self._clock.set(entry)


def _seat(entry: DocketEntry, attempt: int) -> Seat | None:
    return next((seat for seat in entry.seats.values() if seat.attempt == attempt), None)
