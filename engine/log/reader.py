"""Reading a stored log, beside its writer or from another process."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Generic, Self

from engine.log.admission import check_position
from engine.log.chain import EMPTY
from engine.log.codec import Codec, E
from engine.log.database import Database
from engine.log.errors import FileDamagedError
from engine.log.log import Batch, Head
from engine.log.record import Record
from engine.log.repair import DATABASE_NAME

_BYTES_PER_CHUNK: Final = 8 * 2**20
_ROWS_PER_CHUNK: Final = 4_096
"""What is read at a time: a reader that takes long must not keep the write-ahead log from being used again."""


class ChunkReader:
    """Yields rows of a database without holding it between chunks.

    Parameters
    ----------
    database
        Shared by all readers.
    lock
        Held while a chunk is read.
    """

    def __init__(self, database: Database, lock: AbstractContextManager[object]) -> None:
        self._database = database
        self._lock = lock

    def records(self, after_seq: int, to_seq: int) -> Iterator[Record]:
        """Yield the batches that hold entries after one position, up to another."""
        if after_seq >= to_seq:
            return
        with self._lock:
            from_seq = self._database.start_of(after_seq + 1)
        while from_seq <= to_seq:
            chunk = self._chunk(from_seq)
            if not chunk:
                return
            for record in chunk:
                if record.first_seq > to_seq:
                    return
                yield record
            from_seq = chunk[-1].first_seq + 1

    def _chunk(self, from_seq: int) -> list[Record]:
        chunk: list[Record] = []
        size = 0
        with self._lock:
            for row in self._database.rows(from_seq, _ROWS_PER_CHUNK):
                if row is None:
                    raise FileDamagedError(f"database has no batch where one should be, behind event {from_seq - 1}")
                chunk.append(row)
                size += len(row.body)
                if size > _BYTES_PER_CHUNK:
                    break
        return chunk


def entries(records: Iterator[Record], codec: Codec[E], after_seq: int, limit: int | None) -> Iterator[tuple[int, E]]:
    """Yield the entries of some batches that come after a position, each with its own position."""

    def each() -> Iterator[tuple[int, E]]:
        for record in records:
            skipped = max(0, after_seq - record.first_seq + 1)
            yield from enumerate(codec.decode(record.body)[skipped:], start=record.first_seq + skipped)

    return islice(each(), limit)


class LogReader(Generic[E]):
    """Reads a log that another process may be writing; made by `open_reader`.

    It sees what was committed, changes nothing and never checkpoints. Every method may be called from any thread.
    """

    def __init__(self, database: Database, codec: Codec[E]) -> None:
        self._database = database
        self._codec = codec
        self._lock = Lock()
        self._chunks = ChunkReader(database, self._lock)

    @property
    def head(self) -> Head:
        """Where the log ends now."""
        with self._lock:
            return self._database.head() or EMPTY

    def read(self, after_seq: int = 0, limit: int | None = None) -> Iterator[tuple[int, E]]:
        """Yield what was stored when the call was made; see `engine.log.log.Log.read`."""
        head = self.head
        check_position(after_seq, limit, head=head)
        return entries(self._chunks.records(after_seq, head.seq), self._codec, after_seq, limit)

    def batches(self, after_seq: int = 0) -> Iterator[Batch]:
        """Yield the batches that hold entries after `after_seq`; see `engine.log.log.Log.batches`."""
        head = self.head
        check_position(after_seq, None, head=head)
        return (record.batch() for record in self._chunks.records(after_seq, head.seq))

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_reader(folder: Path, codec: Codec[E]) -> LogReader[E]:
    """Open a log for reading only, beside the process that writes it.

    Parameters
    ----------
    folder
        As given to `open_store`.
    codec
        As given to `open_store`.

    Raises
    ------
    FileDamagedError
        If there is no such log, or its database cannot be read; opening it for writing repairs it.
    """
    return LogReader(Database(folder / DATABASE_NAME, read_only=True), codec)
