"""The hours in which meetings may lie: blocks of time, each of which holds a meeting whole or not at all."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, Self

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import AFTERNOON_ENDS_US, AFTERNOON_STARTS_US, MORNING_ENDS_US, MORNING_STARTS_US
from engine.calendar.day import DAY_US, HOUR_US, UTC_OFFSET_US, local_day

NEVER: Final = 2**63 - 1
"""Later than any instant: nothing of that length fits any more."""


class Hours:
    """Blocks of open time, disjoint and in order.

    Parameters
    ----------
    blocks
        Beginning and end of each, us. Each begins at a full hour, and so at a multiple of any step.

    Examples
    --------
    >>> from engine.calendar.day import HOUR_US, local_datetime, local_instant_us
    >>> hours = Hours.office(WorkCalendar.china(2020, 2020))
    >>> noon = local_instant_us(2020, 5, 11, 11, 30)
    >>> local_datetime(hours.first_fit(noon, HOUR_US)).isoformat()
    '2020-05-11T13:00:00+08:00'
    """

    __slots__ = ("_ends", "_starts", "longest_us")

    def __init__(self, blocks: Iterable[tuple[int, int]]) -> None:
        pairs = list(blocks)
        assert all(start % HOUR_US == 0 for start, _ in pairs), "blocks begin at full hours"
        self._starts: Final = [start for start, _ in pairs]
        self._ends: Final = [end for _, end in pairs]
        self.longest_us: Final = max((end - start for start, end in pairs), default=0)

    @classmethod
    def office(cls, calendar: WorkCalendar) -> Self:
        """Return office hours, two blocks each workday of the calendar's years: a meeting does not span lunch."""
        first, last = local_day(calendar.starts_at), local_day(calendar.ends_at)
        days = [int(day) for day in calendar.arrays.workday_days if first <= day < last]
        times = ((MORNING_STARTS_US, MORNING_ENDS_US), (AFTERNOON_STARTS_US, AFTERNOON_ENDS_US))
        return cls((_at(day, start), _at(day, end)) for day in days for start, end in times)

    @classmethod
    def every_day(cls, calendar: WorkCalendar, from_hour: int, to_hour: int) -> Self:
        """Return one block on each day of the calendar's years, days off too, between two local hours."""
        days = range(local_day(calendar.starts_at), local_day(calendar.ends_at))
        return cls((_at(day, from_hour * HOUR_US), _at(day, to_hour * HOUR_US)) for day in days)

    def first_fit(self, at_us: int, duration_us: int, step_us: int = 1) -> int:
        """Return the earliest instant from which a duration lies in one block.

        Parameters
        ----------
        at_us
            Not before this instant, us.
        duration_us
            How long it takes, us.
        step_us
            It begins at a multiple of this, us, a divisor of an hour.

        Returns
        -------
        int
            Instant, us; `NEVER` if there is none. Takes time in the logarithm of the blocks, plus those that follow
            and are too short.
        """
        at_us = -(-at_us // step_us) * step_us
        starts, ends = self._starts, self._ends
        block = bisect_right(starts, at_us) - 1
        if block >= 0 and at_us + duration_us <= ends[block]:
            return at_us
        for later in range(block + 1, len(starts)):
            if starts[later] + duration_us <= ends[later]:
                return starts[later]
        return NEVER


def _at(day: int, time_us: int) -> int:
    return day * DAY_US - UTC_OFFSET_US + time_us
