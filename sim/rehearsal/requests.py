"""What linked systems were asked and answered, checked as the run goes on: what is settled need not be kept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from engine.linked.records import Answered, AnyRecord, Asked
from engine.linked.simulator.book import Book
from engine.linked.simulator.checker import contradictions
from engine.linked.words import System

KEPT_MAX: Final = 200_000
"""Records after which those that are settled are let go: a week of the nation makes two million."""


class RequestRecords:
    """The records of a postbox, and the books of the systems that it asks.

    What has been answered is held against the books and then forgotten by both. If a system did it once more, that
    would stand in its book without having been asked for, and be found in the end.

    Parameters
    ----------
    books
        Of each system, with every key kept; settled work is taken out.
    kept_max
        Records after which settled ones are let go.

    Examples
    --------
    >>> from engine.linked.requests import VerifyIdentity
    >>> records = RequestRecords({system: Book() for system in System})
    >>> records.take([Asked(at=0, number=1, request=VerifyIdentity(dispute_id=7, subject=1))])
    >>> records.count()[Asked], records.lost_or_done_twice(standing=())
    (1, 1)
    """

    def __init__(self, books: Mapping[System, Book], *, kept_max: int = KEPT_MAX) -> None:
        self._books: Final = books
        self._kept_max: Final = kept_max
        self._kept: list[AnyRecord] = []
        self._gone: Final[Counter[type]] = Counter()
        self._found = 0

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, record: AnyRecord) -> None:
        """Keep a record."""
        self._kept.append(record)

    def take(self, records: Iterable[AnyRecord]) -> None:
        """Keep records, in their order."""
        self._kept += records
        if len(self._kept) > self._kept_max:
            self._let_go()

    def count(self) -> Counter[type]:
        """Return how many there were of each kind."""
        return self._gone + Counter(map(type, self._kept))

    def lost_or_done_twice(self, standing: Iterable[int]) -> int:
        """Return how many contradictions there are; `standing` are the numbers that still wait for an answer."""
        return self._found + len(contradictions(self._kept, self._books, standing))

    def _let_go(self) -> None:
        """Hold what was answered against the books, and forget it; keep what waits, and what is about no request."""
        answered = {record.number for record in self._kept if type(record) is Answered}
        settled: list[AnyRecord] = []
        kept: list[AnyRecord] = []
        for record in self._kept:
            (settled if getattr(record, "number", None) in answered else kept).append(record)
        parts = {system: Book() for system in self._books}
        for record in settled:
            if type(record) is Asked:
                request = record.request
                work = self._books[request.system].works.pop(request.key, None)
                if work is not None:
                    parts[request.system].enter(request.key, work)
        self._found += len(contradictions(settled, parts))
        self._gone.update(map(type, settled))
        self._kept = kept
