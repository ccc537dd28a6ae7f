"""How the copy keeps a batch: a header of fixed length, and the body.

A checksum seeded with the store's own id covers both, so neither zeros, nor a piece of another store, nor half of a
record ever reads as one. The hash proves the content; the checksum only says where a record is.
"""

from collections.abc import Iterator
from struct import Struct
from typing import Final, NamedTuple
from zlib import crc32

from engine.log.chain import EMPTY, batch_hash
from engine.log.log import Batch, Head

_MAGIC: Final = b"bat\x01"
_HEADER: Final = Struct("<4sIQQI32s32s")
_CHECK: Final = Struct("<I")
_SEGMENT: Final = Struct("<8s16sQQ32s")
_SEGMENT_MAGIC: Final = b"onestop\x01"
HEADER_BYTES: Final = _HEADER.size + _CHECK.size
SEGMENT_HEADER_BYTES: Final = 128
ID_BYTES: Final = 16


class Record(NamedTuple):
    """A batch as both files keep it."""

    number: int
    """Ordinal of the batch in the log, from 1."""
    first_seq: int
    entry_count: int
    previous_hash: bytes
    hash: bytes
    body: bytes

    def batch(self) -> Batch:
        """Return it as readers get it."""
        return Batch(
            first_seq=self.first_seq,
            count=self.entry_count,
            hash=self.hash,
            previous_hash=self.previous_hash,
            body=self.body,
        )


class Place(NamedTuple):
    """A position between two batches."""

    number: int
    """Number of batches before."""
    head: Head

    def after(self, record: Record) -> "Place":
        """Return the position behind a record."""
        return Place(record.number, Head(record.first_seq + record.entry_count - 1, record.hash))


START: Final = Place(0, EMPTY)


class SegmentStart(NamedTuple):
    """What stands at the beginning of a segment of the copy."""

    store_id: bytes
    place: Place


def record_of(number: int, batch: Batch) -> Record:
    """Return a batch as both files keep it."""
    return Record(number, batch.first_seq, batch.count, batch.previous_hash, batch.hash, batch.body)


def is_next(record: Record, place: Place) -> bool:
    """Say whether a record is what follows at a place: by number, position, link and the hash of its content."""
    return (
        record.number == place.number + 1
        and record.first_seq == place.head.seq + 1
        and record.previous_hash == place.head.hash
        and is_whole(record)
    )


def is_whole(record: Record) -> bool:
    """Say whether a record's content has its hash."""
    _, first_seq, count, previous_hash, hash_, body = record
    return batch_hash(previous_hash, first_seq, count, body) == hash_


def pack(record: Record, store_id: bytes) -> bytes:
    """Return the bytes of a record.

    Examples
    --------
    >>> from engine.log.chain import seal
    >>> record = record_of(1, seal(EMPTY, count=2, body=b"two entries"))
    >>> content = pack(record, bytes(16))
    >>> found = next(records(b"torn" + content + bytes(99), bytes(16), offset=0))
    >>> found.record == record, found.offset, found.end
    (True, 4, 111)
    """
    number, first_seq, count, previous_hash, hash_, body = record
    header = _HEADER.pack(_MAGIC, len(body), first_seq, number, count, previous_hash, hash_)
    check = crc32(body, crc32(header, crc32(store_id)))
    return b"".join((header, _CHECK.pack(check), body))


class Found(NamedTuple):
    """A record and where it lies in its segment, bytes."""

    record: Record
    offset: int
    end: int


def records(content: bytes, store_id: bytes, *, offset: int = SEGMENT_HEADER_BYTES) -> Iterator[Found]:
    """Yield every record of a segment; what lies between them, damaged or never written, is passed over."""
    seed = crc32(store_id)
    while offset >= 0:
        found = _record_at(content, offset, seed) if content.startswith(_MAGIC, offset) else None
        if found is None:
            offset = content.find(_MAGIC, offset + 1)
        else:
            yield found
            offset = found.end


def _record_at(content: bytes, offset: int, seed: int) -> Found | None:
    start = offset + HEADER_BYTES
    if start > len(content):
        return None
    _, length, first_seq, number, count, previous_hash, hash_ = _HEADER.unpack_from(content, offset)
    end = start + length
    if not length or not count or end > len(content):
        return None
    header, body = content[offset : start - _CHECK.size], content[start:end]
    if _CHECK.unpack_from(content, start - _CHECK.size)[0] != crc32(body, crc32(header, seed)):
        return None
    return Found(Record(number, first_seq, count, previous_hash, hash_, body), offset, end)


def pack_segment_start(start: SegmentStart) -> bytes:
    """Return the first bytes of a segment."""
    number, (seq, hash_) = start.place
    header = _SEGMENT.pack(_SEGMENT_MAGIC, start.store_id, seq + 1, number, hash_)
    return (header + _CHECK.pack(crc32(header))).ljust(SEGMENT_HEADER_BYTES, b"\0")


def unpack_segment_start(content: bytes) -> SegmentStart | None:
    """Read the first bytes of a segment; None if they are not such."""
    if len(content) < SEGMENT_HEADER_BYTES:
        return None
    magic, store_id, first_seq, number, hash_ = _SEGMENT.unpack_from(content)
    if magic != _SEGMENT_MAGIC or _CHECK.unpack_from(content, _SEGMENT.size)[0] != crc32(content[: _SEGMENT.size]):
        return None
    return SegmentStart(store_id, Place(number, Head(first_seq - 1, hash_)))
