"""Single items of msgpack, read and written by compiled code."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_BEYOND = -1
_BYTE, _SIGNED_BYTE = 0xCC, 0xD0
_FIXED_MAX, _FIXED_MIN = 0x7F, -0x20


@njit(cache=True)
def number_at(body: NDArray[np.uint8], to: int) -> tuple[int, int]:
    """Return a whole number of 64 bits and where it ends; -1 for its end if none stands there."""
    if to >= len(body):
        return 0, _BEYOND
    code: int = body[to]
    if code <= 0x7F:
        return code, to + 1
    if code >= 0xE0:
        return code - 0x100, to + 1
    if not 0xCC <= code <= 0xD3:
        return 0, _BEYOND
    width = 1 << ((code - 0xCC) & 3)
    if to + 1 + width > len(body):
        return 0, _BEYOND
    is_signed = code >= 0xD0
    value: int = body[to + 1]
    if is_signed and value >= 0x80:
        value -= 0x100
    elif not is_signed and width == 8 and value >= 0x80:
        return 0, _BEYOND
    for place in range(2, width + 1):
        value = (value << 8) | body[to + place]
    return value, to + 1 + width


@njit(cache=True)
def list_at(body: NDArray[np.uint8], to: int) -> tuple[int, int]:
    """Return the length of a list and where its first item begins; -1 for the length if none stands there."""
    if to >= len(body):
        return -1, to
    code: int = body[to]
    if 0x90 <= code <= 0x9F:
        return code - 0x90, to + 1
    if code in (0xDC, 0xDD):
        width = 2 if code == 0xDC else 4
        length = _unsigned(body, to + 1, width)
        return length, to + 1 + width
    return -1, to


@njit(cache=True)
def behind_item(body: NDArray[np.uint8], to: int) -> int:
    """Return where an item ends, with all that it holds; -1 if none stands there."""
    open_items = 1
    while open_items > 0:
        if to >= len(body):
            return _BEYOND
        code: int = body[to]
        to += 1
        open_items -= 1
        length = held = 0
        if 0x80 <= code <= 0x8F:
            held = 2 * (code - 0x80)
        elif 0x90 <= code <= 0x9F:
            held = code - 0x90
        elif 0xA0 <= code <= 0xBF:
            length = code - 0xA0
        elif code in (0xC4, 0xC5, 0xC6, 0xD9, 0xDA, 0xDB):
            width = 1 << (code - 0xC4 if code <= 0xC6 else code - 0xD9)
            length = _unsigned(body, to, width)
            to += width
            if length < 0:
                return _BEYOND
        elif code in (0xC7, 0xC8, 0xC9, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xC1):
            return _BEYOND  # extensions: no entry holds any
        elif code in (0xCA, 0xCB):
            length = 4 if code == 0xCA else 8
        elif 0xCC <= code <= 0xD3:
            length = 1 << ((code - 0xCC) & 3)
        elif 0xDC <= code <= 0xDF:
            width = 2 if code in (0xDC, 0xDE) else 4
            held = _unsigned(body, to, width)
            to += width
            if held < 0:
                return _BEYOND
            held = 2 * held if code >= 0xDE else held
        to += length
        open_items += held
    return to if to <= len(body) else _BEYOND


@njit(cache=True)
def _unsigned(body: NDArray[np.uint8], to: int, width: int) -> int:
    """Return a number that says how long something is; -1 if it stands beyond the end."""
    if to + width > len(body):
        return -1
    value = 0
    for place in range(width):
        value = (value << 8) | body[to + place]
    return value


@njit(cache=True)
def put_number(content: NDArray[np.uint8], to: int, value: int) -> int:
    """Write a whole number in as few bytes as msgpack allows; return where the next one comes."""
    if _FIXED_MIN <= value <= _FIXED_MAX:
        content[to] = value & 0xFF
        return to + 1
    width, bytes_ = 0, 1
    if value > 0:
        while width < 3 and value >> (8 * bytes_) != 0:
            width, bytes_ = width + 1, bytes_ * 2
        content[to] = _BYTE + width
    else:
        while width < 3 and not -(1 << (8 * bytes_ - 1)) <= value:
            width, bytes_ = width + 1, bytes_ * 2
        content[to] = _SIGNED_BYTE + width
    for place in range(bytes_):
        content[to + 1 + place] = (value >> (8 * (bytes_ - 1 - place))) & 0xFF
    return to + 1 + bytes_


@njit(cache=True)
def put_text(content: NDArray[np.uint8], to: int, text: NDArray[np.uint8], first: int, last: int) -> int:
    """Copy what is written already; return where the next item comes."""
    for place in range(first, last):
        content[to] = text[place]
        to += 1
    return to
