"""The `payload` column of rows, written as text by compiled code.

What an event's payload looks like is asked of the event itself, once a kind: an event with marks for numbers is written
the usual way, and the text between the marks is kept. So no second list of fields exists beside the records.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from engine.core.policy import Policy
from engine.core.state import NONE
from engine.events.columns import event_batch
from sim.fast.records import RowEvents
from sim.fast.rows import (
    CLOSED,
    ESCALATED,
    FILED,
    FIRST,
    FOURTH,
    FREED,
    KIND,
    MEDIATOR,
    NOTHING,
    OFFERED,
    OPENED,
    POLICY_ADOPTED,
    RETURNED,
    SECOND,
    STEP,
    THIRD,
    WENT_ABSENT,
    WIDTH,
    trait,
)

_KINDS: Final = POLICY_ADOPTED + 1
_VARIANTS: Final = 32
"""Texts a kind may have beside its numbers: a row's words are numbered below this."""
_LANGUAGE: Final = 1
_LANGUAGES: Final = 8
_MARK: Final = 7_000_000_000_000_000_000
"""Plus a column's number: stands for that column in the sample."""


class Templates(NamedTuple):
    """Text and numbers of each payload, by kind and variant: int64 arrays, and the bytes of all texts."""

    first_piece: NDArray[np.int64]
    """int64[kinds * variants + 1]: pieces of one follow those of another; none where there is no payload."""
    column: NDArray[np.int64]
    """Column whose number follows the piece's text, -1 for none."""
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    text: NDArray[np.uint8]


def templates() -> Templates:
    """Ask every kind of event what its payload looks like."""
    first_piece, columns, ends, text = [0], list[int](), list[int](), b""
    for kind in range(_KINDS):
        for variant in range(_VARIANTS):
            for literal, column in _pieces(kind, variant):
                text += literal.encode()
                columns.append(column)
                ends.append(len(text))
            first_piece.append(len(columns))
    return Templates(
        np.array(first_piece, np.int64),
        np.array(columns, np.int64),
        np.array([0, *ends[:-1]], np.int64),
        np.array(ends, np.int64),
        np.frombuffer(text, np.uint8).copy(),
    )


def payload_array(rows: NDArray[np.int64], texts: Templates) -> pa.StringArray:
    """Return the payload of each row, null for a kind that has none.

    Parameters
    ----------
    rows
        int64[n, WIDTH].
    texts
        What `templates` returned.
    """
    size, offsets, given = _measure(rows, *texts[:4])
    characters = np.empty(size, np.uint8)
    _write(rows, *texts, characters, offsets)
    marks = None if given.all() else pa.array(given).buffers()[1]
    return pa.StringArray.from_buffers(len(rows), pa.py_buffer(offsets), pa.py_buffer(characters), marks)


@njit(cache=True)
def variant_of(row: NDArray[np.int64]) -> int:
    """Return which of its kind's texts a row has: words differ, not numbers only."""
    kind = row[KIND]
    if kind == FILED:
        return trait(row[FIRST], _LANGUAGE)
    if kind == OPENED:
        stage = 0 if row[MEDIATOR] == NONE else (1 if row[FOURTH] == NOTHING else 2)
        return stage * _LANGUAGES + trait(row[FIRST], _LANGUAGE)
    if kind == OFFERED:
        return int(row[FOURTH] == FREED)
    if kind == POLICY_ADOPTED:
        return row[SECOND]
    return row[FIRST] if kind == ESCALATED else 0


def _pieces(kind: int, variant: int) -> Sequence[tuple[str, int]]:
    """Literals of a payload, each with the column whose number follows it."""
    text = _sample_payload(kind, variant)
    if text is None:
        return []
    parts = re.split(rf"({_MARK // 10**9}\d{{9}})", text)
    literals, marks = parts[::2], [int(mark) - _MARK for mark in parts[1::2]]
    return list(zip(literals, [*marks, NONE], strict=True))


def _sample_payload(kind: int, variant: int) -> str | None:
    row = np.array([_MARK + column for column in range(WIDTH)], np.int64)
    row[:FIRST] = (kind, 0, 0, 0, 0, 1, 0, 0)
    language, stage = variant % _LANGUAGES, variant // _LANGUAGES
    if kind in (FILED, OPENED):
        row[FIRST] = language << 8
    if kind == OPENED:
        row[MEDIATOR] = NONE if stage == 0 else 0
        row[THIRD] = 0
        row[FOURTH] = _MARK + FOURTH if stage == 2 else NOTHING
    elif kind == OFFERED and variant == 1:
        row[FOURTH] = FREED
    elif kind == ESCALATED:
        row[FIRST] = variant
    elif kind == CLOSED:
        row[FIRST] = 1
    elif kind in (WENT_ABSENT, RETURNED, POLICY_ADOPTED):
        row[FIRST] = 0
    if kind == POLICY_ADOPTED:
        row[[STEP, SECOND]] = (_MARK + STEP, variant)
    known = {FILED: 7, OPENED: 3 * _LANGUAGES, OFFERED: 2, ESCALATED: 2, POLICY_ADOPTED: len(Policy)}.get(kind, 1)
    if variant >= known or (kind == OPENED and language == 7):
        return None
    events = list(RowEvents(np.zeros(1, np.int32)).events(row[None, :]))
    batch = event_batch(events, first_seq=1, replication=0, court_province=np.zeros(1, np.int32))
    return batch.column("payload").to_pylist()[0]


@njit(cache=True)
def _measure(
    rows: NDArray[np.int64],
    first_piece: NDArray[np.int64],
    column: NDArray[np.int64],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
) -> tuple[int, NDArray[np.int32], NDArray[np.bool_]]:
    """Return the bytes of all texts, where each begins (int32[n + 1]), and which rows have one."""
    offsets, given = np.zeros(len(rows) + 1, np.int32), np.zeros(len(rows), np.bool_)
    size = 0
    for i in range(len(rows)):
        text = rows[i, KIND] * _VARIANTS + variant_of(rows[i])
        for piece in range(first_piece[text], first_piece[text + 1]):
            size += end[piece] - begin[piece]
            if column[piece] >= 0:
                size += _digits(rows[i, column[piece]])
            given[i] = True
        offsets[i + 1] = size
    return size, offsets, given


@njit(cache=True)
def _write(
    rows: NDArray[np.int64],
    first_piece: NDArray[np.int64],
    column: NDArray[np.int64],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    text: NDArray[np.uint8],
    characters: NDArray[np.uint8],
    offsets: NDArray[np.int32],
) -> None:
    for i in range(len(rows)):
        place = np.int64(offsets[i])
        chosen = rows[i, KIND] * _VARIANTS + variant_of(rows[i])
        for piece in range(first_piece[chosen], first_piece[chosen + 1]):
            for byte in range(begin[piece], end[piece]):
                characters[place] = text[byte]
                place += 1
            if column[piece] >= 0:
                place = _write_number(rows[i, column[piece]], characters, place)


@njit(cache=True)
def _digits(number: int) -> int:
    """Return how many characters a number takes, the sign counted."""
    size = 1 if number < 0 else 0
    # The smallest number has no positive twin: its digits are those of an unsigned one.
    rest = np.uint64(number) if number >= 0 else np.uint64(0) - np.uint64(number)
    size += 1
    while rest >= np.uint64(10):
        rest //= np.uint64(10)
        size += 1
    return size


@njit(cache=True)
def _write_number(number: int, characters: NDArray[np.uint8], place: int) -> int:
    """Write a number in decimal and return the place after it."""
    size = _digits(number)
    rest = np.uint64(number) if number >= 0 else np.uint64(0) - np.uint64(number)
    if number < 0:
        characters[place] = 45
    last = place + size - 1
    while rest >= np.uint64(10):
        characters[last] = 48 + rest % np.uint64(10)
        rest //= np.uint64(10)
        last -= 1
    characters[last] = 48 + rest
    return place + size
