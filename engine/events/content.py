"""A hash of what an event file says, whatever way it is laid out.

Each column runs through a SHA-256 of its own, values and null marks apart, and the digests are hashed together at the
end. So the hash is the same for any size of row group, compression or chunk, and can be taken while writing. SHA-256,
because processors have instructions for it: hashing is what an audit spends most on beside the replay.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.events.schema import ROW_SCHEMA, TIMESTAMP

if TYPE_CHECKING:
    from _hashlib import HASH

CONTENT_RULES = "onestop events 2"
"""Names what is hashed and the rules below, which are never changed under this name."""

ContentPart = tuple[str, memoryview]
"""Name of a stream, column and part, and the bytes that some rows add to it."""


class ContentHash:
    """Running hash of rows in order.

    Numbers and times count by their bytes (little-endian, 0 where null), words by a tag of their own, so that neither
    the order of a vocabulary nor its length matters, text by its length and its bytes.
    """

    def __init__(self) -> None:
        self._streams: defaultdict[str, HASH] = defaultdict(sha256)

    def update(self, rows: pa.RecordBatch) -> None:
        """Take the rows that follow; columns as in `ROW_SCHEMA`."""
        self.take(content_parts(rows))

    def take(self, parts: Iterable[ContentPart]) -> None:
        """Take the rows that follow, cut into their parts already."""
        for name, content in parts:
            self._streams[name].update(content)

    def digest(self) -> bytes:
        """Return the hash of all rows so far, 32 bytes."""
        whole = sha256(CONTENT_RULES.encode())
        for name, stream in sorted(self._streams.items()):
            whole.update(f"{name}={stream.hexdigest()};".encode())
        return whole.digest()

    def hexdigest(self) -> str:
        """Return the same as 64 hex characters."""
        return self.digest().hex()


def content_parts(rows: pa.RecordBatch) -> list[ContentPart]:
    """Return what is hashed of some rows; for whoever puts the same rows into several hashes.

    Parameters
    ----------
    rows
        Columns as in `ROW_SCHEMA`.
    """
    return [
        (f"{name}/{part}", content) for name in ROW_SCHEMA.names for part, content in _parts(name, rows.column(name))
    ]


def _parts(name: str, column: pa.Array) -> Iterator[tuple[str, memoryview]]:
    if ROW_SCHEMA.field(name).nullable:
        yield "given", _given(column).data
    if name == "payload":
        yield from _text(_filled(column, ""))
    elif isinstance(column, pa.DictionaryArray):
        tags = np.array([_NO_WORD, *map(_tag, column.dictionary.to_pylist())], "<u8")
        yield "words", tags[_filled(column.indices, -1).to_numpy() + 1].data
    else:
        numbers = column.view(pa.int64()) if column.type == TIMESTAMP else column
        yield "numbers", _filled(numbers, 0).to_numpy().data


# Most columns of most batches are given throughout or not at all, and each call of Arrow's costs tens of microseconds.


def _given(column: pa.Array) -> NDArray[np.uint8]:
    if column.null_count in (0, len(column)) and len(column) <= len(_ALL_GIVEN):
        return (_ALL_GIVEN if column.null_count == 0 else _NONE_GIVEN)[: len(column)]
    return column.is_valid().to_numpy(zero_copy_only=False).view(np.uint8)


def _filled(column: pa.Array, value: int | str) -> pa.Array:
    return column.fill_null(value) if column.null_count else column


def _text(column: pa.Array) -> Iterator[tuple[str, memoryview]]:
    _, offsets, characters = column.buffers()
    assert offsets is not None, "text has offsets"
    ends = np.frombuffer(memoryview(offsets), np.int32)[column.offset : column.offset + len(column) + 1]
    yield "lengths", np.diff(ends).data
    if characters is not None:
        yield "characters", memoryview(characters)[ends[0] : ends[-1]]


_NO_WORD = 0
_ALL_GIVEN = np.ones(65_536, np.uint8)
_NONE_GIVEN = np.zeros(65_536, np.uint8)
"""Marks of the commonest columns, made once."""


@cache
def _tag(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
