"""A period as people write it: a year, half, quarter, month or day, or from one of them to another.

Days are the courts' local ones, UTC+8. Both ends are named and both are included: `2025-01..2025-05` ends with the
last day of May.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec

from analytics.errors import PeriodError
from analytics.measures.units import LOCAL_OFFSET_MICROSECONDS, MICROSECONDS_A_DAY

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""The years in which an import takes a case to have been filed."""
_ONE: Final = re.compile(r"(?P<year>\d{4})(-(H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)(-(?P<day>\d\d))?))?")
_EXAMPLES: Final = "2025, 2025-H1, 2025-Q1, 2025-03 or 2025-03-10, or two with .. between them"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class NamedPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """Some whole days."""

    first: date
    """Its first day."""
    after: date
    """The day after its last."""

    @property
    def starts_at(self) -> int:
        """Its start, microseconds since the epoch, UTC; included."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> int:
        """Its end; excluded."""
        return _midnight(self.after)


def read_period(words: str, field: str = "period") -> NamedPeriod:
    """Read a period that somebody wrote.

    Parameters
    ----------
    words
        A unit, or two units with `..` between them, both included. A unit is a year (`2025`), a half (`2025-H1`), a
        quarter (`2025-Q1`), a month (`2025-03`) or a day (`2025-03-10`).
    field
        What the user calls it, for messages.

    Returns
    -------
    NamedPeriod
        Its days.

    Raises
    ------
    PeriodError
        If it is written otherwise, leaves the years 1900 to 2199, or ends before it starts.

    Examples
    --------
    >>> spring = read_period("2025-02..2025-04")
    >>> spring.first.isoformat(), spring.after.isoformat()
    ('2025-02-01', '2025-05-01')
    """
    start, dots, end = words.strip().partition("..")
    first, last = _unit(start), _unit(end if dots else start)
    if first is None or last is None:
        raise PeriodError(
            f"{field} = {words}: must be a year, half, quarter, month or day from {FIRST_YEAR} to {LAST_YEAR}, "
            f"as {_EXAMPLES}"
        )
    if last[0] < first[0]:
        raise PeriodError(f"{field} = {words}: must not end before it starts")
    return NamedPeriod(first=first[0], after=last[1])


def local_day(at_us: int) -> date:
    """Give the courts' local day that holds an instant.

    Examples
    --------
    >>> local_day(1_598_198_400_000_000).isoformat()
    '2020-08-24'
    """
    return (_EPOCH + timedelta(microseconds=at_us + LOCAL_OFFSET_MICROSECONDS)).date()


def _unit(text: str) -> tuple[date, date] | None:
    """First day of a unit, and the day after its last; None of what is none."""
    found = _ONE.fullmatch(text.strip())
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        return None
    year, months = int(found["year"]), 12
    month, day = 1, 1
    if found["half"]:
        month, months = 6 * int(found["half"]) - 5, 6
    elif found["quarter"]:
        month, months = 3 * int(found["quarter"]) - 2, 3
    elif found["month"]:
        month, months = int(found["month"]), 1
    try:
        if found["day"]:
            day = int(found["day"])
            return date(year, month, day), date(year, month, day) + timedelta(days=1)
        return date(year, month, day), _months_on(date(year, month, day), months)
    except ValueError:
        return None  # no such day or month


def _months_on(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _midnight(day: date) -> int:
    return (day - _EPOCH.date()).days * MICROSECONDS_A_DAY - LOCAL_OFFSET_MICROSECONDS
