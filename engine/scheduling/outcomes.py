"""What becomes of a booking: cancelled, held, or missed by somebody. None of these changes the diary."""

from typing import TypedDict

from engine.events.lifecycle_words import Track
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.errors import BookingStateError, OrderError, moment
from engine.scheduling.records import Cancelled, Held, NoShow
from engine.scheduling.resource import Resource
from engine.scheduling.words import BookingStatus, ChangeReason, Purpose


class _About(TypedDict):
    """The fields that every record has."""

    occurred_at: int
    number: int
    dispute_id: int
    case_id: int
    court_id: int
    track: Track


def cancel(diary: Diary, number: int, *, at: int, reason: ChangeReason) -> Cancelled:
    """Say that a booking shall not take place, whether its time has passed or not; blocked time is given back so too.

    Parameters
    ----------
    diary
        Holds the booking.
    number
        The booking.
    at
        When it is cancelled, us.
    reason
        Why.

    Raises
    ------
    BookingStateError
        If it is unknown, held, or cancelled already.
    """
    booking = diary.booking(number)
    if not booking.is_open:
        raise BookingStateError(f"booking {number} is {booking.status.value}: must be booked or missed by somebody")
    return Cancelled(**_about(booking, at), reason=reason, revision=booking.revision + 1)


def record_held(diary: Diary, number: int, *, at: int) -> Held:
    """Say that a meeting took place.

    Parameters
    ----------
    diary
        Holds the booking.
    number
        The booking.
    at
        When this is recorded, us, not before it began.

    Raises
    ------
    BookingStateError
        If it is unknown, no meeting, not booked (any more), or has not begun.
    """
    return Held(**_about(_begun(diary, number, at), at))


def record_no_show(diary: Diary, number: int, absent: tuple[Resource, ...], *, at: int) -> NoShow:
    """Say that a meeting did not take place because somebody did not appear.

    Parameters
    ----------
    diary
        Holds the booking.
    number
        The booking.
    absent
        Who, at least one person of its participants.
    at
        When this is recorded, us, not before it began.

    Raises
    ------
    OrderError
        If nobody is named, or somebody who was not to appear.
    BookingStateError
        As for `record_held`.
    """
    booking = _begun(diary, number, at)
    if not absent:
        raise OrderError("absent = (): must name at least one participant")
    for resource in absent:
        if resource not in booking.participants or not resource.kind.is_person:
            raise OrderError(f"absent names {resource}: must be a person of booking {number}")
    return NoShow(**_about(booking, at), absent=absent)


def _begun(diary: Diary, number: int, at: int) -> Booking:
    booking = diary.booking(number)
    if booking.purpose is Purpose.BLOCKED:
        raise BookingStateError(f"booking {number} is blocked time: must be a meeting")
    if booking.status is not BookingStatus.BOOKED:
        raise BookingStateError(f"booking {number} is {booking.status.value}: must be booked")
    if at < booking.starts_at:
        raise BookingStateError(f"booking {number} begins at {moment(booking.starts_at)}: must not be recorded before")
    return booking


def _about(booking: Booking, at: int) -> _About:
    return {
        "occurred_at": at,
        "number": booking.number,
        "dispute_id": booking.dispute_id,
        "case_id": booking.case_id,
        "court_id": booking.court_id,
        "track": booking.track,
    }
