"""The commonest events of a log's body as columns, read by one compiled call.

A body is a msgpack list of `[version, record]` pairs, each record a map that its encoder writes field by field in the
order of its class. So of a kind and version that is known, every key stands where it must, and what is left to read is
whole numbers and words of closed vocabularies. An entry that is written in any other way, or of another kind, is
passed over: whoever needs it decodes it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.events.moves import DisputeOpened, Moved
from engine.events.msgpack_items import behind_item, list_at, number_at
from engine.events.records import DeckRenewed, Escalated, Event, Filed, Offered
from engine.events.shapes import SHAPE_OF
from engine.events.wide_reads import has_bytes
from engine.events.wide_writes import SPARE_BYTES

SCANNED: Final[tuple[type[Event], ...]] = (DisputeOpened, Filed, Escalated, Offered, Moved, DeckRenewed)
"""Kinds that are read, in order of their numbers."""
OTHER: Final = -1
"""Number of every other kind."""
NULL: Final = -(2**63)
"""What stands for null in a column of whole numbers; in one of words it is -1."""
_NO_WORD = -1
_NULL = int(NULL)
_OTHER = int(OTHER)


class Layout(NamedTuple):
    """How the kinds are written: where in `text` lies what."""

    text: NDArray[np.uint8]
    heads: NDArray[np.int64]
    """int64[kinds, 2]: what each begins with, up to its tag."""
    firsts: NDArray[np.int64]
    """int64[kinds + 1]: the first of each one's fields."""
    keys: NDArray[np.int64]
    """int64[fields, 2]"""
    vocabularies: NDArray[np.int64]
    """int64[fields, 2]: the first of a field's words and the one behind its last; none for a whole number."""
    nullable: NDArray[np.bool_]
    words: NDArray[np.int64]
    """int64[words, 2]"""


class Scanned(NamedTuple):
    """The entries of a body, in their order."""

    kinds: NDArray[np.int64]
    """int64[n]: numbers by `SCANNED`, `OTHER` for what was not read."""
    starts: NDArray[np.int64]
    """int64[n + 1]: where each begins, and where the last ends."""
    values: NDArray[np.int64]
    """int64[n, m]: fields in the order of the class; of words their places in the vocabulary."""


def column_of(kind: type[Event], field: str) -> int:
    """Return the column of a field among the values of a kind."""
    return list(SHAPE_OF[kind].fields).index(field)


def row_of(event: Event) -> NDArray[np.int64]:
    """int64[m]: the values of an event of one of these kinds; columns beyond its fields hold anything."""
    found = scan(_coded([(event.version, event)]))
    assert found is not None, "a body of one event"
    assert found.kinds[0] != OTHER, "of a kind that is read"
    return found.values[0]


def scan(body: bytes) -> Scanned | None:
    """Read a body; None if it is no list of pairs.

    Examples
    --------
    >>> event = Escalated(occurred_at=5, recorded_at=5, dispute_id=7, case_id=7, court_id=0, step=1, deadline=None)
    >>> found = scan(msgspec.msgpack.encode([(event.version, event)]))
    >>> SCANNED[found.kinds[0]].__name__, found.values[0, :4].tolist()
    ('Escalated', [5, 5, 7, 7])
    """
    content = np.frombuffer(body, np.uint8)
    count, start = list_at(content, 0)
    return scan_items(content, start, count) if 0 <= count <= len(body) else None


def scan_items(content: NDArray[np.uint8], start: int, count: int) -> Scanned | None:
    """Read as many pairs as are said to stand in uint8[n] from a place to the end; None if they do not."""
    kinds = np.empty(count, np.int64)
    starts = np.empty(count + 1, np.int64)
    values = np.empty((count, WIDTH), np.int64)
    is_whole = _scan(content, start, LAYOUT, kinds, starts, values)
    return Scanned(kinds, starts, values) if is_whole else None


def _layout(kinds: Sequence[type[Event]]) -> Layout:
    text = bytearray()
    heads: list[tuple[int, int]] = []
    firsts = [0]
    keys: list[tuple[int, int]] = []
    vocabularies: list[tuple[int, int]] = []
    nullable: list[bool] = []
    words: list[tuple[int, int]] = []

    def laid(content: bytes) -> tuple[int, int]:
        text.extend(content)
        return len(text) - len(content), len(text)

    for kind in kinds:
        shape, tag_field = SHAPE_OF[kind], kind.__struct_config__.tag_field
        # What comes before the first value, of a map of so many entries with the tag as its first.
        begun = _coded([shape.version, {tag_field: shape.kind} | dict.fromkeys(shape.fields)])
        nulls = b"".join(_coded(name) + _coded(None) for name in shape.fields)
        heads.append(laid(begun.removesuffix(nulls)))
        for name, field in shape.fields.items():
            keys.append(laid(_coded(name)))
            nullable.append(field.nullable)
            first = len(words)
            words += [laid(_coded(word.value)) for word in field.vocabulary or ()]
            vocabularies.append((first, len(words)))
        firsts.append(len(keys))
    text.extend(bytes(SPARE_BYTES))
    return Layout(
        np.frombuffer(bytes(text), np.uint8),
        np.array(heads, np.int64),
        np.array(firsts, np.int64),
        np.array(keys, np.int64),
        np.array(vocabularies, np.int64),
        np.array(nullable, np.bool_),
        np.array(words, np.int64),
    )


def _coded(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


LAYOUT: Final = _layout(SCANNED)
WIDTH: Final = int(np.diff(LAYOUT.firsts).max())
"""Columns of the values: as many as the kind with most fields has."""


@njit(cache=True, nogil=True)
def _scan(
    body: NDArray[np.uint8],
    start: int,
    layout: Layout,
    kinds: NDArray[np.int64],
    starts: NDArray[np.int64],
    values: NDArray[np.int64],
) -> bool:
    """Read every entry; tell whether they fill the body."""
    starts[0] = start
    for entry in range(len(kinds)):
        kinds[entry] = _OTHER
        end = -1
        for kind in range(len(layout.heads)):
            if _has(body, starts[entry], layout, layout.heads, kind):
                end = _event(body, starts[entry], layout, kind, values[entry])
                if end >= 0:
                    kinds[entry] = kind
                break
        if end < 0:
            end = behind_item(body, starts[entry])
        if end < 0:
            return False
        starts[entry + 1] = end
    return starts[len(kinds)] == len(body)


@njit(cache=True)
def _event(body: NDArray[np.uint8], to: int, layout: Layout, kind: int, values: NDArray[np.int64]) -> int:
    """Read an event that begins as its kind does; return where it ends, -1 if it is written in another way."""
    to += layout.heads[kind, 1] - layout.heads[kind, 0]
    first = layout.firsts[kind]
    for field in range(first, layout.firsts[kind + 1]):
        if not _has(body, to, layout, layout.keys, field):
            return -1
        to += layout.keys[field, 1] - layout.keys[field, 0]
        if to < len(body) and body[to] == 0xC0 and layout.nullable[field]:
            is_word = layout.vocabularies[field, 0] < layout.vocabularies[field, 1]
            values[field - first] = _NO_WORD if is_word else _NULL
            to += 1
        elif layout.vocabularies[field, 0] < layout.vocabularies[field, 1]:
            place, to = _word(body, to, layout, field)
            if place < 0:
                return -1
            values[field - first] = place
        else:
            values[field - first], to = number_at(body, to)
            if to < 0:
                return -1
    return to


@njit(cache=True)
def _has(body: NDArray[np.uint8], to: int, layout: Layout, ranges: NDArray[np.int64], place: int) -> bool:
    """Tell whether a piece of the layout stands at a place."""
    return has_bytes(body, to, layout.text, ranges[place, 0], ranges[place, 1])


@njit(cache=True)
def _word(body: NDArray[np.uint8], to: int, layout: Layout, field: int) -> tuple[int, int]:
    """Return the place of a word in its vocabulary and where it ends; -1 for both if it is none."""
    first = layout.vocabularies[field, 0]
    for word in range(first, layout.vocabularies[field, 1]):
        if _has(body, to, layout, layout.words, word):
            return word - first, to + layout.words[word, 1] - layout.words[word, 0]
    return -1, -1
