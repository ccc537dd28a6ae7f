"""From years of holidays to the tables of the compiled clock."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from engine.calendar.clock import ClockArrays
from engine.calendar.day import EPOCH_ORDINAL, EPOCH_WEEKDAY
from engine.calendar.errors import CalendarError
from engine.calendar.year import YearDays


def build_clock(years: Sequence[YearDays]) -> ClockArrays:
    """Build the clock's tables.

    Parameters
    ----------
    years
        Consecutive years in order, at least one.

    Returns
    -------
    ClockArrays
        Read-only tables from 1 January of the first year to 31 December of the last.

    Raises
    ------
    CalendarError
        If no day of all the years is a workday, for then no deadline would ever come.

    """
    first_ordinal = date(years[0].year, 1, 1).toordinal()
    first_day = first_ordinal - EPOCH_ORDINAL
    days = date(years[-1].year + 1, 1, 1).toordinal() - first_ordinal
    worked = _worked(years, first_day=first_day, days=days)
    if not worked.any():
        raise CalendarError(f"the years {years[0].year}-{years[-1].year} have 0 workdays; must have at least 1")
    return clock_of(worked, first_day=first_day)


def clock_of(worked: NDArray[np.bool_], *, first_day: int) -> ClockArrays:
    """Build the clock's tables of bool[days], whether each day is worked, at least one of them."""
    days = worked.size
    workdays = np.flatnonzero(worked)
    workdays_before = np.zeros(days + 2, dtype=np.int64)
    np.cumsum(worked, out=workdays_before[1:-1])
    workdays_before[-1] = workdays_before[-2]
    block_starts, block_ends = _blocks(worked, first_day=first_day)
    clock = ClockArrays(
        first_day=first_day,
        workdays_before=workdays_before,
        workday_days=np.append(workdays, days).astype(np.int64) + first_day,
        block_starts=block_starts,
        block_ends=block_ends,
    )
    return read_only(clock)


def worked_days(clock: ClockArrays) -> NDArray[np.bool_]:
    """Read off the tables whether each day is worked, bool[days]; writable."""
    return np.diff(clock.workdays_before[:-1]) > 0


def read_only(clock: ClockArrays) -> ClockArrays:
    """Make the tables read-only in place, and so of the one type the kernels are compiled for."""
    for table in (clock.workdays_before, clock.workday_days, clock.block_starts, clock.block_ends):
        table.setflags(write=False)
    return clock


def _worked(years: Sequence[YearDays], *, first_day: int, days: int) -> NDArray[np.bool_]:
    """Tell for each day whether it is worked: bool[days]."""
    worked = (np.arange(first_day, first_day + days) + EPOCH_WEEKDAY) % 7 < 5
    origin = first_day + EPOCH_ORDINAL
    for year in years:
        worked[_indices(year.holidays, origin)] = False
        worked[_indices(year.workdays, origin)] = True
    return worked


def _indices(days: Collection[date], origin: int) -> list[int]:
    # A year may name days of the December before, which the first of all has no place for.
    return [index for day in days if (index := day.toordinal() - origin) >= 0]


def _blocks(worked: NDArray[np.bool_], *, first_day: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give for each day, and for the end, the first index of its block and the index after it.

    Both int64[days + 1]. A week cut by the edge of what is known is a week of the days that are known. Weeks
    without a workday join the next week that has one; at the very end, where none follows, the last.
    """
    days = np.arange(worked.size)
    week = (days + (first_day + EPOCH_WEEKDAY) % 7) // 7
    week_is_worked = np.bincount(week, weights=worked) > 0
    worked_weeks_before = np.cumsum(week_is_worked) - week_is_worked
    block = np.minimum(worked_weeks_before, np.count_nonzero(week_is_worked) - 1)[week]
    block = np.append(block, block[-1])  # the end of the calendar belongs to the last block
    starts = np.searchsorted(block, block, side="left").astype(np.int64)
    ends = np.minimum(np.searchsorted(block, block, side="right"), worked.size).astype(np.int64)
    return starts, ends
