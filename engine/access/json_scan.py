"""One compiled pass over the bytes of a JSON text: grammar, depth, counts, numbers, escapes, doubtful names.

The grammar is RFC 8259's, with nothing beyond it. Names of one object are compared by a hash of what they mean, escapes
resolved: equal names have equal hashes, so unequal hashes prove that no name is doubled, and equal ones leave a doubt
that the caller settles.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.access.json_tokens import (
    FINE,
    NOT_JSON,
    TOO_DEEP,
    TOO_MANY_ITEMS,
    TOO_MANY_MEMBERS,
    read_literal,
    read_number,
    read_string,
)

DEPTH_CEILING: Final = 64
"""Levels the scan can keep apart, whatever the limit says."""
FEW_NAMES: Final = 64
"""Up to so many names are compared in place, each with each; more are left to the caller to sort."""

_VALUE: Final = 0
_VALUE_OR_END: Final = 1
_NAME: Final = 2
_NAME_OR_END: Final = 3
_AFTER: Final = 4  # a comma, or the end of a container or of the text
_FNV_PRIME: Final = np.uint64(0x100000001B3)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


class ScanBounds(NamedTuple):
    """What a text may have at most."""

    depth_max: int
    items_max: int
    """Items in all arrays together."""
    number_length_max: int
    """Characters of one number."""


@njit(cache=True)
def scan(text: NDArray[np.uint8], bounds: ScanBounds, names: NDArray[np.uint64]) -> tuple[int, int, int, int]:
    """Scan a text.

    Parameters
    ----------
    text
        The bytes, shape `(n,)`.
    bounds
        See there.
    names
        Shape `(m,)`: room for the hashes of so many names; one more name is one too many.

    Returns
    -------
    tuple[int, int, int, int]
        What is wrong; the byte where it was noticed; how many names there are; 1 if two names of one object may be
        equal, else 0. With more than `FEW_NAMES` names the last is always 0, and equal entries of `names` tell.
    """
    at, depth, state, members, items, containers = 0, 0, _VALUE, 0, 0, 0
    objects = np.empty(DEPTH_CEILING + 1, np.int64)  # ordinal of the object at each level, -1 where it is an array
    objects[0] = 0
    while True:
        at = _skip_blanks(text, at)
        if at == text.size:
            return (FINE if depth == 0 and state == _AFTER else NOT_JSON), at, members, _doubtful(names, members)
        byte, wrong = text[at], FINE
        if byte in (0x5D, 0x7D):  # ] }
            wrong = FINE if _may_end(state, depth, objects[depth], byte) else NOT_JSON
            at, depth, state = at + 1, depth - 1, _AFTER
        elif state == _AFTER:
            wrong = FINE if byte == 0x2C and depth > 0 else NOT_JSON
            at, state = at + 1, (_VALUE if objects[depth] < 0 else _NAME)
        elif state in (_NAME, _NAME_OR_END):
            if members == names.size:
                return TOO_MANY_MEMBERS, at, members, 0
            wrong, at, hashed = _read_name(text, at)
            names[members] = (hashed ^ (np.uint64(objects[depth]) * _MIX)) * _FNV_PRIME
            members, state = members + 1, _VALUE
        else:
            items += objects[depth] < 0
            if items > bounds.items_max:
                return TOO_MANY_ITEMS, at, members, 0
            if byte in (0x5B, 0x7B):  # [ {
                if depth == bounds.depth_max:
                    return TOO_DEEP, at, members, 0
                at, depth, containers = at + 1, depth + 1, containers + 1
                objects[depth] = -1 if byte == 0x5B else containers
                state = _VALUE_OR_END if byte == 0x5B else _NAME_OR_END
            else:
                wrong, at = _read_scalar(text, at, bounds.number_length_max)
                state = _AFTER
        if wrong != FINE:
            return wrong, at, members, 0


@njit(cache=True)
def _skip_blanks(text: NDArray[np.uint8], at: int) -> int:
    while at < text.size and (text[at] == 0x20 or text[at] == 0x0A or text[at] == 0x0D or text[at] == 0x09):
        at += 1
    return at


@njit(cache=True)
def _may_end(state: int, depth: int, inside: int, byte: int) -> bool:
    is_array = inside < 0
    return depth > 0 and is_array == (byte == 0x5D) and state in (_AFTER, _VALUE_OR_END if is_array else _NAME_OR_END)


@njit(cache=True)
def _read_name(text: NDArray[np.uint8], at: int) -> tuple[int, int, np.uint64]:
    """Read a name and its colon."""
    if text[at] != 0x22:
        return NOT_JSON, at, _MIX
    wrong, at, hashed = read_string(text, at + 1)
    if wrong != FINE:
        return wrong, at, hashed
    at = _skip_blanks(text, at)
    if at == text.size or text[at] != 0x3A:
        return NOT_JSON, at, hashed
    return FINE, at + 1, hashed


@njit(cache=True)
def _read_scalar(text: NDArray[np.uint8], at: int, length_max: int) -> tuple[int, int]:
    byte = text[at]
    if byte == 0x22:
        wrong, at, _ = read_string(text, at + 1)
        return wrong, at
    if byte == 0x2D or 0x30 <= byte <= 0x39:
        return read_number(text, at, length_max)
    return read_literal(text, at)


@njit(cache=True)
def _doubtful(names: NDArray[np.uint64], members: int) -> int:
    if members <= FEW_NAMES:
        for one in range(members):
            for other in range(one):
                if names[one] == names[other]:
                    return 1
    return 0
