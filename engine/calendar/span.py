"""The years a working calendar answers for, and the one error outside them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.calendar.clock import MORNING_STARTS_US, ClockArrays
from engine.calendar.day import DAY_US, UTC_OFFSET_US, local_date, local_day, local_midnight_us
from engine.calendar.errors import CalendarError, CalendarRangeError


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """The border that every instant and every answer of a calendar passes; the kernels behind it check nothing."""

    first_year: int
    """The first year."""
    last_year: int
    """The last year."""
    starts_at: int
    """Local midnight at which the first year begins, us."""
    ends_at: int
    """Local midnight at which the last year ends, us."""
    levelled_starts_at: int
    """Levelled time of `starts_at`, us; another than `starts_at` if the year begins in mid-week."""
    levelled_ends_at: int
    """Levelled time of `ends_at`, us."""
    opens_at: int
    """First opening of the years, us: no answer lies before it."""

    @classmethod
    def of_years(cls, first_year: int, last_year: int, arrays: ClockArrays) -> Self:
        """Measure the span of some years that the tables cover."""
        starts_at = local_midnight_us(date(first_year, 1, 1))
        ends_at = local_midnight_us(date(last_year + 1, 1, 1))
        workdays_before_start = int(arrays.workdays_before[local_day(starts_at) - arrays.first_day])
        first_workday = int(arrays.workday_days[workdays_before_start])
        return cls(
            first_year=first_year,
            last_year=last_year,
            starts_at=starts_at,
            ends_at=ends_at,
            levelled_starts_at=_levelled_midnight(arrays, starts_at),
            levelled_ends_at=_levelled_midnight(arrays, ends_at),
            opens_at=first_workday * DAY_US - UTC_OFFSET_US + MORNING_STARTS_US,
        )

    def check_day(self, at_us: int) -> None:
        """Refuse an instant whose whole day is not known; at `ends_at` an unknown day begins."""
        if not self.starts_at <= at_us < self.ends_at:
            raise self.outside(at_us)

    def check_instant(self, at_us: int) -> None:
        """Refuse an instant outside the years; `ends_at` is the last inside."""
        if not self.starts_at <= at_us <= self.ends_at:
            raise self.outside(at_us)

    def check_levelled(self, levelled_us: int) -> None:
        """Refuse a levelled time that no instant of the years has."""
        if not self.levelled_starts_at <= levelled_us <= self.levelled_ends_at:
            raise self.outside(levelled_us)

    def outside(self, at_us: int, after: str = "") -> CalendarRangeError:
        """Make the error that names the date asked about, or what was asked to come after it, and the years."""
        try:
            asked = str(local_date(at_us))
        except (ValueError, OverflowError):  # farther than any date
            asked = f"the instant {at_us} us"
        years = f"{self.first_year}-{self.last_year}"
        return CalendarRangeError(f"{after}{asked} lies outside the years of the working calendar, {years}")


def checked_instants(at_us: NDArray[np.int64], check: Callable[[int], None] | None = None) -> NDArray[np.int64]:
    """Check the earliest and the latest of int64[n], between which the others lie.

    Returns
    -------
    NDArray[np.int64]
        The same instants, read-only and contiguous, so that each kernel is compiled for one type only.

    Raises
    ------
    CalendarError
        If the array is of another type or shape, or `check` refuses an instant.

    """
    if at_us.ndim != 1 or at_us.dtype != np.int64:
        given = f"{at_us.dtype}{list(at_us.shape)}"
        raise CalendarError(f"instants are {given}; must be int64[n], microseconds since the epoch, UTC")
    if check is not None and at_us.size:
        check(int(at_us.min()))
        check(int(at_us.max()))
    instants = np.ascontiguousarray(at_us).view()
    instants.setflags(write=False)
    return instants


def _levelled_midnight(arrays: ClockArrays, midnight_us: int) -> int:
    """Levelled time of a local midnight: a share of whole workdays, without waking the compiler (0.4 s)."""
    index = local_day(midnight_us) - arrays.first_day
    start, end = int(arrays.block_starts[index]), int(arrays.block_ends[index])
    worked, passed, workdays = (int(arrays.workdays_before[i]) for i in (start, index, end))
    block_us = (end - start) * DAY_US
    passed_us = block_us * (passed - worked) // (workdays - worked)
    return (arrays.first_day + start) * DAY_US - UTC_OFFSET_US + passed_us
