"""The way in: setting times for meetings, and finding common ones.

What becomes of a booking afterwards is in `outcomes`, time in which nobody may be booked in `blocking`. No command
changes anything. Each returns a record, which `Diary.apply` lets happen::

    record = scheduler.book(order, starts_at, at=now)
    scheduler.diary.apply(record)

A record that was decided before another one was applied is refused by `apply` if the two cannot both be.
"""

from typing import Final

from engine.calendar.in_force import AnyCalendar, CalendarInForce
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.errors import BookingStateError, OrderError, ResettingsError
from engine.scheduling.finding import Finder
from engine.scheduling.order import Order, Proposal, order_of
from engine.scheduling.records import Booked, Rebooked
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.words import BookingStatus, ChangeReason, Purpose


class Scheduler:
    """Commands about the bookings of one diary.

    Parameters
    ----------
    diary
        The state; only `Diary.apply` changes it.
    calendar
        The years in which meetings can be booked, or the holder of the calendar in force.
    rules
        What may be booked; the provisional defaults if None.

    Examples
    --------
    >>> from engine.calendar.calendar import WorkCalendar
    >>> from engine.calendar.day import local_datetime
    >>> from engine.scheduling.example import MONDAY, one_court_order
    >>> scheduler = Scheduler(Diary(), WorkCalendar.china(2020, 2021))
    >>> booked = scheduler.book_earliest(one_court_order(7), MONDAY, at=MONDAY)
    >>> local_datetime(booked.starts_at).isoformat(), str(booked.participants[-1])
    ('2020-05-12T09:00:00+08:00', 'video_line 0')
    >>> scheduler.diary.apply(booked)
    >>> scheduler.book(one_court_order(8), booked.starts_at, at=MONDAY)
    Traceback (most recent call last):
    ...
    engine.scheduling.errors.BusyError: mediator 0 is busy from 2020-05-12 09:00+08:00 to 2020-05-12 09:45+08:00 with...
    """

    def __init__(self, diary: Diary, calendar: AnyCalendar, rules: SchedulingRules | None = None) -> None:
        self.diary: Final = diary
        self.rules: Final = SchedulingRules() if rules is None else rules
        self.in_force: Final = CalendarInForce.of(calendar)
        self._finder: Final = Finder(diary, self.in_force, self.rules)

    def earliest_common_time(self, order: Order, not_before: int, *, at: int, moving: int | None = None) -> Proposal:
        """Return the earliest time at which an order can be booked.

        Parameters
        ----------
        order
            The meeting: participants, pools, duration, deadline.
        not_before
            Earliest beginning that is wanted, us; notice may make it later.
        at
            When it would be booked, us.
        moving
            A booking that would be moved there: its own time counts as free.

        Raises
        ------
        NoCommonTimeError
            If there is none within the horizon of the rules.
        StatutoryDeadlineError
            If there is none before the case's deadline.
        CalendarRangeError
            If the search leaves the years that the calendar knows.
        OrderError
            If the rules do not allow the order's duration or size.
        BookingStateError
            If the moving booking is unknown.
        """
        self._check_size(order)
        return self._finder.earliest(order, not_before, at, None if moving is None else self.diary.booking(moving))

    def book(self, order: Order, starts_at: int, *, at: int) -> Booked:
        """Book an order at a named time.

        Parameters
        ----------
        order
            The meeting.
        starts_at
            When it begins, us.
        at
            When it is booked, us.

        Raises
        ------
        BusyError
            If a participant, or everything of a pool, is busy. `earliest_common_time` proposes another time.
        NoticeError, OutsideHoursError, StatutoryDeadlineError, CalendarRangeError
            If nothing may take place at that time.
        OrderError
            If the rules do not allow the order's duration or size.
        """
        self._check_size(order)
        self._finder.checks.check(order, starts_at, at)
        return self._booked(order, self._finder.placed(order, starts_at, None), at)

    def book_earliest(self, order: Order, not_before: int, *, at: int) -> Booked:
        """Book an order at its earliest common time; parameters and errors are those of `earliest_common_time`."""
        return self._booked(order, self.earliest_common_time(order, not_before, at=at), at)

    def rebook(
        self, number: int, starts_at: int, *, at: int, reason: ChangeReason, order: Order | None = None
    ) -> Rebooked:
        """Move a meeting, set one again that somebody missed, or replace whoever takes part in it.

        Its own time counts as free. Where only people or the medium change the time is not set anew: it counts as no
        new attempt and needs no new notice.

        Parameters
        ----------
        number
            The booking.
        starts_at
            When it begins now, us.
        at
            When it is moved, us.
        reason
            Why.
        order
            Its new terms, for the same case; as it was (`order.order_of`) if None, the deadline included.

        Raises
        ------
        ResettingsError
            If it has been set again as often as the rules allow.
        BookingStateError
            If it is unknown, held, cancelled or blocked time.
        OrderError
            If the order is another case's, or nothing changes.
        BusyError, NoticeError, OutsideHoursError, StatutoryDeadlineError, CalendarRangeError
            As for `book`.
        """
        booking = self._movable(number)
        order = order_of(booking) if order is None else order
        self._check_size(order)
        _check_same_case(order, booking)
        times = (starts_at, starts_at + self._finder.checks.duration_us(order))
        stays = booking.status is BookingStatus.BOOKED and times == (booking.starts_at, booking.ends_at)
        attempt = booking.attempt + (not stays)
        if attempt > 1 + self.rules.resettings_max:
            bound = f"must be at most resettings_max = {self.rules.resettings_max}"
            raise ResettingsError(f"booking {number} would be set again for the {attempt - 1}. time: {bound}")
        self._finder.checks.check(order, starts_at, at, announced=stays)
        record = self._rebooked(booking, self._finder.placed(order, starts_at, booking), order, attempt, reason, at)
        if stays and _terms(record) == _terms(booking):
            raise OrderError(f"booking {number} stays as it is: must change in time, people, medium or deadline")
        return record

    def _booked(self, order: Order, proposal: Proposal, at: int) -> Booked:
        return Booked(
            occurred_at=at,
            number=self.diary.next_number,
            dispute_id=order.dispute_id,
            case_id=order.case_id,
            court_id=order.court_id,
            track=order.track,
            purpose=order.purpose,
            medium=order.medium,
            participants=proposal.participants,
            starts_at=proposal.starts_at,
            ends_at=proposal.ends_at,
            not_after=order.not_after,
        )

    def _check_size(self, order: Order) -> None:
        size = len(order.participants) + len(order.pools)
        if size > self.rules.participants_max:
            raise OrderError(f"participants and pools = {size}: must be at most {self.rules.participants_max}")

    def _rebooked(
        self, booking: Booking, proposal: Proposal, order: Order, attempt: int, reason: ChangeReason, at: int
    ) -> Rebooked:
        return Rebooked(
            occurred_at=at,
            number=booking.number,
            dispute_id=booking.dispute_id,
            case_id=booking.case_id,
            court_id=booking.court_id,
            track=booking.track,
            reason=reason,
            medium=order.medium,
            participants=proposal.participants,
            starts_at=proposal.starts_at,
            ends_at=proposal.ends_at,
            not_after=order.not_after,
            attempt=attempt,
            revision=booking.revision + 1,
        )

    def _movable(self, number: int) -> Booking:
        booking = self.diary.booking(number)
        if booking.purpose is Purpose.BLOCKED:
            raise BookingStateError(f"booking {number} is blocked time: cancel it and block another")
        if not booking.is_open:
            raise BookingStateError(f"booking {number} is {booking.status.value}: must be booked or missed by somebody")
        return booking


def _check_same_case(order: Order, booking: Booking) -> None:
    for name in ("dispute_id", "case_id", "court_id", "track", "purpose"):
        wanted, found = getattr(order, name), getattr(booking, name)
        if wanted != found:
            raise OrderError(f"{name} = {wanted}: must be {found}, as booking {booking.number} is")


def _terms(booked: Booking | Rebooked) -> tuple[object, ...]:
    return booked.participants, booked.medium, booked.not_after
