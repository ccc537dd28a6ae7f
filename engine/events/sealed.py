"""Reading and verifying the chain of an event file: whether it still holds what was sealed.

The chain alone does not show that a file was cut off or written anew as a whole: for that, keep a head where the
file's keeper cannot change it, and verify against it.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from engine.events.chain import NO_HEAD, SealedBatch, decode_batches, link_hash
from engine.events.content import CONTENT_RULES, ContentHash
from engine.events.errors import EventChainError, EventFileError
from engine.events.file_access import as_file_error, row_groups


def read_chain(path: Path) -> list[SealedBatch]:
    """Return the batches of a file as they are written there, in their order; nothing is verified.

    Raises
    ------
    EventFileError
        If there is no such file, it cannot be read, or its writer sealed no batches.
    """
    return _chain(path)[0]


def verify_chain(path: Path, *, anchor: bytes | None = None) -> bytes:
    """Compute the hash of every batch again from its rows, and compare.

    Parameters
    ----------
    path
        A file that `EventWriter` wrote; its row groups and compression make no difference.
    anchor
        A head that the file or one it continues had at some time, kept elsewhere; 32 bytes.

    Returns
    -------
    bytes
        The head, to be kept as the next anchor.

    Raises
    ------
    EventChainError
        At the first batch that is not as it was sealed, or if no batch has the hash `anchor`.
    EventFileError
        If there is no such file, it cannot be read, or its writer sealed no batches.

    Examples
    --------
    >>> import numpy as np
    >>> from tempfile import TemporaryDirectory
    >>> from engine.events.parquet import EventWriter
    >>> from engine.events.records import Escalated
    >>> event = Escalated(occurred_at=5, recorded_at=5, dispute_id=1, case_id=1, court_id=0, step=1, deadline=None)
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.parquet")
    ...     with EventWriter(path, court_province=np.zeros(1, np.int32)) as writer:
    ...         writer.append([event])
    ...     verify_chain(path) == writer.head
    True
    """
    batches, noted_head = _chain(path)
    rows = _Rows(path)
    last_seq, head = 0, NO_HEAD
    for batch in batches:
        fault = _fault(batch, last_seq) or rows.fault(batch)
        if fault is not None:
            raise EventChainError(path, batch.first_seq, batch.last_seq, fault)
        last_seq, head = batch.last_seq, batch.hash
    if rows.has_more():
        raise EventChainError(path, last_seq + 1, last_seq + 1, "events follow that are in no batch")
    if noted_head != head:
        raise EventChainError(path, 1, last_seq, f"the file's head is {noted_head.hex()}, not its last batch's hash")
    if anchor is not None and anchor not in {NO_HEAD, *(batch.hash for batch in batches)}:
        raise EventChainError(path, 1, last_seq, f"no batch has the hash {anchor.hex()}, which had been noted")
    return head


def _chain(path: Path) -> tuple[list[SealedBatch], bytes]:
    with as_file_error(path), pq.ParquetFile(path) as file:
        metadata = file.metadata.metadata or {}
    rules = metadata.get(b"content_rules", b"onestop events 1").decode()
    if b"batches" in metadata and rules != CONTENT_RULES:
        raise EventFileError(path, f"its batches were sealed by the rules {rules!r}, and this knows {CONTENT_RULES!r}")
    try:
        return decode_batches(metadata[b"batches"].decode()), bytes.fromhex(metadata[b"chain_head"].decode())
    except KeyError as error:
        raise EventFileError(path, f"its batches were not sealed: it has no {error.args[0].decode()!r}") from error
    except ValueError as error:
        raise EventFileError(path, f"its batches cannot be read: {error}") from error


def _fault(batch: SealedBatch, last_seq: int) -> str | None:
    """Return what is wrong with a batch's place in the chain."""
    if batch.first_seq != last_seq + 1:
        return f"it does not follow event {last_seq}"
    if batch.hash != link_hash(batch.previous_hash, batch.first_seq, batch.count, batch.content_digest):
        return "its hash does not follow from the batch before and its content"
    return None


class _Rows:
    """The rows of a file, in pieces as long as its batches."""

    def __init__(self, path: Path) -> None:
        self._groups = row_groups(path)
        self._rest: pa.RecordBatch | None = None

    def fault(self, batch: SealedBatch) -> str | None:
        """Take as many rows as a batch has, and return what is wrong with them."""
        content = ContentHash()
        missing = batch.count
        for rows in self._take(batch.count):
            content.update(rows)
            missing -= len(rows)
        if missing:
            return f"the file ends {missing} events before the batch does"
        return None if content.digest() == batch.content_digest else "its events are not those that were sealed"

    def has_more(self) -> bool:
        """Whether there are rows that nobody has taken."""
        return any(len(rows) for rows in self._take(1))

    def _take(self, count: int) -> Iterator[pa.RecordBatch]:
        while count:
            rows = self._rest if self._rest is not None else next(self._groups, None)
            if rows is None:
                return
            self._rest = rows.slice(count) if len(rows) > count else None
            yield rows.slice(0, count)
            count -= min(count, len(rows))
