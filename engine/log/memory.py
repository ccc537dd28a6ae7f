"""A log in memory: for simulations, and the pattern the stores on disk are tested against."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from threading import Lock

from engine.events.codec import decode_events, encode_events
from engine.events.records import Event
from engine.events.upcasters import UPCASTERS, Upcasters
from engine.log.admission import check_batch, check_position
from engine.log.chain import EMPTY, seal
from engine.log.log import Batch, Head

_last_seq = attrgetter("last_seq")


class MemoryLog:
    """Keeps encoded batches in a list; everything is lost with the process.

    Parameters
    ----------
    upcasters
        Steps from one version of a kind to the next, for bodies an older release wrote.

    Examples
    --------
    >>> from engine.events.records import Escalated
    >>> log = MemoryLog()
    >>> batch = log.append(
    ...     [Escalated(occurred_at=t, recorded_at=t, dispute_id=1, case_id=1, court_id=0, step=t, deadline=None)
    ...      for t in (1, 2, 3)]
    ... )
    >>> [(seq, event.step) for seq, event in log.read(after_seq=1)]
    [(2, 2), (3, 3)]
    """

    def __init__(self, *, upcasters: Upcasters = UPCASTERS) -> None:
        self._upcasters = upcasters
        self._batches: list[Batch] = []
        self._last_recorded_at: int | None = None
        self._writing = Lock()

    @property
    def head(self) -> Head:
        """Where the log ends now."""
        if not self._batches:
            return EMPTY
        last = self._batches[-1]
        return Head(last.last_seq, last.hash)

    def append(self, events: Sequence[Event]) -> Batch:
        """Write events as one batch, or none of them; see `engine.log.log.Log.append`."""
        with self._writing:
            head = self.head
            check_batch(events, head=head, last_recorded_at=self._last_recorded_at)
            batch = seal(head, count=len(events), body=encode_events(events))
            # The one step that readers see.
            self._batches.append(batch)
            self._last_recorded_at = events[-1].recorded_at
            return batch

    def read(self, after_seq: int = 0, limit: int | None = None) -> Iterator[tuple[int, Event]]:
        """Yield what was stored when the call was made; see `engine.log.log.Log.read`."""
        check_position(after_seq, limit, head=self.head)
        return islice(self._events(self.batches(after_seq), after_seq), limit)

    def _events(self, batches: Iterator[Batch], after_seq: int) -> Iterator[tuple[int, Event]]:
        for batch in batches:
            events = decode_events(batch.body, upcasters=self._upcasters)
            skipped = max(0, after_seq - batch.first_seq + 1)
            yield from enumerate(events[skipped:], start=batch.first_seq + skipped)

    def batches(self, after_seq: int = 0) -> Iterator[Batch]:
        """Yield the batches that hold events after `after_seq`; see `engine.log.log.Log.batches`."""
        check_position(after_seq, None, head=self.head)
        start = bisect_right(self._batches, after_seq, key=_last_seq)
        return iter(self._batches[start:])
