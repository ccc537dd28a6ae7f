"""The state of scheduling: who is busy when. It is told everything by records and decides nothing."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from engine.scheduling.booking import Booking
from engine.scheduling.errors import BusyError, RecordError
from engine.scheduling.pages import Pages
from engine.scheduling.records import AnyRecord, Booked, Cancelled, Held, NoShow, Rebooked
from engine.scheduling.resource import Resource, Slot
from engine.scheduling.words import BookingStatus, Purpose


class Diary(Pages):
    """Every booking, and a timetable of each resource that has one.

    Two diaries are equal if they hold the same, however they came to it.

    Examples
    --------
    >>> from engine.scheduling.example import MONDAY, one_court_order, one_court_scheduler
    >>> scheduler = one_court_scheduler()
    >>> record = scheduler.book_earliest(one_court_order(7), MONDAY, at=MONDAY)
    >>> scheduler.diary.apply(record)
    >>> again = Diary()
    >>> again.apply(record)
    >>> again == scheduler.diary
    True
    """

    def __init__(self) -> None:
        super().__init__()
        self._handlers: Final[dict[type, Callable[[Any], None]]] = {
            Booked: self._booked,
            Rebooked: self._rebooked,
            Cancelled: self._cancelled,
            Held: self._held,
            NoShow: self._no_show,
        }

    def apply(self, record: AnyRecord) -> None:
        """Let happen what a record says.

        Raises
        ------
        RecordError
            If it does not follow from this diary: one before it is missing, or it was applied already.
        BusyError
            If somebody has been booked for that time since it was decided.
        BookingStateError
            If its booking is unknown.
        """
        self._handlers[type(record)](record)

    def forget_before(self, at: int) -> int:
        """Forget what was over by an instant and needs nobody's attention; return how many bookings it was.

        Meetings of which nobody has said whether they were held stay (`unrecorded`), and so do those that somebody
        missed. Nothing can be booked before `at` any more. Costs a look at every booking, so it is for the night.
        """
        over = [booking for booking in self._bookings.values() if booking.ends_at <= at and _is_settled(booking)]
        for booking in over:
            del self._bookings[booking.number]
            if booking.status is not BookingStatus.CANCELLED:
                self.occupancy.vacate(booking.participants, booking.slot)
        for resource, left in list(self._left.items()):
            kept = {number: booking for number, booking in left.items() if booking.ends_at > at}
            _put(self._left, resource, kept)
        self.occupancy.forget_before(at)
        self._forgotten_before = at if self._forgotten_before is None else max(at, self._forgotten_before)
        return len(over)

    def _booked(self, record: Booked) -> None:
        if record.number != self._next_number:
            raise RecordError(f"number = {record.number}: must be {self._next_number}, the diary's next")
        slot = Slot(record.starts_at, record.ends_at, record.number)
        self._check_free(record.participants, slot)
        self.occupancy.occupy(record.participants, slot)
        self._next_number += 1
        self._bookings[record.number] = Booking(
            number=record.number,
            dispute_id=record.dispute_id,
            case_id=record.case_id,
            court_id=record.court_id,
            track=record.track,
            purpose=record.purpose,
            medium=record.medium,
            participants=record.participants,
            starts_at=record.starts_at,
            ends_at=record.ends_at,
            not_after=record.not_after,
            attempt=1,
            revision=0,
            status=BookingStatus.BOOKED,
            changed_at=record.occurred_at,
        )
        self._open(self._bookings[record.number])

    def _rebooked(self, record: Rebooked) -> None:
        before = self._followed(record)
        slot = Slot(record.starts_at, record.ends_at, record.number)
        self._check_free(record.participants, slot)
        self.occupancy.vacate(before.participants, before.slot)
        self.occupancy.occupy(record.participants, slot)
        self._bookings[record.number] = msgspec.structs.replace(
            before,
            medium=record.medium,
            participants=record.participants,
            starts_at=record.starts_at,
            ends_at=record.ends_at,
            not_after=record.not_after,
            attempt=record.attempt,
            revision=record.revision,
            status=BookingStatus.BOOKED,
            changed_at=record.occurred_at,
        )
        for resource in record.participants:
            left = self._left.get(resource)
            if left is not None and left.pop(record.number, None) is not None:
                _put(self._left, resource, left)
        gone = [resource for resource in before.participants if resource not in record.participants]
        self._leave(gone, before, record)

    def _cancelled(self, record: Cancelled) -> None:
        before = self._followed(record)
        self.occupancy.vacate(before.participants, before.slot)
        self._bookings[record.number] = self._leave(before.participants, before, record)
        self._close(before)

    def _held(self, record: Held) -> None:
        before = self._awaited(record)
        self._bookings[record.number] = msgspec.structs.replace(before, status=BookingStatus.HELD)
        self._close(before)

    def _no_show(self, record: NoShow) -> None:
        before = self._awaited(record)
        self._bookings[record.number] = msgspec.structs.replace(before, status=BookingStatus.NO_SHOW)

    def _followed(self, record: Rebooked | Cancelled) -> Booking:
        """Return the booking that a change was decided on."""
        before = self.booking(record.number)
        if not before.is_open or record.revision != before.revision + 1:
            found = f"{before.status.value} at revision {before.revision}"
            raise RecordError(f"booking {record.number} is {found}: must be open at revision {record.revision - 1}")
        return before

    def _awaited(self, record: Held | NoShow) -> Booking:
        before = self.booking(record.number)
        if before.status is not BookingStatus.BOOKED:
            raise RecordError(f"booking {record.number} is {before.status.value}: must be booked")
        return before

    def _check_free(self, participants: Sequence[Resource], slot: Slot) -> None:
        if self._forgotten_before is not None and slot.starts_at < self._forgotten_before:
            raise RecordError(f"starts_at = {slot.starts_at}: must be at least {self._forgotten_before}, now forgotten")
        clashes = self.occupancy.clashes(participants, slot.starts_at, slot.ends_at, moving=slot.number)
        if clashes:
            raise BusyError(clashes)

    def _leave(self, gone: Sequence[Resource], before: Booking, record: Rebooked | Cancelled) -> Booking:
        """Note that a booking is cancelled for some; return it as their calendars show it."""
        seen = msgspec.structs.replace(
            before, status=BookingStatus.CANCELLED, revision=record.revision, changed_at=record.occurred_at
        )
        for resource in gone:
            self._left.setdefault(resource, {})[record.number] = seen
        return seen

    def _close(self, booking: Booking) -> None:
        numbers = self._open_of_case.get(booking.case_id, ())
        _put(self._open_of_case, booking.case_id, tuple(number for number in numbers if number != booking.number))


def _is_settled(booking: Booking) -> bool:
    return not booking.is_open or (booking.purpose is Purpose.BLOCKED and booking.status is BookingStatus.BOOKED)


def _put(table: dict[Any, Any], key: object, value: object) -> None:
    """Keep no key for nothing, so that equal diaries hold equal tables and forgotten people leave no trace."""
    if value:
        table[key] = value
    else:
        table.pop(key, None)
