"""A year is announced: one event for the whole platform, and one for every deadline that ends another time by it."""

from collections.abc import Mapping
from typing import Final

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.in_force import CalendarInForce
from engine.calendar.year import YearDays
from engine.desk.desk import Desk
from engine.events.calendar_events import ClockMoved, DeskDeadline, DeskDeadlineMoved, YearLoaded, year_loaded
from engine.events.lifecycle_words import Track
from engine.events.records import Event
from engine.events.whole import Whole
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.books import Books
from engine.registry.errors import RequestError
from engine.registry.requests import PlatformAsked

CALENDAR_EVENTS: Final = (YearLoaded, DeskDeadlineMoved, ClockMoved)
"""Kinds that `CalendarYears.replay` takes over."""


class LoadYear(PlatformAsked, frozen=True, kw_only=True, tag="load_year"):
    """The first year that the calendar does not know for certain was announced.

    Examples
    --------
    >>> from engine.calendar.year import china_years
    >>> LoadYear.of(china_years()[2026]).year
    2026
    """

    year: Whole
    worked: tuple[Whole, ...]
    """Thirteen masks, the December before first: bit d - 1 is set if day d is worked."""

    @classmethod
    def of(cls, year: YearDays) -> "LoadYear":
        """Return the request for a year as `engine.calendar.year_file` reads it."""
        announcement = Announcement.of(year)
        return cls(year=announcement.year, worked=announcement.worked)


class CalendarYears:
    """Loads years into the one calendar of a registry.

    Parameters
    ----------
    lifecycle, desks
        Made with one and the same `CalendarInForce`, if a year is ever to be loaded.
    books
        The disputes.
    """

    def __init__(self, lifecycle: Lifecycle, desks: Mapping[Track, Desk], books: Books) -> None:
        self._lifecycle: Final = lifecycle
        self._desks: Final = desks
        self._books: Final = books

    def load(self, request: LoadYear, at: int) -> list[Event]:
        """Let a year be announced.

        Returns
        -------
        list[Event]
            The year, then the deadlines that moved: of the desks by door, of the disputes in the order of opening.
            Nothing if the year is announced already, with the same days.

        Raises
        ------
        RequestError
            If lifecycle and desks have no calendar in common.
        AnnouncementError, CalendarError, CalendarRangeError
            As `CalendarInForce.load`.
        """
        in_force = self._shared()
        announcement = Announcement(request.year, request.worked)
        before = in_force.calendar
        for desk in self._desks.values():
            desk.advance(at)  # nothing is due; a desk that cannot act so late says so before anything changes
        if not in_force.load(announcement):
            return []
        events: list[Event] = [year_loaded(announcement.year, announcement.worked, at)]
        for _, desk in sorted(self._desks.items()):
            for event in desk.recount(before, at):
                self._follow_desk(event)
                events.append(event)
        return events + self._recount(before, at)

    def replay(self, event: YearLoaded | DeskDeadlineMoved | ClockMoved) -> None:
        """Take over a recorded event of the calendar."""
        if isinstance(event, YearLoaded):
            self._lifecycle.years.replay(event)
        elif isinstance(event, DeskDeadlineMoved):
            self._desks[event.track].resume([event])
            self._follow_desk(event)
        else:
            dispute = self._books.dispute(event.dispute_id)
            self._lifecycle.replay(dispute, event)
            self._books.moved(dispute, event.case_id)

    def _recount(self, before: WorkCalendar, at: int) -> list[Event]:
        events: list[Event] = []
        for number in self._books.disputes.counted():
            dispute = self._books.dispute(number)
            moved = self._lifecycle.years.recount((dispute,), before, at)
            for case_id in {event.case_id: None for event in moved}:
                self._books.moved(dispute, case_id)
            events += moved
        return events

    def _follow_desk(self, event: Event) -> None:
        """Let the clock of an offer follow the desk, which answers for it."""
        if not isinstance(event, DeskDeadlineMoved) or event.term is not DeskDeadline.OFFER:
            return
        if event.track is Track.MEDIATION:
            dispute = self._books.dispute(event.dispute_id)
            self._lifecycle.replay(dispute, event)
            self._books.moved(dispute, event.case_id)

    def _shared(self) -> CalendarInForce:
        in_force = self._lifecycle.years.in_force
        if any(desk.in_force is not in_force for desk in self._desks.values()):
            raise RequestError(
                "calendar: lifecycle and desks must be made with one CalendarInForce for a year to be loaded"
            )
        return in_force
