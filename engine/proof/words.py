"""The 64-bit word of a draw: a keyed hash of what the draw is for.

    word = BLAKE2b-64(case || draw number || head, key of the day), read as a signed integer, little-endian

Ticket number `(word as unsigned) * total >> 64` wins. A ticket's probability differs from `1 / total` by less than
`2**-64`, so the chance of any set of tickets is off by less than `total / 2**64`: at a million tickets, one part in
ten million million.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from struct import error as StructError  # noqa: N812 - `error` alone says nothing where it is caught
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.events.chain import HASH_BYTES
from engine.proof.blake2b import keyed_hashes
from engine.proof.errors import DrawInputError

KEY_BYTES: Final = 32

_PERSON: Final = b"onestop draw 1"
"""Names what is hashed and how, which is never changed under this name."""
_MESSAGE: Final = Struct("<qI32s")
_WORD: Final = Struct("<q")
_MESSAGES: Final = np.dtype(
    {
        "names": ["case", "draw", "head"],
        "formats": ["<i8", "<u4", (np.uint8, HASH_BYTES)],
        "offsets": [0, 8, 12],
        "itemsize": 48,
    }
)
"""Many messages, each filled up with zeros to whole words."""

DrawWord = Callable[[int, int, bytes], int]
"""Case, number of the draw and head to the word of the draw."""


@lru_cache(maxsize=32)  # draws come day by day, so `draw_word` nearly always finds the day it had last
def day_words(day_key: bytes) -> DrawWord:
    """Return the function that gives the words of one day.

    For the many draws of a day: the key is taken in once, and a word takes 0.8 us.

    Parameters
    ----------
    day_key
        The day's key as it is used (see `engine.proof.day_keys.DayKey.used`), 32 bytes.

    Raises
    ------
    DrawInputError
        If the key is not 32 bytes; from the function returned, if the head is not, or if the case is no signed
        64-bit or the number of the draw no unsigned 32-bit integer.

    Examples
    --------
    >>> word = day_words(bytes(32))
    >>> word(7, 1, bytes(32)) == draw_word(bytes(32), 7, 1, bytes(32))
    True
    """
    if len(day_key) != KEY_BYTES:
        raise DrawInputError("length of a day's key", len(day_key), f"{KEY_BYTES} bytes")
    keyed = blake2b(digest_size=_WORD.size, key=day_key, person=_PERSON)

    # Bound as defaults: a closure of locals runs a fifth faster than a method with attributes.
    def word(
        case_id: int,
        draw_number: int,
        head: bytes,
        _start: Callable[[], blake2b] = keyed.copy,
        _pack: Callable[[int, int, bytes], bytes] = _MESSAGE.pack,
        _unpack: Callable[[bytes], tuple[int]] = _WORD.unpack,
    ) -> int:
        if len(head) != HASH_BYTES:
            raise DrawInputError("length of a head", len(head), f"{HASH_BYTES} bytes")
        hashed = _start()
        try:
            hashed.update(_pack(case_id, draw_number, head))
        except StructError:
            raise _out_of_range(case_id, draw_number) from None
        return _unpack(hashed.digest())[0]

    return word


def draw_word(day_key: bytes, case_id: int, draw_number: int, head: bytes) -> int:
    """Return the word of one draw, -2**63 to 2**63 - 1.

    Parameters
    ----------
    day_key
        The key of the day of the draw, in UTC+8, as it is used; 32 bytes.
    case_id
        The case.
    draw_number
        Ordinal of the offer within the case, from 1: `attempt` of the `offered` event.
    head
        Hash of the last batch sealed before the case's filing was recorded, 32 bytes; zeros if there was none.

    Raises
    ------
    DrawInputError
        If the key or the head is not 32 bytes, or a number is out of range.

    Examples
    --------
    >>> draw_word(bytes(32), 7, 1, bytes(32)) != draw_word(bytes(32), 7, 2, bytes(32))
    True
    """
    return day_words(day_key)(case_id, draw_number, head)


def draw_words(
    day_key: bytes, case_ids: NDArray[np.int64], draw_numbers: NDArray[np.int64], heads: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Return the words of many draws of one day, as `draw_word` would one by one.

    Parameters
    ----------
    day_key
        As for `draw_word`.
    case_ids, draw_numbers
        int64[n]
    heads
        uint8[n, 32]: the head of each draw.

    Raises
    ------
    DrawInputError
        If the key or the heads are not 32 bytes long, or the number of a draw is out of range.

    Examples
    --------
    >>> words = draw_words(bytes(32), np.array([7]), np.array([1]), np.zeros((1, 32), np.uint8))
    >>> words.tolist() == [draw_word(bytes(32), 7, 1, bytes(32))]
    True
    """
    if len(day_key) != KEY_BYTES:
        raise DrawInputError("length of a day's key", len(day_key), f"{KEY_BYTES} bytes")
    if heads.shape[1:] != (HASH_BYTES,):
        raise DrawInputError("length of a head", heads.shape[-1], f"{HASH_BYTES} bytes")
    beyond = (draw_numbers < 0) | (draw_numbers >= 1 << 32)
    if beyond.any():
        raise _out_of_range(0, int(draw_numbers[np.argmax(beyond)]))
    messages = np.zeros(len(case_ids), _MESSAGES)
    messages["case"], messages["draw"], messages["head"] = case_ids, draw_numbers, heads
    words = messages.view("<u8").reshape(-1, _MESSAGES.itemsize // 8)
    return keyed_hashes(words, _MESSAGE.size, key=day_key, person=_PERSON)


def winning_ticket(word: int, ticket_total: int) -> int:
    """Return the number of the ticket that a word draws, from 0.

    Parameters
    ----------
    word
        As `draw_word` returns it.
    ticket_total
        Tickets in the draw, 1 to 2**63 - 1.

    Examples
    --------
    >>> winning_ticket(-1, 10), winning_ticket(0, 10)  # the largest word and the smallest
    (9, 0)
    """
    if not 1 <= ticket_total < 1 << 63:
        raise DrawInputError("ticket_total", ticket_total, "1 to 2**63 - 1")
    return (word & 0xFFFF_FFFF_FFFF_FFFF) * ticket_total >> 64


def _out_of_range(case_id: int, draw_number: int) -> DrawInputError:
    if 0 <= draw_number < 1 << 32:
        return DrawInputError("case_id", case_id, "-2**63 to 2**63 - 1")
    return DrawInputError("draw_number", draw_number, "0 to 2**32 - 1")
