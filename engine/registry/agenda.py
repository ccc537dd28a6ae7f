"""When the next clock of any dispute ends."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import Final


class Agenda:
    """Disputes by the end of their next clock; an entry that a later one has replaced is passed over.

    Examples
    --------
    >>> agenda = Agenda()
    >>> agenda.set(7, 50)
    >>> agenda.set(7, 90)
    >>> agenda.next_due
    90
    """

    def __init__(self) -> None:
        self._heap: Final[list[tuple[int, int]]] = []
        self._due: Final[dict[int, int]] = {}

    def set(self, dispute_id: int, due_at: int | None) -> None:
        """Let a dispute's next clock end at an instant; None if none runs."""
        if due_at is None:
            self._due.pop(dispute_id, None)
        elif self._due.get(dispute_id) != due_at:
            self._due[dispute_id] = due_at
            heappush(self._heap, (due_at, dispute_id))

    @property
    def next_due(self) -> int | None:
        """When the next clock ends, microseconds since the epoch; None if none runs."""
        heap = self._heap
        while heap and self._due.get(heap[0][1]) != heap[0][0]:
            heappop(heap)
        return heap[0][0] if heap else None

    @property
    def next_dispute(self) -> int:
        """The dispute whose clock ends next."""
        assert self.next_due is not None, "some clock runs"
        return self._heap[0][1]

    def until(self, to: int) -> Iterator[tuple[int, int]]:
        """Yield when the next clock of a dispute ends, and its number, in that order; none after `to` is looked at."""
        heap = self._heap
        front = [(heap[0], 0)] if heap else []
        before: tuple[int, int] | None = None
        while front:
            entry, place = heappop(front)
            due_at, dispute_id = entry
            if due_at > to:
                return
            # A clock that was set another way and back again stands here twice.
            if self._due.get(dispute_id) == due_at and entry != before:
                yield entry
            before = entry
            for child in (2 * place + 1, 2 * place + 2):
                if child < len(heap):
                    heappush(front, (heap[child], child))

    def items(self) -> list[tuple[int, int]]:
        """Return when the next clock of each dispute ends, and its number, in that order."""
        return sorted((due_at, dispute_id) for dispute_id, due_at in self._due.items())

    def load(self, items: Iterable[tuple[int, int]]) -> None:
        """Take over what `items` has returned, in the place of all others."""
        self._heap[:] = [(due_at, dispute_id) for due_at, dispute_id in items]
        self._due.clear()
        self._due.update((dispute_id, due_at) for due_at, dispute_id in self._heap)
