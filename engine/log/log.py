"""An append-only list of entries, written and stored by the batch.

Every store keeps the same promises: `seq` is dense from 1; a batch is there whole or not at all, for readers too; and
each batch carries the hash of the one before, so that a change to any byte shows (`engine.log.chain`). What an entry
is, its codec says (`engine.log.codec`): an event, or whatever else a service must remember.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, NamedTuple, Protocol

from engine.log.codec import E

EVENTS_PER_BATCH_MAX = 65_536
"""A reader decodes a batch whole, about 250 bytes an event: so many are 16 MB and a tenth of a second."""


class Head(NamedTuple):
    """Where a log ends. Kept by somebody else, it proves later that nothing up to there was changed or lost."""

    seq: int
    """Position of the last entry; 0 for an empty log."""
    hash: bytes
    """Hash of the last batch, 32 bytes; zeros for an empty log."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Entries that were appended together, as they are stored."""

    first_seq: int
    """Position of its first entry, from 1."""
    count: int
    """Number of its entries, at least 1."""
    hash: bytes
    """BLAKE2b of everything else here, 32 bytes."""
    previous_hash: bytes
    """Hash of the batch before, 32 bytes; zeros for the first."""
    body: bytes
    """The entries, as the log's codec writes them."""

    @property
    def last_seq(self) -> int:
        """Position of its last entry."""
        return self.first_seq + self.count - 1


class Sealed:
    """A batch that is ready to be written and has its place; it is nowhere yet.

    Parameters
    ----------
    make
        Makes the batch with its hash.
    recorded_at
        Of its last entry, microseconds since the epoch.
    """

    def __init__(self, make: Callable[[], Batch], recorded_at: int) -> None:
        self.recorded_at: Final = recorded_at
        """Of its last entry, microseconds since the epoch."""
        self._make: Final = make
        self._making: Final = Lock()
        self._batch: Batch | None = None

    @property
    def batch(self) -> Batch:
        """The batch, whose hash is worked out by the first thread that asks, while others go on or wait for it."""
        with self._making:
            if self._batch is None:
                self._batch = self._make()
            return self._batch

    @property
    def head(self) -> Head:
        """Where the log ends once it is written."""
        return Head(self.batch.last_seq, self.batch.hash)


class Batched(Protocol):
    """Anything whose batches can be read in order: what `engine.log.chain.verify` needs."""

    def batches(self, after_seq: int = 0) -> Iterator[Batch]:
        """Yield the batches that hold entries after a position; see `Log.batches`."""
        ...


class Log(Protocol[E]):
    """What every store of entries can do. One writer at a time; any number of readers beside it."""

    @property
    def head(self) -> Head:
        """Where the log ends now."""
        ...

    def append(self, entries: Sequence[E], /) -> Batch:
        """Write entries as one batch, or none of them: `seal` and `keep` in one."""
        ...

    def seal(self, entries: Sequence[E], /, *, after: Sealed | None = None) -> Sealed:
        """Make the next batch of entries without writing it, so that work on the one after it can begin.

        Parameters
        ----------
        entries
            1 to `EVENTS_PER_BATCH_MAX`, their `recorded_at` nowhere earlier than that of the entry before.
        after
            The batch that it follows, if that is not written yet.

        Raises
        ------
        BatchSizeError
            If there are none, or too many.
        TimeOrderError
            If time runs backwards, within the batch or against what is stored.
        engine.errors.EngineError
            If an entry could not be read back (its codec says so).
        """
        ...

    def keep(self, sealed: Sealed, /) -> None:
        """Write a sealed batch, or nothing of it; when this returns it is stored as the store promises.

        Raises
        ------
        ChainError
            If it does not follow the last batch that was written.
        """
        ...

    def has_room(self) -> bool:
        """Whether the store, which had no room for a batch, has enough for one of any size now."""
        ...

    def read(self, after_seq: int = 0, limit: int | None = None) -> Iterator[tuple[int, E]]:
        """Yield what was stored when the call was made, each entry with its position.

        Parameters
        ----------
        after_seq
            Position of the last entry not wanted; a consumer passes the last it has dealt with.
        limit
            Most entries to yield, at least 1; None for all.

        Raises
        ------
        PositionError
            If `after_seq` is negative or beyond the head, or `limit` is not positive. At the call.
        engine.errors.EngineError
            If stored bytes cannot be decoded. While iterating.
        """
        ...

    def batches(self, after_seq: int = 0) -> Iterator[Batch]:
        """Yield the batches that hold entries after `after_seq`, as stored when the call was made.

        Raises
        ------
        PositionError
            If `after_seq` is negative or beyond the head. At the call.
        """
        ...
