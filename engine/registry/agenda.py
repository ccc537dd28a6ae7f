"""When the next clock of any dispute ends."""

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
