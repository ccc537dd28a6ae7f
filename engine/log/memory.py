"""A log in memory: for simulations, and the pattern the stores on disk are tested against."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, overload

from engine.log.admission import check_position
from engine.log.chain import EMPTY, check_follows
from engine.log.codec import Codec, E, EventCodec
from engine.log.log import Batch, Head, Sealed
from engine.log.sealing import sealed

if TYPE_CHECKING:
    from engine.events.records import Event

_last_seq = attrgetter("last_seq")


class MemoryLog(Generic[E]):
    """Keeps encoded batches in a list; everything is lost with the process.

    Parameters
    ----------
    codec
        Of its entries; events, if none is given.

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

    @overload
    def __init__(self: "MemoryLog[Event]") -> None: ...

    @overload
    def __init__(self, *, codec: Codec[E]) -> None: ...

    def __init__(self, *, codec: Codec[Any] | None = None) -> None:
        self._codec: Codec[E] = EventCodec() if codec is None else codec
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

    def append(self, entries: Sequence[E], /) -> Batch:
        """Write entries as one batch, or none of them; see `engine.log.log.Log.append`."""
        with self._writing:
            sealed = self.seal(entries)
            self._put(sealed)
            return sealed.batch

    def seal(self, entries: Sequence[E], /, *, after: Sealed | None = None) -> Sealed:
        """Make the next batch without writing it; see `engine.log.log.Log.seal`."""
        head, last_recorded_at = (
            (self.head, self._last_recorded_at) if after is None else (after.head, after.recorded_at)
        )
        return sealed(entries, self._codec, head=head, last_recorded_at=last_recorded_at)

    def keep(self, sealed: Sealed, /) -> None:
        """Write a sealed batch; see `engine.log.log.Log.keep`."""
        with self._writing:
            self._put(sealed)

    def _put(self, sealed: Sealed) -> None:
        check_follows(sealed.batch, self.head)
        # The one step that readers see.
        self._batches.append(sealed.batch)
        self._last_recorded_at = sealed.recorded_at

    def has_room(self) -> bool:
        """Whether there is room for a batch, as ever; see `engine.log.log.Log.has_room`."""
        return True

    def read(self, after_seq: int = 0, limit: int | None = None) -> Iterator[tuple[int, E]]:
        """Yield what was stored when the call was made; see `engine.log.log.Log.read`."""
        check_position(after_seq, limit, head=self.head)
        return islice(self._entries(self.batches(after_seq), after_seq), limit)

    def _entries(self, batches: Iterator[Batch], after_seq: int) -> Iterator[tuple[int, E]]:
        for batch in batches:
            entries = self._codec.decode(batch.body)
            skipped = max(0, after_seq - batch.first_seq + 1)
            yield from enumerate(entries[skipped:], start=batch.first_seq + skipped)

    def batches(self, after_seq: int = 0) -> Iterator[Batch]:
        """Yield the batches that hold entries after `after_seq`; see `engine.log.log.Log.batches`."""
        check_position(after_seq, None, head=self.head)
        start = bisect_right(self._batches, after_seq, key=_last_seq)
        return iter(self._batches[start:])
