"""The calendar in force: one object for everybody who sets deadlines, while years are announced one after the other."""

from typing import TypeAlias

import msgspec

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.errors import AnnouncementError


class CalendarInForce:
    """A working calendar that is replaced by another when a year is announced.

    Desks, lifecycle and diary of a platform share one, so that all of them know a year from the same event on. Which
    years were loaded is no file's to say: every announcement stands in an event (`year_loaded`), and a log that is
    replayed loads them again at the same places.

    Parameters
    ----------
    calendar
        The calendar before any event: the same at every start over one log, but for a later `provisional_until`.

    Examples
    --------
    >>> from engine.calendar.year import china_years
    >>> shared = CalendarInForce(WorkCalendar.china(2004, 2025, provisional_until=2027))
    >>> shared.load(Announcement.of(china_years()[2026]))
    True
    >>> shared.calendar.provisional_from
    2027
    """

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._loaded: dict[int, Announcement] = {}
        self.certain_until = calendar.certain_until
        """As of the calendar, us: asked for with every event."""

    @classmethod
    def of(cls, calendar: "AnyCalendar") -> "CalendarInForce":
        """Return the holder itself, or one of its own for a calendar that nobody shares."""
        return calendar if isinstance(calendar, CalendarInForce) else cls(calendar)

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar as it is now; another object after each year that is loaded."""
        return self._calendar

    @property
    def loaded(self) -> tuple[Announcement, ...]:
        """The years that were loaded, in order."""
        return tuple(self._loaded.values())

    def check(self, announcement: Announcement) -> bool:
        """Tell whether loading a year would change anything; raises what `load` raises."""
        return self._with(announcement) is not None

    def load(self, announcement: Announcement) -> bool:
        """Let a year be announced from now on, and tell whether it was not before.

        Raises
        ------
        AnnouncementError
            If the year is announced already, with other days, or its masks are no year's.
        CalendarError, CalendarRangeError
            If an earlier year must be announced first, or the calendar does not reach so far.
        """
        calendar = self._with(announcement)
        if calendar is None:
            return False
        self._calendar, self.certain_until = calendar, calendar.certain_until
        self._loaded[announcement.year] = announcement
        return True

    def standing(self) -> bytes:
        """Return which years were loaded; all that decides future answers beside the calendar of the beginning."""
        return msgspec.msgpack.encode(list(self._loaded.values()))

    def restore(self, standing: bytes) -> None:
        """Load into a fresh holder what `standing` returned; years that it knows already must be the same.

        Raises
        ------
        AnnouncementError
            If the bytes are no list of announced years.
        """
        try:
            loaded = msgspec.msgpack.decode(standing, type=list[Announcement])
        except msgspec.DecodeError as error:
            raise AnnouncementError(f"not a list of announced years: {error}") from error
        for announcement in loaded:
            self.load(announcement)

    def _with(self, announcement: Announcement) -> WorkCalendar | None:
        """Return the calendar with a year; None if it is in force."""
        before = self._loaded.get(announcement.year)
        if before is not None:
            if before != announcement:
                raise AnnouncementError(f"year = {announcement.year}; was loaded with other days")
            return None
        calendar = self._calendar.with_year(announcement.days())
        return None if calendar is self._calendar else calendar


AnyCalendar: TypeAlias = WorkCalendar | CalendarInForce
"""What those who need a calendar take: one for ever, or one that is shared and replaced."""
