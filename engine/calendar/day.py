"""Days and hours of the courts' one time zone, as integer microseconds since the Unix epoch, UTC.

China keeps one time, UTC+8, and has had no summer time since 1991, so a local day is plain integer
arithmetic. Functions of an `Instant` take a Python integer or an `int64` array of any shape.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US
DAY_US: Final = 24 * HOUR_US
WEEK_HOURS: Final = 7 * 24

UTC_OFFSET_US: Final = 8 * HOUR_US
"""Local time minus UTC."""
LOCAL_ZONE: Final = timezone(timedelta(hours=8), "UTC+8")
"""The same for `datetime`."""

EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_WEEKDAY: Final = 3
"""1970-01-01 was a Thursday; Monday is 0."""

Instant = TypeVar("Instant", int, NDArray[np.int64])
"""Microseconds since the epoch: one, or an array of any shape."""


def local_day(at_us: Instant) -> Instant:
    """Give the number of the local day: 0 is 1970-01-01 of the local calendar.

    Examples
    --------
    >>> local_day(local_midnight_us(date(1970, 1, 2)))
    1

    """
    return (at_us + UTC_OFFSET_US) // DAY_US


def local_weekday(at_us: Instant) -> Instant:
    """Give the local day of the week: 0 is Monday, 6 is Sunday.

    Examples
    --------
    >>> local_weekday(local_midnight_us(date(2020, 4, 26)))
    6

    """
    return (local_day(at_us) + EPOCH_WEEKDAY) % 7


def local_midnight_us(day: date) -> int:
    """Give the instant at which the local day begins.

    Examples
    --------
    >>> local_midnight_us(date(1970, 1, 1))
    -28800000000

    """
    return (day.toordinal() - EPOCH_ORDINAL) * DAY_US - UTC_OFFSET_US


def local_date(at_us: int) -> date:
    """Give the local date of an instant.

    Raises
    ------
    ValueError, OverflowError
        If the instant lies outside the years 1-9999.

    Examples
    --------
    >>> local_date(0)
    datetime.date(1970, 1, 1)

    """
    return date.fromordinal(EPOCH_ORDINAL + local_day(at_us))


def local_datetime(at_us: int) -> datetime:
    """Give the local date and time of an instant, exact to the microsecond, with its zone.

    Raises
    ------
    OverflowError
        If the instant lies outside the years 1-9999.

    Examples
    --------
    >>> local_datetime(0).isoformat()
    '1970-01-01T08:00:00+08:00'

    """
    return (EPOCH + timedelta(microseconds=at_us)).astimezone(LOCAL_ZONE)


def instant_us(moment: datetime) -> int:
    """Give the microseconds since the epoch of a date and time with a zone.

    Raises
    ------
    TypeError
        If it has no zone, and so is no instant.

    Examples
    --------
    >>> instant_us(datetime(1970, 1, 1, tzinfo=UTC))
    0

    """
    return (moment - EPOCH) // timedelta(microseconds=1)


def local_instant_us(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """Give the instant of a local date and time.

    Raises
    ------
    ValueError
        If there is no such date or time.

    Examples
    --------
    >>> local_instant_us(1970, 1, 1, 8)
    0

    """
    return instant_us(datetime(year, month, day, hour, minute, tzinfo=LOCAL_ZONE))
