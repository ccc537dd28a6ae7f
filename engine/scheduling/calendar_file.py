"""Bookings as an iCalendar file (RFC 5545), to which a phone or an office program can subscribe.

The library folds and escapes lines. An entry tells nothing about people: dispute number, purpose and medium only.
Times are UTC, which every program shows in its own zone, so no rules of zones travel along.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from icalendar import Calendar, Event
from icalendar.enums import CLASS, STATUS, TRANSP

from engine.calendar.day import EPOCH
from engine.replacing import replaced_file
from engine.scheduling.booking import Booking
from engine.scheduling.calendar_words import CalendarLanguage, summary
from engine.scheduling.diary import Diary
from engine.scheduling.resource import Resource
from engine.scheduling.words import BookingStatus, Purpose

PRODUCT: Final = "-//onestop//scheduling//EN"
"""Names the program in every calendar."""
DOMAIN: Final = "onestop.invalid"
"""Part of an entry's identity behind the @, for a court to replace by its own; no address leads there."""


def calendar_of(diary: Diary, resource: Resource, *, language: CalendarLanguage = "zh", domain: str = DOMAIN) -> bytes:
    """Return somebody's bookings as a calendar.

    Entries keep their UID however often they move, and each change raises their SEQUENCE. What was cancelled, or what
    he or she takes no part in any more, stays as a cancelled entry until it is forgotten, so that programs delete it.

    Parameters
    ----------
    diary
        The bookings.
    resource
        Whose calendar it is.
    language
        Language of the entries.
    domain
        Behind the @ of each UID; the same for ever, or every entry would double.

    Returns
    -------
    bytes
        UTF-8 text of an iCalendar object. It depends on nothing but the parameters.

    Examples
    --------
    >>> from engine.scheduling.example import MONDAY, one_court_order, one_court_scheduler
    >>> diary = (scheduler := one_court_scheduler()).diary
    >>> diary.apply(scheduler.book_earliest(one_court_order(7), MONDAY, at=MONDAY))
    >>> text = calendar_of(diary, diary.booking(0).participants[0], language="en").decode()
    >>> [line for line in text.splitlines() if line.startswith(("UID:booking", "DTSTART"))]
    ['DTSTART:20200512T010000Z', 'UID:booking-0@onestop.invalid']
    """
    calendar = Calendar.new(
        prodid=PRODUCT,
        method="PUBLISH",
        uid=f"{resource.kind.value}-{resource.number}@{domain}",
        subcomponents=[_entry(booking, language, domain) for booking in diary.of_resource(resource)],
    )
    return calendar.to_ical()


def write_calendar(
    path: Path, diary: Diary, resource: Resource, *, language: CalendarLanguage = "zh", domain: str = DOMAIN
) -> None:
    """Write somebody's calendar to a file, whole or not at all; parameters are those of `calendar_of`.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with replaced_file(path) as file:
        file.write(calendar_of(diary, resource, language=language, domain=domain))


def _entry(booking: Booking, language: CalendarLanguage, domain: str) -> Event:
    cancelled = booking.status is BookingStatus.CANCELLED
    return Event.new(
        uid=f"booking-{booking.number}@{domain}",
        sequence=booking.revision,
        stamp=_utc(booking.changed_at),
        start=_utc(booking.starts_at),
        end=_utc(booking.ends_at),
        summary=summary(booking, language),
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if cancelled else TRANSP.OPAQUE,
        # Mediation is confidential (SIM 2): who sees a shared calendar shall see that time is taken, and no more.
        classification=CLASS.PUBLIC if booking.purpose is Purpose.BLOCKED else CLASS.CONFIDENTIAL,
    )


def _utc(at_us: int) -> datetime:
    return EPOCH + timedelta(microseconds=at_us)
