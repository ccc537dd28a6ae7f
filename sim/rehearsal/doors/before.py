"""The moments of disputes from before a run: lived through in order, and handed over to the run where it begins."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Final

from sim.order import Rank, priority
from sim.rehearsal.doors.agents import Moments

_Entry = tuple[int, int, int, Rank, int, Callable[[], None]]


class Before:
    """What is to happen before a run begins.

    Examples
    --------
    >>> before, seen = Before(), []
    >>> before.at(7, Rank.ACTION, 1, lambda: seen.append("later"))
    >>> before.at(5, Rank.ACTION, 1, lambda: seen.append("sooner"))
    >>> before.next_at, before.happen(), before.next_at, seen
    (5, None, 7, ['sooner'])
    """

    def __init__(self) -> None:
        self._heap: Final[list[_Entry]] = []
        self._count = 0

    @property
    def next_at(self) -> int | None:
        """When the next of them is, microseconds since the epoch; None if there is none."""
        return self._heap[0][0] if self._heap else None

    def at(self, instant: int, rank: Rank, case_id: int, action: Callable[[], None]) -> None:
        """Let something happen at an instant, in the order of `sim.order`."""
        self._count += 1
        heappush(self._heap, (instant, priority(rank, case_id), self._count, rank, case_id, action))

    def happen(self) -> None:
        """Let the next of them happen."""
        heappop(self._heap)[-1]()

    def hand_over(self, moments: Moments) -> None:
        """Let all that is left happen elsewhere."""
        while self._heap:
            instant, _, _, rank, case_id, action = heappop(self._heap)
            moments.at(instant, rank, case_id, action)
