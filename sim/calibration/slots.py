"""Intervals of the week: which day group and which interval of the day each falls into."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import DAY_SECONDS, WEEK_DAYS
from sim.calibration.mapping import DAYS, LogMapping


@dataclass(frozen=True, kw_only=True)
class Slots:
    """A day cut into equal intervals, and the groups of weekdays that are alike."""

    group_of_weekday: tuple[int, ...]
    """Number of the group of Monday to Sunday."""
    group_names: tuple[str, ...]
    """The weekdays of each group."""
    seconds: float
    """Length of an interval."""

    @property
    def per_day(self) -> int:
        """Intervals in a day."""
        return round(DAY_SECONDS / self.seconds)

    @property
    def groups(self) -> int:
        """Groups of weekdays."""
        return len(self.group_names)

    def group(self, day: int) -> int:
        """Return the group of a day counted from a Monday.

        Examples
        --------
        >>> slots_of((("mon", "tue", "wed", "thu", "fri"), ("sat", "sun")), 30).group(12)
        1

        """
        return self.group_of_weekday[day % WEEK_DAYS]

    def members(self, days: tuple[int, ...], group: int) -> list[int]:
        """Return the places, among some days, of those in a group."""
        return [place for place, day in enumerate(days) if self.group(day) == group]

    def weekly(self, by_group: NDArray[np.float64]) -> NDArray[np.float64]:
        """Lay numbers by group and interval out over a week from Monday.

        Parameters
        ----------
        by_group
            float64[groups, intervals of a day].

        Returns
        -------
        NDArray[np.float64]
            float64[7 x intervals of a day].

        """
        return np.concatenate([by_group[group] for group in self.group_of_weekday])


def slots_of(groups: tuple[tuple[str, ...], ...], minutes: int) -> Slots:
    """Cut days into intervals.

    Parameters
    ----------
    groups
        Weekdays that are alike.
    minutes
        Length of an interval; divides a day.

    """
    number = {day: place for place, group in enumerate(groups) for day in group}
    return Slots(
        group_of_weekday=tuple(number[day] for day in DAYS),
        group_names=tuple(" ".join(group) for group in groups),
        seconds=60.0 * minutes,
    )


def mapped_slots(mapping: LogMapping) -> Slots:
    """Return the intervals that a mapping asks for."""
    return slots_of(mapping.day_groups, mapping.interval_minutes)


def counts_by_slot(at: NDArray[np.float64], days: tuple[int, ...], slots: Slots) -> NDArray[np.float64]:
    """Count instants by day and interval.

    Parameters
    ----------
    at
        float64[n], seconds; those of other days are passed over.
    days
        Days counted, rising.
    slots
        The intervals.

    Returns
    -------
    NDArray[np.float64]
        float64[days, intervals of a day].

    """
    day = (at // DAY_SECONDS).astype(np.int64)
    place = np.searchsorted(days, day)
    inside = place < len(days)
    inside[inside] = np.asarray(days)[place[inside]] == day[inside]
    slot = ((at - day * DAY_SECONDS) // slots.seconds).astype(np.int64)
    counts = np.zeros((len(days), slots.per_day))
    np.add.at(counts, (place[inside], slot[inside]), 1.0)
    return counts
