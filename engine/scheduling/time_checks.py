"""Whether a meeting may take place at a time, whoever is free: hours, notice, deadline."""

from typing import Final

from engine.calendar.day import DAY_US, MINUTE_US, UTC_OFFSET_US, local_day
from engine.calendar.in_force import AnyCalendar, CalendarInForce
from engine.scheduling.errors import (
    NoticeError,
    OrderError,
    OutsideHoursError,
    StatutoryDeadlineError,
    moment,
)
from engine.scheduling.hours import NEVER, Hours
from engine.scheduling.order import Order
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.timetable import Question
from engine.scheduling.words import REMOTE


class TimeChecks:
    """What rules and calendar say about times.

    Parameters
    ----------
    calendar
        The years in which meetings can be booked, or the holder of the calendar in force.
    rules
        Lengths, steps, notice.

    Examples
    --------
    >>> from engine.calendar.calendar import WorkCalendar
    >>> from engine.scheduling.example import MONDAY, one_court_order
    >>> checks = TimeChecks(WorkCalendar.china(2020, 2021), SchedulingRules())
    >>> checks.check(one_court_order(7), MONDAY + DAY_US, MONDAY)
    >>> checks.check(one_court_order(7), MONDAY + MINUTE_US, MONDAY)
    Traceback (most recent call last):
    ...
    engine.scheduling.errors.NoticeError: starts_at = 2020-05-11 10:01+08:00: must be at least 2020-05-12 00:00+08:00...
    """

    def __init__(self, calendar: AnyCalendar, rules: SchedulingRules) -> None:
        self._in_force: Final = CalendarInForce.of(calendar)
        self._rules: Final = rules
        self._calendar = self._in_force.calendar
        self._office = Hours.office(self._calendar)
        self._every_day: Final = Hours.every_day(self._calendar, rules.outside_from_hour, rules.outside_to_hour)

    def duration_us(self, order: Order) -> int:
        """Return how long a meeting takes.

        Raises
        ------
        OrderError
            If the order names a length that the rules do not allow.
        """
        minutes = self._rules.minutes_of(order.purpose) if order.duration_minutes is None else order.duration_minutes
        if not 1 <= minutes <= self._rules.meeting_minutes_max:
            bound = f"must be within 1..{self._rules.meeting_minutes_max}"
            raise OrderError(f"duration_minutes = {minutes}: {bound}; a longer meeting is booked half-day by half-day")
        return minutes * MINUTE_US

    def question(self, order: Order) -> Question:
        """Return what a search for the order's time asks of every timetable."""
        return Question(self._hours(order), self.duration_us(order), self._rules.start_step_minutes * MINUTE_US)

    def earliest(self, order: Order, at: int) -> int:
        """Return from when a meeting may begin that is booked at an instant: whole local days of notice later."""
        days = self._rules.notice_days(order.purpose, agreed=order.agreed)
        if days == 0:
            return at
        return (local_day(at) + days) * DAY_US - UTC_OFFSET_US

    def check(self, order: Order, starts_at: int, at: int, *, announced: bool = False) -> None:
        """Refuse a time at which a meeting may not take place.

        Parameters
        ----------
        order
            The meeting.
        starts_at
            When it would begin, us.
        at
            When it is booked, us.
        announced
            Whether people have been told of the time before, so that no notice is due.

        Raises
        ------
        NoticeError
            If people could not be told early enough.
        OutsideHoursError
            If it does not lie in open hours as a whole.
        StatutoryDeadlineError
            If it would end after the case's deadline.
        CalendarRangeError
            If it lies in a year that the calendar does not know.
        """
        question = self.question(order)
        ends_at = starts_at + question.duration_us
        self._in_force.calendar.check_period(starts_at, ends_at)
        earliest = at if announced else self.earliest(order, at)
        if starts_at < earliest:
            waived = "" if order.agreed else ", unless all agree to a shorter notice"
            bound = f"must be at least {moment(earliest)}, booked at {moment(at)}{waived}"
            raise NoticeError(f"starts_at = {moment(starts_at)}: {bound}")
        possible = question.hours.first_fit(starts_at, question.duration_us)
        if possible != starts_at:
            bound = "no open hours follow" if possible == NEVER else f"the next possible time is {moment(possible)}"
            raise OutsideHoursError(f"{moment(starts_at)} to {moment(ends_at)} is not within open hours: {bound}")
        if order.not_after is not None and ends_at > order.not_after:
            bound = f"must be at most the case's statutory deadline, {moment(order.not_after)}"
            raise StatutoryDeadlineError(f"ends_at = {moment(ends_at)}: {bound}")

    def _hours(self, order: Order) -> Hours:
        may_lie_outside = self._rules.outside_office_hours and order.agreed and order.medium in REMOTE
        return self._every_day if may_lie_outside else self._office_hours()

    def _office_hours(self) -> Hours:
        """Return the hours of the calendar in force, which is another one when a year has been announced."""
        if self._calendar is not self._in_force.calendar:
            self._calendar = self._in_force.calendar
            self._office = Hours.office(self._calendar)
        return self._office
