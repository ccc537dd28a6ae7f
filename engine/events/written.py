"""Events that are written before anybody makes records of them.

Many events that begin together differ in a few numbers. As columns they become bytes by one compiled call, which writes
what the encoder of records would; whoever wants to see one decodes it.
"""

from typing import Final

import msgspec
import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.events.errors import EventBodyError
from engine.events.records import AnyEvent, Event
from engine.events.scan import LAYOUT, NULL, SCANNED, Layout, column_of, scan_items
from engine.events.wide_writes import SPARE_BYTES, put_bytes, put_whole

_RECORDED, _CASE = column_of(SCANNED[0], "recorded_at"), column_of(SCANNED[0], "case_id")
"""Columns, which every kind has there."""
_FEW: Final = 4
"""Parts that are decoded by themselves; whoever asks for more wants all, which takes half as long."""
_ARRAY_32: Final = b"\xdd"
"""How msgpack begins a list whose length follows in four bytes."""
_NUMBER_BYTES: Final = 9
_NIL = 0xC0
_NO_WORD = -1
_NULL = int(NULL)
_RECORDS: Final = msgspec.msgpack.Decoder(list[tuple[int, AnyEvent]])


class Written:
    """Events as columns and as bytes.

    Parameters
    ----------
    kinds
        int64[n], n at least 1: numbers by `engine.events.scan.SCANNED`.
    values
        int64[n, m]: fields in the order of the class, as `engine.events.scan.Scanned` has them.

    Raises
    ------
    EventBodyError
        If a kind has no such number, a vocabulary no such word, or a field may not be null.

    Examples
    --------
    >>> from engine.events.records import Escalated
    >>> from engine.events.scan import row_of
    >>> from engine.events.written_part import WrittenPart
    >>> event = Escalated(occurred_at=5, recorded_at=5, dispute_id=7, case_id=7, court_id=0, step=1, deadline=None)
    >>> written = Written(np.array([SCANNED.index(Escalated)]), row_of(event)[np.newaxis])
    >>> WrittenPart(written, 0, 1) == [event]
    True
    """

    def __init__(self, kinds: NDArray[np.int64], values: NDArray[np.int64]) -> None:
        self.kinds: Final = kinds
        self.values: Final = values
        self._content: Final = np.empty(_room_of(kinds), np.uint8)
        self._starts: Final = np.empty(len(kinds) + 1, np.int64)
        self._decoded: list[Event] | None = None
        self._asked = 0
        if not _write(kinds, values, LAYOUT, self._content, self._starts):
            raise EventBodyError("columns cannot be written: they must hold known kinds and words")

    def body(self, first: int, end: int) -> memoryview:
        """Return the bytes of the events from one place up to another: pairs as a body has them, without its head."""
        return self._content[self._starts[first] : self._starts[end]].data

    def check(self) -> None:
        """Read all of it back; for a log can never take back what it could not read. Other threads go on meanwhile.

        Raises
        ------
        EventBodyError
            If it cannot be read, or says something else.
        """
        found = scan_items(self._content[: self._starts[-1]], 0, len(self.kinds))
        if found is None or not np.array_equal(found.kinds, self.kinds):
            raise EventBodyError("events that were written cannot be read back")

    def events(self, first: int, end: int) -> list[Event]:
        """Return the events from one place up to another."""
        self._asked += 1
        if self._decoded is None and (self._asked > _FEW or end - first == len(self.kinds)):
            self._decoded = self._decode(0, len(self.kinds))
        return self._decode(first, end) if self._decoded is None else self._decoded[first:end]

    def recorded_at(self, first: int, end: int) -> NDArray[np.int64]:
        """int64[n]: when the events from one place up to another were written down, microseconds since the epoch."""
        return self.values[first:end, _RECORDED]

    def counts(self, first: int, end: int) -> dict[type[Event], int]:
        """Return how many events of each kind stand between two places."""
        counts: list[int] = np.bincount(self.kinds[first:end], minlength=len(SCANNED)).tolist()
        return {kind: count for kind, count in zip(SCANNED, counts, strict=True) if count}

    def cases_of(self, kind: type[Event], first: int, end: int) -> list[int]:
        """Return the cases of the events of a kind between two places, in their order."""
        return self.values[first:end][self.kinds[first:end] == SCANNED.index(kind), _CASE].tolist()

    def event(self, place: int) -> Event:
        """Return one event."""
        return self._decode(place, place + 1)[0]

    def _decode(self, first: int, end: int) -> list[Event]:
        body = b"".join((_ARRAY_32, (end - first).to_bytes(4, "big"), self.body(first, end)))
        return [event for _, event in _RECORDS.decode(body)]


def _bytes_max(layout: Layout) -> NDArray[np.int64]:
    """int64[kinds]: more bytes than any event of a kind takes."""
    keys, words = np.diff(layout.keys)[:, 0], np.diff(layout.words)[:, 0]
    longest = [max((_NUMBER_BYTES, *words[first:end].tolist())) for first, end in layout.vocabularies.tolist()]
    of_field = keys + np.array(longest, np.int64)
    return np.diff(layout.heads)[:, 0] + np.add.reduceat(of_field, layout.firsts[:-1])


_BYTES_MAX: Final = _bytes_max(LAYOUT)


def _room_of(kinds: NDArray[np.int64]) -> int:
    counts = np.bincount(kinds[(kinds >= 0) & (kinds < len(SCANNED))], minlength=len(SCANNED))
    return int(counts @ _BYTES_MAX) + SPARE_BYTES


@njit(cache=True, nogil=True)
def _write(
    kinds: NDArray[np.int64],
    values: NDArray[np.int64],
    layout: Layout,
    content: NDArray[np.uint8],
    starts: NDArray[np.int64],
) -> bool:
    """Write every event; tell whether all could be."""
    to = 0
    for event in range(len(kinds)):
        starts[event] = to
        if not 0 <= kinds[event] < len(layout.heads):
            return False
        kind: int = kinds[event]
        to = _put_event(content, to, layout, kind, values[event])
        if to < 0:
            return False
    starts[len(kinds)] = to
    return True


@njit(cache=True)
def _put_event(content: NDArray[np.uint8], to: int, layout: Layout, kind: int, values: NDArray[np.int64]) -> int:
    """Write an event; return where the next one comes, -1 if a field cannot hold what it is to."""
    to = put_bytes(content, to, layout.text, layout.heads[kind, 0], layout.heads[kind, 1])
    first = layout.firsts[kind]
    for field in range(first, layout.firsts[kind + 1]):
        to = put_bytes(content, to, layout.text, layout.keys[field, 0], layout.keys[field, 1])
        value = int(values[field - first])
        word, end = layout.vocabularies[field, 0], layout.vocabularies[field, 1]
        is_word = word < end
        if layout.nullable[field] and value == (_NO_WORD if is_word else _NULL):
            content[to] = _NIL
            to += 1
        elif is_word:
            if not 0 <= value < end - word:
                return -1
            to = put_bytes(content, to, layout.text, layout.words[word + value, 0], layout.words[word + value, 1])
        else:
            to = put_whole(content, to, value)
    return to
