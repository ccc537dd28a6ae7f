"""Commands about the calendar: a year is announced."""

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.in_force import CalendarInForce
from engine.desk.part import DeskPart
from engine.desk.recalculation import RULE_OF
from engine.events.calendar_events import DeskDeadlineMoved, year_loaded
from engine.events.records import Event


class YearCommands(DeskPart):
    """Loading a year, and counting deadlines again that end in it."""

    @property
    def in_force(self) -> CalendarInForce:
        """The holder of the calendar by which deadlines are counted."""
        return self._office.deadlines.in_force

    def load_year(self, announcement: Announcement, at: int) -> list[Event]:
        """Let a year be announced, and move the deadlines that end another time by it.

        Parameters
        ----------
        announcement
            The first year that the calendar does not know for certain.
        at
            When it is loaded, microseconds since the epoch.

        Returns
        -------
        list[Event]
            The year, and every deadline that moved; nothing for a year that is announced already, the same.

        Raises
        ------
        AnnouncementError
            If the year is announced already, with other days.
        CalendarError, CalendarRangeError
            If an earlier year must be announced first, or the calendar does not reach so far.
        """
        self._office.open(at)
        before = self.in_force.calendar
        if self.in_force.check(announcement):
            self._office.record(year_loaded(announcement.year, announcement.worked, at))
            self._recount(before)
        return self._office.close()

    def recount(self, before: WorkCalendar, at: int) -> list[Event]:
        """Move the deadlines that end another time by a calendar that is shared, and was replaced by somebody else.

        Parameters
        ----------
        before
            The calendar by which they were counted.
        at
            Microseconds since the epoch.
        """
        self._office.open(at)
        self._recount(before)
        return self._office.close()

    def _recount(self, before: WorkCalendar) -> None:
        for change in list(self._office.recalculation.changes(before, self._office.at)):
            article, counting = RULE_OF[change.term]
            moved = DeskDeadlineMoved(
                **self._office.about(change.entry),
                term=change.term,
                attempt=change.attempt,
                deadline=change.after,
                deadline_before=change.before,
                article=article,
                counting=counting,
            )
            self._office.record(moved)
