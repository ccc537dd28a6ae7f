"""Everything the service's log holds, and its codec.

A body is a msgpack list of `[version, record]` pairs, as the event codec writes it: events have versions and upcasters,
the other records are of version 1 until one of them changes.
"""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias, get_args

import msgspec
import numpy as np

from engine.events.records import AnyEvent, Event
from engine.events.restore import restore_record
from engine.events.scan import OTHER, scan
from engine.events.shapes import SHAPES
from engine.events.upcasters import UPCASTERS, Upcasters, upcast
from engine.events.written_part import WrittenPart
from engine.linked.records import AnyRecord as AnyLinkedRecord
from engine.log.parts import Parts
from engine.registry.onestop import Happening
from engine.scheduling.records import AnyRecord as AnyBookingRecord
from engine.service.errors import EntryError
from engine.service.records import AnyServiceRecord

Entry: TypeAlias = Happening | AnyServiceRecord
"""What happened to disputes, bookings and linked systems, and what the service notes."""

_AnyOther: TypeAlias = AnyBookingRecord | AnyLinkedRecord | AnyServiceRecord
_OTHER_VERSION: Final = 1
_RECORDS: Final[tuple[type[msgspec.Struct], ...]] = (*get_args(AnyEvent), *get_args(_AnyOther))
_VERSION_OF: Final = {record: record.version if issubclass(record, Event) else _OTHER_VERSION for record in _RECORDS}
_TIME_OF: Final = {
    record: next(name for name in ("recorded_at", "occurred_at", "at") if name in record.__struct_fields__)
    for record in _RECORDS
}
"""The field that says when an entry was written down; looked up, because every entry of every batch is asked."""
_SCANNED_MIN: Final = 64
"""Entries of a body that is scanned: for fewer, decoding is as quick."""
_FIXED_ARRAY, _FIXED_ARRAY_END = 0x90, 16
_ARRAY_16, _ARRAY_32 = b"\xdc", b"\xdd"
"""How msgpack begins a list: with its length in the same byte, in two bytes that follow, or in four."""
_ENCODER: Final = msgspec.msgpack.Encoder()
_PAIRS: Final = msgspec.msgpack.Decoder(list[tuple[int, AnyEvent | _AnyOther]])
_RAW_PAIRS: Final = msgspec.msgpack.Decoder(list[tuple[int, dict[str, Any]]])


class EntryCodec:
    """Entries to bytes and back.

    Parameters
    ----------
    upcasters
        Steps from one version of an event's kind to the next.

    Examples
    --------
    >>> from engine.service.records import Started
    >>> codec = EntryCodec()
    >>> started = Started(at=5, epoch=1, release="1.0", roster_digest="ab")
    >>> codec.decode(codec.encode([started])) == [started]
    True
    """

    def __init__(self, *, upcasters: Upcasters = UPCASTERS) -> None:
        self._upcasters: Final = upcasters

    def encode(self, entries: Sequence[Entry]) -> bytes:
        """Write entries as one body; it has been read back, for a log can never take back what it could not read.

        What was written before is read back by `engine.log.parts.Parts.check`, which may take its time.

        Raises
        ------
        EntryError
            If an entry holds what no reader could decode.
        """
        try:
            body = _joined(entries) if isinstance(entries, Parts) else _readable(entries)
        except (KeyError, TypeError, OverflowError, msgspec.ValidationError) as error:
            raise EntryError(f"entries cannot be encoded: {error}") from error
        return body

    def decode(self, body: bytes) -> list[Entry]:
        """Read a body, bringing events of older versions to the shapes of today.

        Raises
        ------
        EntryError
            If the bytes are no entries.
        engine.events.errors.EventError
            If an event among them is of a kind, a version or a shape that nobody knows.
        """
        try:
            pairs = _PAIRS.decode(body)
        except msgspec.DecodeError:
            return self._decode_each(body)
        if all(version == _VERSION_OF[type(entry)] for version, entry in pairs):
            return [entry for _, entry in pairs]
        return self._decode_each(body)

    def recorded_at(self, entry: Entry) -> int:
        """Return when an entry was written down, microseconds since the epoch."""
        return getattr(entry, _TIME_OF[type(entry)])

    def _decode_each(self, body: bytes) -> list[Entry]:
        try:
            pairs = _RAW_PAIRS.decode(body)
        except msgspec.DecodeError as error:
            raise EntryError(f"not a list of [version, record] pairs: {error}") from error
        return [self._entry(version, fields, place) for place, (version, fields) in enumerate(pairs, start=1)]

    def _entry(self, version: int, fields: dict[str, Any], place: int) -> Entry:
        at = f"entry {place}"
        if fields.get("kind") in SHAPES or (str(fields.get("kind")), version) in self._upcasters:
            return restore_record(upcast(fields, version, upcasters=self._upcasters, place=at), place=at)
        if version != _OTHER_VERSION:
            raise EntryError(f"{at}: kind {fields.get('kind')!r} of version {version} is not known to this release")
        try:
            return msgspec.convert(fields, _AnyOther)
        except msgspec.ValidationError as error:
            raise EntryError(f"{at}: {error}") from error


def _readable(entries: Sequence[Entry]) -> bytes:
    """Return the body of entries, once it has been read back."""
    body = _ENCODER.encode([(_VERSION_OF[type(entry)], entry) for entry in entries])
    _PAIRS.decode(body if len(entries) < _SCANNED_MIN else _unscanned(body))
    return body


def _joined(entries: Parts[Entry]) -> bytes:
    """Return the body of entries some of which are bytes already."""
    pieces = (
        part.body if isinstance(part, WrittenPart) else _readable(part)[len(_head(len(part))) :]
        for part in entries.parts
    )
    return b"".join((_head(len(entries)), *pieces))


def _head(length: int) -> bytes:
    """Return how msgpack begins a list of a length."""
    if length < _FIXED_ARRAY_END:
        return bytes([_FIXED_ARRAY + length])
    return _ARRAY_16 + length.to_bytes(2, "big") if length < 1 << 16 else _ARRAY_32 + length.to_bytes(4, "big")


def _unscanned(body: bytes) -> bytes:
    """Return the entries of a body that its scan could not read, as a body of their own; reading takes half as long."""
    scanned = scan(body)
    if scanned is None:
        return body
    places: list[int] = np.flatnonzero(scanned.kinds == OTHER).tolist()
    starts = scanned.starts
    left = [body[starts[place] : starts[place + 1]] for place in places]
    return _head(len(left)) + b"".join(left)
