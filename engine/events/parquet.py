"""Event files: Parquet, one row an event, readable by anything that reads Parquet."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from engine.events.columns import event_batch
from engine.events.content import ContentHash
from engine.events.errors import EventFileError
from engine.events.records import Event
from engine.events.rows import conform, row_events
from engine.events.schema import ROW_SCHEMA, WORDS
from engine.events.upcasters import UPCASTERS, Upcasters
from engine.replacing import replaced_file

ROWS_PER_GROUP = 65_536
"""Events kept before they are written. Readers skip and share out work by group, so smaller ones cost them; larger
ones cost the writer memory, about 30 MB of records at this size."""

_COMPRESSION_LEVEL = 1  # of zstd: half the size of snappy in the same time, and higher levels save little more


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
        Texts to store beside the events, such as their source, seed and scenario. The file's `content_hash` is added.

    Raises
    ------
    EventFileError
        On entry, on append or at the end, if the file cannot be written.
    EventFieldError
        On append or at the end, if an event holds a value its kind does not allow.

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
        self._waiting: list[Event] = []
        self._written = 0
        self._hash = ContentHash()
        self._file = _partial_parquet(path, metadata or {})
        self._parquet: pq.ParquetWriter | None = None
        self._state: Literal["not open", "open", "broken", "complete"] = "not open"

    @property
    def count(self) -> int:
        """Events taken so far."""
        return self._written + len(self._waiting)

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
        with _as_file_error(self._path):
            self._parquet = self._file.__enter__()
        self._state = "open"
        return self

    def append(self, events: Sequence[Event]) -> None:
        """Take `events` after all that were taken before."""
        if self._state != "open":
            raise EventFileError(self._path, f"takes no events: the writer is {self._state}")
        self._waiting.extend(events)
        whole = len(self._waiting) - len(self._waiting) % ROWS_PER_GROUP
        for start in range(0, whole, ROWS_PER_GROUP):
            self._write(self._waiting[start : start + ROWS_PER_GROUP])
        del self._waiting[:whole]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._state = "broken"
            with suppress(OSError):  # a full disk may fail once more; the first error is the one to report
                self._file.__exit__(kind, error, trace)
            return
        with _as_file_error(self._path), ExitStack() as closing:
            closing.push(self._file)
            self._write_last()
        self._state = "complete"

    def _write_last(self) -> None:
        if self._state != "open":
            raise EventFileError(self._path, "an earlier write failed, so events are missing")
        if self._waiting:
            self._write(self._waiting)
            self._waiting = []
        assert self._parquet is not None, "an open writer has a file"
        self._parquet.add_key_value_metadata({"content_hash": self._hash.hexdigest()})

    def _write(self, events: Sequence[Event]) -> None:
        assert self._parquet is not None, "an open writer has a file"
        self._state = "broken"  # until these events are written: after a gap there can be no more
        rows = event_batch(
            events,
            first_seq=self._written + 1,
            replication=self._replication,
            court_province=self._court_province,
        )
        self._hash.update(rows)
        with _as_file_error(self._path):
            self._parquet.write_batch(rows)
        self._written += len(events)
        self._state = "open"


@contextmanager
def _partial_parquet(path: Path, metadata: Mapping[str, str]) -> Generator[pq.ParquetWriter]:
    if path.is_dir():
        raise EventFileError(path, "is a folder")
    with replaced_file(path) as file:
        parquet = pq.ParquetWriter(
            file,
            ROW_SCHEMA.with_metadata(metadata),
            compression="zstd",
            compression_level=_COMPRESSION_LEVEL,
            use_dictionary=list(WORDS),
        )
        try:
            yield parquet
            parquet.close()
        except BaseException:
            # It wants to write its footer, which nobody will read and which a full disk refuses once more.
            with suppress(OSError, pa.ArrowException):
                parquet.close()
            raise


@contextmanager
def _as_file_error(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise EventFileError(path, error.strerror or str(error)) from error
    except (pa.ArrowException, ValueError) as error:
        raise EventFileError(path, str(error)) from error


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
    for rows in _row_groups(path):
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
    for rows in _row_groups(path):
        content.update(rows)
    return content.hexdigest()


def _row_groups(path: Path) -> Iterator[pa.RecordBatch]:
    with _as_file_error(path), pq.ParquetFile(path) as file:
        for rows in file.iter_batches(ROWS_PER_GROUP):
            yield conform(rows)
