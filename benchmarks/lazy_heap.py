"""`band_draw` with the textbook's structure for it: a heap by weight, put right only when looked at. A rival.

A court and a dispute type have a heap of (cumulative weight, mediator); so has each wider unit. Whoever changes is
pushed again and his old entry left where it is: an entry that does not tell the truth any more is dropped when it comes
to the top. A draw pops until the band is complete and pushes back what it popped.

It is asked many times of one state, so that nothing goes stale between two draws: its upkeep is never counted.
"""

from heapq import heapify, heappop, heappush
from typing import Final

from benchmarks.question import Mediators, Question
from engine.core.outcome import NEW_ROUND, NOBODY


class LazyHeap:
    """The heaps, each made when it is first asked for.

    Parameters
    ----------
    mediators
        Who sits where, and what each holds.
    band_width_milli
        Width of the band.

    Examples
    --------
    >>> import numpy as np
    >>> from engine.core.example import one_court_roster
    >>> mediators = Mediators.of(one_court_roster(), np.array([0, 0]), np.array([0, 1000]))
    >>> heap = LazyHeap(mediators, band_width_milli=1000)
    >>> heap.draw(Question(court=0, dispute_type=0, language=0, weight_milli=1000, step=0, word=-1))
    1
    """

    def __init__(self, mediators: Mediators, *, band_width_milli: int) -> None:
        self._mediators: Final = mediators
        self._band_width_milli: Final = band_width_milli
        self._heaps: Final[dict[tuple[int, int, int], list[tuple[int, int]]]] = {}

    def draw(self, question: Question) -> int:
        """Return the mediator drawn for a case, `NOBODY` if none is free, `NEW_ROUND` if all have declined."""
        court, dispute_type, language, weight_milli, step, word, conflicted, declined = question
        room_milli, cumulative_milli, _, languages, ranges = self._mediators
        first, last = ranges[step][court]
        heap = self._heaps.get((first, last, dispute_type))
        if heap is None:
            heap = self._new_heap(first, last, dispute_type)
        popped: list[tuple[int, int]] = []
        band: list[int] = []
        limit = None
        while heap and (limit is None or heap[0][0] <= limit):
            entry = heappop(heap)
            charge, mediator = entry
            if charge != cumulative_milli[mediator] or room_milli[mediator] <= 0:
                continue  # stale; whoever is full is pushed again when he has room
            popped.append(entry)
            if (
                room_milli[mediator] >= weight_milli
                and languages[mediator] >> language & 1
                and mediator not in conflicted
                and mediator not in declined
            ):
                band.append(mediator)
                if limit is None:
                    limit = charge + self._band_width_milli
        for entry in popped:
            heappush(heap, entry)
        if not band:
            return NEW_ROUND if self._mediators.all_have_declined(question) else NOBODY
        band.sort()
        return band[(word % 2**64) * len(band) >> 64]

    def _new_heap(self, first: int, last: int, dispute_type: int) -> list[tuple[int, int]]:
        heap = [
            (self._mediators.cumulative_milli[mediator], mediator)
            for mediator in range(first, last)
            if self._mediators.dispute_types[mediator] >> dispute_type & 1
        ]
        heapify(heap)
        self._heaps[first, last, dispute_type] = heap
        return heap
