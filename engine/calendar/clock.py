"""The compiled clock: working time, statutory deadlines and levelled time from a few integer tables.

Every kernel is a free function of `ClockArrays` and integers, costs a handful of look-ups however long the
span, and does integer arithmetic only, so no two machines differ. Kernels do not check years: an instant
given to one must lie in the calendar, its two ends included, which the Python border sees to. An *answer*
past the calendar is safe: it comes out later than the calendar's end, and the caller compares.

Levelled time
-------------
Courts work five days of seven, yet durations are stated in calendar days. Levelled time spreads the working
time of a block evenly over the block's calendar days. A block is a week, Monday to Sunday; a week without a
workday belongs to the next week that has one. With w working time since the block's start, which is
midnight S, in a block of D calendar days of which n are workdays::

    levelled = S + floor(w * 3 D / n)        3 = 24 h / 8 h

It equals calendar time at every block boundary, stands still outside office hours and never runs backwards.
A duration added in levelled time therefore keeps its calendar mean and yet ends in office hours.

All kernels live in this one file, with the office hours, because the cache on disk notices a change only of
the file a kernel is written in.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.day import DAY_US, EPOCH_WEEKDAY, HOUR_US, UTC_OFFSET_US, WEEK_HOURS

MORNING_STARTS_US: Final = 9 * HOUR_US
"""Office hours 09:00-12:00 and 13:00-18:00 local: the eight hours of the State Council's rule."""
MORNING_ENDS_US: Final = 12 * HOUR_US
AFTERNOON_STARTS_US: Final = 13 * HOUR_US
AFTERNOON_ENDS_US: Final = 18 * HOUR_US
MORNING_US: Final = MORNING_ENDS_US - MORNING_STARTS_US
LUNCH_US: Final = AFTERNOON_STARTS_US - MORNING_ENDS_US
AFTERNOON_US: Final = AFTERNOON_ENDS_US - AFTERNOON_STARTS_US
WORKING_DAY_US: Final = MORNING_US + AFTERNOON_US

DAY_IN_WORKING_DAYS: Final = DAY_US // WORKING_DAY_US
"""Exactly 3. Whole, so levelled time has a slope of two small integers and its products fit 64 bits."""


class ClockArrays(NamedTuple):
    """The tables of a working calendar, by local day or by workday; read-only.

    Index `days` of a table by day stands for the end of the calendar.
    """

    first_day: int
    """Local day number (0 = 1970-01-01) of index 0."""
    workdays_before: NDArray[np.int64]
    """int64[days + 2]: workdays before the day; the last step is flat, for nothing is known after the end."""
    workday_days: NDArray[np.int64]
    """int64[workdays + 1]: local day number of each workday, then the day after the calendar."""
    block_starts: NDArray[np.int64]
    """int64[days + 1]: index of the first day of the day's block."""
    block_ends: NDArray[np.int64]
    """int64[days + 1]: index after the last day of the day's block."""


@njit(cache=True)
def is_workday(clock: ClockArrays, at_us: int) -> bool:
    """Tell whether courts work on the local day of an instant."""
    index = (at_us + UTC_OFFSET_US) // DAY_US - clock.first_day
    return clock.workdays_before[index + 1] > clock.workdays_before[index]


@njit(cache=True)
def is_working(clock: ClockArrays, at_us: int) -> bool:
    """Tell whether an instant lies inside office hours, their beginnings included, their ends not."""
    # Not a call of `is_workday`: behind a branch the tables' reference counts are not optimised away, 90 ns.
    local_us = at_us + UTC_OFFSET_US
    index = local_us // DAY_US - clock.first_day
    workday = clock.workdays_before[index + 1] > clock.workdays_before[index]
    time_us = local_us % DAY_US
    morning = MORNING_STARTS_US <= time_us < MORNING_ENDS_US
    afternoon = AFTERNOON_STARTS_US <= time_us < AFTERNOON_ENDS_US
    return workday and (morning or afternoon)


@njit(cache=True)
def hour_of_week(at_us: int) -> int:
    """Give the local hour of the week; 0 begins on Monday 00:00."""
    return ((at_us + UTC_OFFSET_US) // HOUR_US + EPOCH_WEEKDAY * 24) % WEEK_HOURS


@njit(cache=True)
def working_before(clock: ClockArrays, at_us: int) -> int:
    """Give the working microseconds from the beginning of the tables to an instant."""
    local_us = at_us + UTC_OFFSET_US
    index = local_us // DAY_US - clock.first_day
    workdays = clock.workdays_before[index]
    working_us = workdays * WORKING_DAY_US
    if clock.workdays_before[index + 1] > workdays:
        time_us = local_us % DAY_US
        working_us += min(max(time_us - MORNING_STARTS_US, 0), MORNING_US)
        working_us += min(max(time_us - AFTERNOON_STARTS_US, 0), AFTERNOON_US)
    return working_us


@njit(cache=True)
def working_between(clock: ClockArrays, starts_at: int, ends_at: int) -> int:
    """Give the working microseconds from one instant to another."""
    return working_before(clock, ends_at) - working_before(clock, starts_at)


@njit(cache=True)
def workdays_between(clock: ClockArrays, starts_at: int, ends_at: int) -> int:
    """Count the workdays that begin, at local midnight, in [starts_at, ends_at)."""
    first = -((-starts_at - UTC_OFFSET_US) // DAY_US) - clock.first_day
    after = -((-ends_at - UTC_OFFSET_US) // DAY_US) - clock.first_day
    return clock.workdays_before[after] - clock.workdays_before[first]


@njit(cache=True)
def instant_of_working(clock: ClockArrays, working_us: int) -> int:
    """Give the earliest instant by which so much working time has passed since the tables began.

    No working time gives the opening of the first workday, more than there is an instant after the end.
    """
    # One microsecond less: a full working day ends at 18:00 of its own day, not at 09:00 of the next.
    workday = min(max((working_us - 1) // WORKING_DAY_US, 0), clock.workday_days.size - 1)
    time_us = max(working_us - workday * WORKING_DAY_US, 0)
    if time_us > MORNING_US:
        time_us += LUNCH_US
    return clock.workday_days[workday] * DAY_US - UTC_OFFSET_US + MORNING_STARTS_US + time_us


@njit(cache=True)
def add_working(clock: ClockArrays, at_us: int, working_us: int) -> int:
    """Give the earliest instant by which so much working time, at least 1 us, has passed since another."""
    return instant_of_working(clock, working_before(clock, at_us) + working_us)


@njit(cache=True)
def end_of_working_day(clock: ClockArrays, at_us: int, days: int) -> int:
    """Give 24:00 local of the days-th workday, at least the first, after the local day of an instant."""
    index = (at_us + UTC_OFFSET_US) // DAY_US - clock.first_day
    workday: int = min(clock.workdays_before[index + 1] + days - 1, clock.workday_days.size - 1)
    return (clock.workday_days[workday] + 1) * DAY_US - UTC_OFFSET_US


@njit(cache=True)
def levelled(clock: ClockArrays, at_us: int) -> int:
    """Give the levelled time of an instant."""
    index = (at_us + UTC_OFFSET_US) // DAY_US - clock.first_day
    start, end = clock.block_starts[index], clock.block_ends[index]
    workdays_before_block = clock.workdays_before[start]
    workdays = clock.workdays_before[end] - workdays_before_block
    working_us = working_before(clock, at_us) - workdays_before_block * WORKING_DAY_US
    passed_us = working_us * (DAY_IN_WORKING_DAYS * (end - start)) // workdays
    return (clock.first_day + start) * DAY_US - UTC_OFFSET_US + passed_us


@njit(cache=True)
def unlevelled(clock: ClockArrays, levelled_us: int) -> int:
    """Give the earliest instant whose levelled time has reached `levelled_us`, always one of office hours.

    Office hours here include their edges. The inverse of `levelled`: exact on instants in office hours,
    because that one rounds down and this one up.
    """
    # Block boundaries are the same in both times, so the levelled day, read as a calendar day, names the
    # block. Past the end the last block goes on, which leads past the end too.
    index = min((levelled_us + UTC_OFFSET_US) // DAY_US - clock.first_day, clock.block_starts.size - 1)
    start, end = clock.block_starts[index], clock.block_ends[index]
    workdays_before_block = clock.workdays_before[start]
    workdays = clock.workdays_before[end] - workdays_before_block
    passed_us = levelled_us + UTC_OFFSET_US - (clock.first_day + start) * DAY_US
    working_us = -((-passed_us * workdays) // (DAY_IN_WORKING_DAYS * (end - start)))
    return instant_of_working(clock, workdays_before_block * WORKING_DAY_US + working_us)


@njit(cache=True)
def is_workday_many(clock: ClockArrays, at_us: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Apply `is_workday` to int64[n]."""
    answers = np.empty(at_us.size, dtype=np.bool_)
    for i in range(at_us.size):
        answers[i] = is_workday(clock, at_us[i])
    return answers


@njit(cache=True)
def is_working_many(clock: ClockArrays, at_us: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Apply `is_working` to int64[n]."""
    answers = np.empty(at_us.size, dtype=np.bool_)
    for i in range(at_us.size):
        answers[i] = is_working(clock, at_us[i])
    return answers


@njit(cache=True)
def hour_of_week_many(at_us: NDArray[np.int64]) -> NDArray[np.int64]:
    """Apply `hour_of_week` to int64[n]."""
    answers = np.empty(at_us.size, dtype=np.int64)
    for i in range(at_us.size):
        answers[i] = hour_of_week(at_us[i])
    return answers


@njit(cache=True)
def levelled_many(clock: ClockArrays, at_us: NDArray[np.int64]) -> NDArray[np.int64]:
    """Apply `levelled` to int64[n]."""
    answers = np.empty(at_us.size, dtype=np.int64)
    for i in range(at_us.size):
        answers[i] = levelled(clock, at_us[i])
    return answers


@njit(cache=True)
def unlevelled_many(clock: ClockArrays, levelled_us: NDArray[np.int64]) -> NDArray[np.int64]:
    """Apply `unlevelled` to int64[n]."""
    answers = np.empty(levelled_us.size, dtype=np.int64)
    for i in range(levelled_us.size):
        answers[i] = unlevelled(clock, levelled_us[i])
    return answers
