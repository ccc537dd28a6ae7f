"""Payloads of event rows as numbers: the JSON that the writer of event files makes, read by compiled code.

A payload has the fields of its kind in their order, without blanks, so each row is checked against every byte that it
must have and its values are taken on the way. A year of the nation holds thirty million of them; a decoder that
makes an object of each takes as long as the rest of an audit.
"""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from engine.audit.codes import MISSING
from engine.audit.errors import NotAuditableError
from engine.audit.memory import are_same, byte_at, with_slack
from engine.events.payload import payload_fields
from engine.events.shapes import SHAPES

_END, _QUOTE, _MINUS, _ZERO, _NINE = (np.uint64(ord(sign)) for sign in '}"-09')
_NULL: Final = with_slack(np.frombuffer(b"null", np.uint8))
_NULL_BYTES: Final = 4
_ALL_READ: Final = -1
_LARGEST: Final = np.uint64(2**63 - 1)
_DIGITS_MOST: Final = 19
_NOWHERE: Final = -1
"""Instead of an address: no value stands there."""


class _Form(NamedTuple):
    """What the payload of a kind looks like: f fields, w words in all their vocabularies."""

    prefixes: NDArray[np.uint8]
    """Text before each value, `{"name":` or `,"name":`, one after the other, with slack."""
    prefix_start: NDArray[np.int64]
    """int64[f + 1]"""
    words: NDArray[np.uint8]
    """The words of all vocabularies, one after the other, with slack."""
    word_start: NDArray[np.int64]
    """int64[w + 1]"""
    vocabulary_start: NDArray[np.int64]
    """int64[f + 1]: a field's words; none for a number."""
    nullable: NDArray[np.bool_]
    """bool[f]: whether a field may be null."""


def payload_numbers(texts: pa.Array, kind: str, seqs: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """Read payloads of one kind.

    Parameters
    ----------
    texts
        One payload a row.
    kind
        The kind of all rows.
    seqs
        int64[n]: numbers of the events, for the message.

    Returns
    -------
    dict[str, int64[n]]
        Each field's values: numbers as they are, words as their place in the vocabulary, null as `MISSING`.

    Raises
    ------
    NotAuditableError
        If a payload is not as the writer of event files makes it.

    Examples
    --------
    >>> payload_numbers(pa.array(['{"ground":"replaced"}']), "released", np.array([12]))["ground"].tolist()
    [1]
    """
    names = payload_fields(SHAPES[kind])
    if not names:
        return {}
    _, offsets, characters = texts.buffers()
    assert offsets is not None, "text has offsets"
    ends = np.frombuffer(memoryview(offsets), np.int32)[texts.offset : texts.offset + len(texts) + 1]
    content = np.frombuffer(memoryview(characters) if characters is not None else b"", np.uint8)
    values = np.empty((len(names), len(texts)), np.int64)
    wrong = _read(with_slack(content[: ends[-1]]), ends, _form(kind), _NULL, values)
    if wrong != _ALL_READ:
        (text,) = texts.take([wrong]).to_pylist()
        form = ", ".join(names)
        raise NotAuditableError(
            f"event {seqs[wrong]}: payload of {kind} = {text}: must hold {form}, in this order and nothing else"
        )
    return dict(zip(names, values, strict=True))


@cache
def _form(kind: str) -> _Form:
    shape = SHAPES[kind]
    names = payload_fields(shape)
    prefixes = [f'{"," if place else "{"}"{name}":'.encode() for place, name in enumerate(names)]
    fields = [shape.fields[name] for name in names]
    vocabularies = [[str(word.value).encode() for word in field.vocabulary or ()] for field in fields]
    words = [word for vocabulary in vocabularies for word in vocabulary]
    return _Form(
        with_slack(np.frombuffer(b"".join(prefixes), np.uint8)),
        _starts(prefixes),
        with_slack(np.frombuffer(b"".join(words), np.uint8)),
        _starts(words),
        np.cumsum([0, *map(len, vocabularies)]).astype(np.int64),
        np.array([field.nullable for field in fields]),
    )


def _starts(texts: list[bytes]) -> NDArray[np.int64]:
    return np.cumsum([0, *map(len, texts)]).astype(np.int64)


@njit(cache=True)
def _read(
    content: NDArray[np.uint8],
    ends: NDArray[np.int32],
    form: _Form,
    null: NDArray[np.uint8],
    values: NDArray[np.int64],
) -> int:
    """Read every row; return the first that is not of the form, `_ALL_READ` if there is none."""
    begin: int = content.ctypes.data
    prefixes: int = form.prefixes.ctypes.data
    words: int = form.words.ctypes.data
    for row in range(len(ends) - 1):
        at, end = begin + ends[row], begin + ends[row + 1]
        for place in range(len(values)):
            start, count = form.prefix_start[place], form.prefix_start[place + 1] - form.prefix_start[place]
            if at + count > end or not are_same(at, prefixes + start, count):
                return row
            at += count
            if form.nullable[place] and at + _NULL_BYTES <= end and are_same(at, null.ctypes.data, _NULL_BYTES):
                value, at = MISSING, at + _NULL_BYTES
            elif form.vocabulary_start[place] == form.vocabulary_start[place + 1]:
                value, at = _number(at, end)
            else:
                value, at = _word(at, end, form, words, place)
            if at == _NOWHERE:
                return row
            values[place, row] = value
        if at + 1 != end or byte_at(at) != _END:
            return row
    return _ALL_READ


@njit(cache=True)
def _word(at: int, end: int, form: _Form, words: int, place: int) -> tuple[int, int]:
    """Return which word of a field's vocabulary stands at an address, in quotes, and the address behind it."""
    if at >= end or byte_at(at) != _QUOTE:
        return 0, _NOWHERE
    first, last = form.vocabulary_start[place], form.vocabulary_start[place + 1]
    for word in range(first, last):
        start, count = form.word_start[word], form.word_start[word + 1] - form.word_start[word]
        behind = at + 1 + count
        if behind < end and byte_at(behind) == _QUOTE and are_same(at + 1, words + start, count):
            return word - first, behind + 1
    return 0, _NOWHERE


@njit(cache=True)
def _number(at: int, end: int) -> tuple[int, int]:
    """Return the whole number of 64 bits that stands at an address, as it is always written, and what is behind it."""
    is_negative = at < end and byte_at(at) == _MINUS
    if is_negative:
        at += 1
    begin, number = at, np.uint64(0)
    while at < end and _ZERO <= byte_at(at) <= _NINE:
        number = number * np.uint64(10) + (byte_at(at) - _ZERO)
        at += 1
    most = _LARGEST + np.uint64(is_negative)  # nineteen digits cannot pass the 64 bits that hold them
    is_padded = at > begin + 1 and byte_at(begin) == _ZERO
    if at == begin or at > begin + _DIGITS_MOST or number > most or is_padded or (is_negative and number == 0):
        return 0, _NOWHERE
    # 2**63 is its own negative in 64 bits.
    return int(-np.int64(number) if is_negative else np.int64(number)), at
