"""Compiled readers of one JSON token each: a string, a number, a literal.

Each is given the bytes and where the token starts, and returns what is wrong (`FINE` if nothing) and the byte after the
token, or the byte at which it went wrong.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

FINE: Final = 0
NOT_JSON: Final = 1
TOO_DEEP: Final = 2
TOO_MANY_MEMBERS: Final = 3
TOO_MANY_ITEMS: Final = 4
NUMBER_TOO_LONG: Final = 5
NUMBER_TOO_LARGE: Final = 6
BAD_CONTROL: Final = 7
BAD_ESCAPE: Final = 8
LONE_SURROGATE: Final = 9
NUL: Final = 10

_QUOTE: Final = 0x22
_BACKSLASH: Final = 0x5C
_INT64_DIGITS: Final = 19
_EXPONENT_MAX: Final = 308  # numbers from 1e308 up are refused: the largest double is near 1.8e308
_EXPONENT_CEILING: Final = 1_000_000  # counting on would overflow, and says nothing new
_FNV_PRIME: Final = np.uint64(0x100000001B3)
_FNV_BASIS: Final = np.uint64(0xCBF29CE484222325)
_INT64_MAX: Final = np.uint64(0x7FFFFFFFFFFFFFFF)


@njit(cache=True)
def read_string(text: NDArray[np.uint8], at: int) -> tuple[int, int, np.uint64]:
    """Read a string from the byte after its opening quote; the third value is the hash of what it means."""
    size, hashed = text.size, _FNV_BASIS
    while at < size:
        byte = text[at]
        if byte == _QUOTE:
            return FINE, at + 1, hashed
        if byte < 0x20:
            return (NUL if byte == 0 else BAD_CONTROL), at, hashed
        if byte != _BACKSLASH:
            hashed = (hashed ^ np.uint64(byte)) * _FNV_PRIME
            at += 1
            continue
        wrong, at, meant = _escape(text, at + 1)
        if wrong != FINE:
            return wrong, at, hashed
        hashed = _hash_character(hashed, meant)
    return NOT_JSON, at, hashed


@njit(cache=True)
def _escape(text: NDArray[np.uint8], at: int) -> tuple[int, int, int]:
    """Read what follows a backslash; the third value is the character it stands for."""
    if at == text.size:
        return NOT_JSON, at, 0
    byte = text[at]
    if byte == 0x75:  # u
        return _unicode_escape(text, at + 1)
    if byte in (_QUOTE, _BACKSLASH, 0x2F):
        return FINE, at + 1, int(byte)
    for letter, meant in ((0x62, 8), (0x66, 12), (0x6E, 10), (0x72, 13), (0x74, 9)):  # b f n r t
        if byte == letter:
            return FINE, at + 1, meant
    return BAD_ESCAPE, at, 0


@njit(cache=True)
def _unicode_escape(text: NDArray[np.uint8], at: int) -> tuple[int, int, int]:
    high = _hex4(text, at)
    if high < 0:
        return BAD_ESCAPE, at, 0
    if high == 0:
        return NUL, at, 0
    if not 0xD800 <= high <= 0xDFFF:
        return FINE, at + 4, high
    low = -1
    if high < 0xDC00 and at + 5 < text.size and text[at + 4] == _BACKSLASH and text[at + 5] == 0x75:
        low = _hex4(text, at + 6)
    if not 0xDC00 <= low <= 0xDFFF:
        return LONE_SURROGATE, at, 0
    return FINE, at + 10, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


@njit(cache=True)
def _hex4(text: NDArray[np.uint8], at: int) -> int:
    """Return the number that four hexadecimal digits are, -1 if they are not."""
    if at + 4 > text.size:
        return -1
    number = 0
    for place in range(at, at + 4):
        byte = int(text[place])
        if 0x30 <= byte <= 0x39:
            digit = byte - 0x30
        elif 0x41 <= byte <= 0x46 or 0x61 <= byte <= 0x66:
            digit = (byte & 0x0F) + 9
        else:
            return -1
        number = number * 16 + digit
    return number


@njit(cache=True)
def _hash_character(hashed: np.uint64, character: int) -> np.uint64:
    """Go on with a hash by the UTF-8 bytes of a character, so that an escape hashes as what it stands for."""
    if character < 0x80:
        return (hashed ^ np.uint64(character)) * _FNV_PRIME
    more = 1 if character < 0x800 else (2 if character < 0x10000 else 3)
    lead = (0xC0 if more == 1 else (0xE0 if more == 2 else 0xF0)) | (character >> (6 * more))
    hashed = (hashed ^ np.uint64(lead)) * _FNV_PRIME
    for place in range(more - 1, -1, -1):
        hashed = (hashed ^ np.uint64(0x80 | ((character >> (6 * place)) & 0x3F))) * _FNV_PRIME
    return hashed


@njit(cache=True)
def _digits(text: NDArray[np.uint8], at: int) -> int:
    """Return the byte after the digits that start here."""
    while at < text.size and 0x30 <= text[at] <= 0x39:
        at += 1
    return at


@njit(cache=True)
def read_number(text: NDArray[np.uint8], at: int, length_max: int) -> tuple[int, int]:
    """Read a number; a whole one must be an int64, another must be below 1e308."""
    start, size = at, text.size
    if text[at] == 0x2D:
        at += 1
    first = at
    at = _digits(text, at)
    whole = at - first
    if whole == 0 or (whole > 1 and text[first] == 0x30):
        return NOT_JSON, at
    after_whole, fraction = at, at
    if at < size and text[at] == 0x2E:
        fraction = at + 1
        at = _digits(text, fraction)
        if at == fraction:
            return NOT_JSON, at
    mantissa_end, exponent = at, 0
    if at < size and (text[at] == 0x65 or text[at] == 0x45):
        at, exponent = _exponent(text, at + 1)
        if at < 0:
            return NOT_JSON, -at
    if at - start > length_max:
        return NUMBER_TOO_LONG, start
    if at == after_whole:
        return (FINE if _fits_int64(text, first, at, first - start) else NUMBER_TOO_LARGE), at
    magnitude = _magnitude(text, first, after_whole, fraction, mantissa_end)
    return (NUMBER_TOO_LARGE if magnitude + exponent >= _EXPONENT_MAX else FINE), at


@njit(cache=True)
def _exponent(text: NDArray[np.uint8], at: int) -> tuple[int, int]:
    """Return the byte after an exponent and its value; the byte negative if there is none."""
    negative = at < text.size and text[at] == 0x2D
    if negative or (at < text.size and text[at] == 0x2B):
        at += 1
    end = _digits(text, at)
    if end == at:
        return -at, 0
    value = 0
    for place in range(at, end):
        value = min(value * 10 + int(text[place]) - 0x30, _EXPONENT_CEILING)
    return end, (-value if negative else value)


@njit(cache=True)
def _fits_int64(text: NDArray[np.uint8], first: int, end: int, signs: int) -> bool:
    if end - first > _INT64_DIGITS:
        return False
    value = np.uint64(0)
    for place in range(first, end):
        value = value * np.uint64(10) + np.uint64(text[place] - 0x30)
    return bool(value <= _INT64_MAX + np.uint64(signs))


@njit(cache=True)
def _magnitude(text: NDArray[np.uint8], first: int, after_whole: int, fraction: int, end: int) -> int:
    """Return the power of ten of the first digit of a mantissa that is not 0; of 0 itself, one below any exponent."""
    if text[first] != 0x30:
        return after_whole - first - 1
    for place in range(fraction, end):
        if text[place] != 0x30:
            return fraction - place - 1
    return -2 * _EXPONENT_CEILING


@njit(cache=True)
def read_literal(text: NDArray[np.uint8], at: int) -> tuple[int, int]:
    """Read `true`, `false` or `null`; there is no `NaN` and no `Infinity`."""
    for word in (b"true", b"false", b"null"):
        end = at + len(word)
        if end <= text.size and text[at] == word[0]:
            for place in range(len(word)):
                if text[at + place] != word[place]:
                    return NOT_JSON, at + place
            return FINE, end
    return NOT_JSON, at
