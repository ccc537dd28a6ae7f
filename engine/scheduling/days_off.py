"""Meetings that were set on days which nobody had announced yet, and which turn out to be days off.

They are listed and not moved: parties and lawyers have been told of them, and it is for the court to say whether they
meet all the same or agree on another time (`Scheduler.rebook`).
"""

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_weekday
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.words import Purpose

_SATURDAY = 5


def meetings_on_days_off(diary: Diary, calendar: WorkCalendar, since: int) -> list[Booking]:
    """Return the open meetings on Mondays to Fridays that are days off by a calendar, in order of time.

    Meetings on weekends are not among them: nobody has set one there unknowingly.

    Parameters
    ----------
    diary
        Every booking.
    calendar
        The one in force, with the year that was announced.
    since
        Meetings that begin earlier are left out, microseconds since the epoch.

    Raises
    ------
    CalendarRangeError
        If a meeting lies outside the calendar's years.

    Examples
    --------
    >>> from engine.scheduling.example import MONDAY, one_court_order, one_court_scheduler
    >>> scheduler = one_court_scheduler()
    >>> scheduler.diary.apply(scheduler.book_earliest(one_court_order(7), MONDAY, at=MONDAY))
    >>> meetings_on_days_off(scheduler.diary, WorkCalendar.china(2020, 2021), MONDAY)
    []
    """
    found = [
        booking
        for booking in diary.bookings.values()
        if booking.is_open
        and booking.purpose is not Purpose.BLOCKED
        and booking.starts_at >= since
        and local_weekday(booking.starts_at) < _SATURDAY
        and not calendar.is_workday(booking.starts_at)
    ]
    return sorted(found, key=lambda booking: (booking.starts_at, booking.number))
