"""Event files: Parquet, one row an event, readable by anything that reads Parquet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from engine.events.chain import NO_HEAD, SealedBatch, encode_batches, seal
from engine.events.columns import event_batch
from engine.events.content import CONTENT_RULES, ContentHash, content_parts
from engine.events.errors import EventFileError
from engine.events.file_access import ROWS_PER_GROUP, as_file_error, partial_parquet, row_groups
from engine.events.records import Event
from engine.events.rows import row_events
from engine.events.upcasters import UPCASTERS, Upcasters


class EventWriter:
    """Writes an event file in row groups as events come, and gives it its name when all is written.

    Used as a context manager. Until its block ends without an error the target is untouched; after an error, Ctrl-C
    among them, what was written is removed.

    Parameters
    ----------
    path
        The file; replaced if there is one. Its folder must exist.
    court_province
        Province of each court, int32[courts], indexed by the events' `court_id`.
    replication
        Number of the simulation run; 0 for a recorded log.
    metadata
        Texts to store beside the events, such as their source, seed and scenario. The file's `content_hash`, its
        `batches` and the `chain_head` are added.

    Raises
    ------
    EventFileError
        On entry, on append or at the end, if the file cannot be written.
    EventFieldError
        On append, if an event holds a value its kind does not allow.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from engine.events.records import Escalated
    >>> event = Escalated(occurred_at=5, recorded_at=5, dispute_id=1, case_id=1, court_id=0, step=1, deadline=None)
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.parquet")
    ...     with EventWriter(path, court_province=np.zeros(1, np.int32)) as writer:
    ...         writer.append([event])
    ...     list(read_events(path)) == [event], content_hash(path) == writer.content_hash
    (True, True)
    """

    def __init__(
        self,
        path: Path,
        *,
        court_province: NDArray[np.int32],
        replication: int = 0,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        self._path = path
        self._court_province = court_province
        self._replication = replication
        self._count = 0
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0
        self._batches: list[SealedBatch] = []
        self._hash = ContentHash()
        self._file = partial_parquet(path, metadata or {})
        self._parquet: pq.ParquetWriter | None = None
        self._state: Literal["not open", "open", "broken", "complete"] = "not open"

    @property
    def count(self) -> int:
        """Events taken so far."""
        return self._count

    @property
    def head(self) -> bytes:
        """Chain hash of the last batch, 32 bytes; zeros before the first (see `engine.events.chain`)."""
        return self._batches[-1].hash if self._batches else NO_HEAD

    @property
    def content_hash(self) -> str:
        """Hash of the events in their order, 64 hex characters.

        Raises
        ------
        EventFileError
            Before the block has ended without an error.
        """
        if self._state != "complete":
            raise EventFileError(self._path, f"no content hash: the writer is {self._state}")
        return self._hash.hexdigest()

    def __enter__(self) -> Self:
        with as_file_error(self._path):
            self._parquet = self._file.__enter__()
        self._state = "open"
        return self

    def append(self, events: Sequence[Event]) -> None:
        """Take `events` after all that were taken before, and seal them as one batch.

        No events make no batch. A batch costs some milliseconds beside what its events cost, and an entry in the
        file's metadata: hand over thousands at a time.
        """
        starts = range(0, len(events), ROWS_PER_GROUP)
        self._seal(len(events), (self._rows(events[start : start + ROWS_PER_GROUP]) for start in starts))

    def append_rows(self, rows: pa.RecordBatch) -> None:
        """Take events that are rows already, as `append` would make them: columns of `ROW_SCHEMA`, `seq` going on."""
        self._seal(len(rows), [rows])

    def _seal(self, count: int, parts: Iterable[pa.RecordBatch]) -> None:
        if self._state != "open":
            raise EventFileError(self._path, f"takes no events: the writer is {self._state}")
        if not count:
            return
        self._state = "broken"  # until these events are taken: after a gap there can be no more
        content = ContentHash()
        for rows in parts:
            self._take(rows, content)
        first_seq = self._count - count + 1
        self._batches.append(seal(self.head, first_seq=first_seq, count=count, content_digest=content.digest()))
        self._state = "open"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._state = "broken"
            with suppress(OSError):  # a full disk may fail once more; the first error is the one to report
                self._file.__exit__(kind, error, trace)
            return
        with as_file_error(self._path), ExitStack() as closing:
            closing.push(self._file)
            self._write_last()
        self._state = "complete"

    def _write_last(self) -> None:
        if self._state != "open":
            raise EventFileError(self._path, "an earlier write failed, so events are missing")
        if self._waiting:
            self._write(pa.Table.from_batches(self._waiting))
            self._waiting = []
        assert self._parquet is not None, "an open writer has a file"
        self._parquet.add_key_value_metadata(
            {
                "content_rules": CONTENT_RULES,
                "content_hash": self._hash.hexdigest(),
                "chain_head": self.head.hex(),
                "batches": encode_batches(self._batches),
            }
        )

    def _rows(self, events: Sequence[Event]) -> pa.RecordBatch:
        return event_batch(
            events,
            first_seq=self._count + 1,
            replication=self._replication,
            court_province=self._court_province,
        )

    def _take(self, rows: pa.RecordBatch, content: ContentHash) -> None:
        parts = content_parts(rows)
        self._hash.take(parts)
        content.take(parts)
        self._count += len(rows)
        self._waiting.append(rows)
        self._waiting_rows += len(rows)
        while self._waiting_rows >= ROWS_PER_GROUP:
            waiting = pa.Table.from_batches(self._waiting)
            self._write(waiting.slice(0, ROWS_PER_GROUP))
            self._waiting = waiting.slice(ROWS_PER_GROUP).to_batches()
            self._waiting_rows -= ROWS_PER_GROUP

    def _write(self, rows: pa.Table) -> None:
        assert self._parquet is not None, "an open writer has a file"
        with as_file_error(self._path):
            self._parquet.write_table(rows)


def read_events(path: Path, *, upcasters: Upcasters = UPCASTERS) -> Iterator[Event]:
    """Read an event file back, in the order of its rows.

    Parameters
    ----------
    path
        A file with the columns of `ROW_SCHEMA`, whoever wrote it.
    upcasters
        Steps from one version of a kind to the next.

    Raises
    ------
    EventFileError
        If there is no such file, or it is no event file.
    EventFieldError
        If a row is no event of its kind.
    """
    for rows in row_groups(path):
        yield from row_events(rows, upcasters=upcasters)


def content_hash(path: Path) -> str:
    """Compute the hash of the events in a file: what its writer computed, if nothing has changed since.

    The row groups, the compression and the metadata of the file make no difference.

    Raises
    ------
    EventFileError
        If there is no such file, or it is no event file.
    """
    content = ContentHash()
    for rows in row_groups(path):
        content.update(rows)
    return content.hexdigest()
