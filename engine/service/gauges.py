"""What a service measures of itself: counts and histograms that monitoring reads."""

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BOUNDS_SECONDS: Final = (
    0.000_5, 0.001, 0.002, 0.003, 0.005, 0.007_5, 0.01, 0.015, 0.02, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
)  # fmt: skip
"""Upper bounds of the histograms' bins; the last bin has none."""
_SMOOTHING: Final = 0.2


class Histogram:
    """Durations by bin.

    Examples
    --------
    >>> histogram = Histogram()
    >>> for seconds in (0.001, 0.004, 0.004, 9.0):
    ...     histogram.add(seconds)
    >>> histogram.quantile(0.5), histogram.count
    (0.005, 4)
    """

    def __init__(self) -> None:
        self.counts: Final = [0] * (len(BOUNDS_SECONDS) + 1)
        self.sum_seconds = 0.0

    def add(self, seconds: float) -> None:
        """Count a duration."""
        self.counts[bisect_left(BOUNDS_SECONDS, seconds)] += 1
        self.sum_seconds += seconds

    @property
    def count(self) -> int:
        """Durations counted."""
        return sum(self.counts)

    def quantile(self, share: float) -> float | None:
        """Return the upper bound of the bin in which a share of all lies; infinity in the last, None if there is none.

        It is never less than the true quantile.
        """
        wanted = share * self.count
        for place, below in enumerate(accumulate(self.counts)):
            if below >= wanted and below:
                return BOUNDS_SECONDS[place] if place < len(BOUNDS_SECONDS) else float("inf")
        return None


class Gauges:
    """Counts of one service since it was started; written by its threads, read by anybody."""

    def __init__(self) -> None:
        self.epoch = 0
        self.commands = 0
        """Carried out or refused."""
        self.batches = 0
        self.refused_full = 0
        """Groups that found the queue full."""
        self.commit: Final = Histogram()
        """From taking a batch up to its being stored."""
        self.wait: Final = Histogram()
        """From taking in a group up to its answer."""
        self.commands_per_second = 1_000.0
        """Pace of late while there was something to do."""
        self.beside: Final[dict[str, float]] = {}
        """What parts of the process beside the writer say of themselves, by the name that monitoring reads."""
        self.looked_up: Final[list[Callable[[], Mapping[str, float]]]] = []
        """The same, of what is looked up when somebody reads; must be quick."""

    def batch(self, commands: int, seconds: float) -> None:
        """Count a batch."""
        self.batches += 1
        self.commands += commands
        self.commit.add(seconds)
        if commands:
            pace = commands / max(seconds, 1e-6)
            self.commands_per_second += _SMOOTHING * (pace - self.commands_per_second)

    def standing(self) -> dict[str, float]:
        """Return what every part beside the writer says of itself now."""
        found = dict(self.beside)
        for look_up in self.looked_up:
            found.update(look_up())
        return found

    def waited(self, seconds: float) -> None:
        """Count how long a group waited for its answer."""
        self.wait.add(seconds)
