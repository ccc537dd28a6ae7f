"""Instants of a course: in office hours, by levelled time, and the ends of statutory periods."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.clock import ClockArrays, end_of_working_day, levelled, unlevelled
from engine.calendar.day import DAY_US
from sim.rehearsal.steps import STEP_FIELDS


@njit(cache=True)
def within(clock: ClockArrays, starts_at: int, ends_at: int, share: float) -> int:
    """Return the instant by which a share of the levelled time between two instants has passed, in office hours."""
    begins = levelled(clock, starts_at)
    reached = begins + int(share * (levelled(clock, ends_at) - begins))
    return min(max(unlevelled(clock, reached), starts_at), ends_at)


@njit(cache=True)
def later(clock: ClockArrays, at: int, by_us: float, not_after: int) -> int:
    """Return the instant so much levelled time after another, in office hours, but not after a third."""
    room = levelled(clock, not_after) - levelled(clock, at)
    if by_us >= room:
        return not_after
    return min(max(unlevelled(clock, levelled(clock, at) + int(by_us)), at), not_after)


@njit(cache=True)
def period_end(clock: ClockArrays, at: int, days: int) -> int:
    """Return the end of a period of calendar days: midnight after its last day, or after the next workday (CPL 85)."""
    return end_of_working_day(clock, at + (days - 1) * DAY_US, 1)


@njit(cache=True)
def period_shifted(clock: ClockArrays, end: int, by_us: int) -> int:
    """Return the end of a period that has stood still for so long."""
    return end_of_working_day(clock, end + by_us - 1 - DAY_US, 1)


@njit(cache=True)
def put(steps: NDArray[np.int64], count: int, at: int, what: int, parties: int, until: int, number: int) -> int:
    """Write a step after the others, and return how many there are."""
    row = steps[count]
    row[0], row[1], row[2], row[3], row[4] = at, what, parties, until, number
    return count + 1


@njit(cache=True)
def in_order(steps: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return the steps by instant; those of one instant stay in the order in which they were put."""
    for i in range(1, count):
        j = i
        while j > 0 and steps[j - 1, 0] > steps[j, 0]:
            for field in range(STEP_FIELDS):
                steps[j - 1, field], steps[j, field] = steps[j, field], steps[j - 1, field]
            j -= 1
    return steps[:count]
