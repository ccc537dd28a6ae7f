"""BLAKE2b for compiled code: keyed hashes of messages of one block, eight bytes long (RFC 7693).

The standard library hashes one message a call, and a call takes longer than the hash. An audit makes nine million.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_IV: Final = np.array(
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ],
    np.uint64,
)  # fmt: skip
_SIGMA: Final = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ],
    np.int64,
)  # fmt: skip
_ROUNDS: Final = 12
_BLOCK_BYTES: Final = 128
_ALL: Final = np.uint64(2**64 - 1)
_PERSON_AT: Final = 48


def keyed_hashes(messages: Words, message_bytes: int, *, key: bytes, person: bytes) -> NDArray[np.int64]:
    """Return the hashes of many messages of one length, each of eight bytes, read as signed integers.

    Parameters
    ----------
    messages
        uint64[n, w]: w words of eight bytes each, w at most 16, zeros behind the message's end.
    message_bytes
        Length of each message, at most `8 * w`.
    key
        1 to 64 bytes.
    person
        What the hash is for, at most 16 bytes.

    Examples
    --------
    >>> from hashlib import blake2b
    >>> hashes = keyed_hashes(np.array([[7]], np.uint64), 8, key=b"secret", person=b"example")
    >>> message = (7).to_bytes(8, "little")
    >>> hashes.tobytes() == blake2b(message, digest_size=8, key=b"secret", person=b"example").digest()
    True
    """
    parameters = bytearray(64)
    parameters[:4] = 8, len(key), 1, 1
    parameters[_PERSON_AT : _PERSON_AT + len(person)] = person
    start = _IV ^ np.frombuffer(parameters, "<u8")
    block = np.frombuffer(key.ljust(_BLOCK_BYTES, b"\0"), "<u8")
    keyed = np.empty_like(start)
    _compress(start, block, np.uint64(_BLOCK_BYTES), np.uint64(0), keyed)
    hashes = np.empty(len(messages), np.uint64)
    _hash_all(keyed, messages, np.uint64(_BLOCK_BYTES + message_bytes), hashes)
    return hashes.view(np.int64)


@njit(cache=True)
def _hash_all(keyed: Words, messages: Words, taken: np.uint64, hashes: Words) -> None:
    block, state = np.zeros(16, np.uint64), np.empty(8, np.uint64)
    for i in range(len(messages)):
        block[: messages.shape[1]] = messages[i]
        _compress(keyed, block, taken, _ALL, state)
        hashes[i] = state[0]


@njit(cache=True)
def _compress(before: Words, block: Words, taken: np.uint64, last: np.uint64, after: Words) -> None:
    """Section 3.2 of the RFC; `last` is all ones for the last block."""
    a0, a1, a2, a3, b0, b1, b2, b3 = before
    c0, c1, c2, c3, d0, d1, d2, d3 = _IV
    d0, d2 = d0 ^ taken, d2 ^ last
    for turn in range(_ROUNDS):
        a0, b0, c0, d0 = _mix(a0, b0, c0, d0, _word(block, turn, 0), _word(block, turn, 1))
        a1, b1, c1, d1 = _mix(a1, b1, c1, d1, _word(block, turn, 2), _word(block, turn, 3))
        a2, b2, c2, d2 = _mix(a2, b2, c2, d2, _word(block, turn, 4), _word(block, turn, 5))
        a3, b3, c3, d3 = _mix(a3, b3, c3, d3, _word(block, turn, 6), _word(block, turn, 7))
        a0, b1, c2, d3 = _mix(a0, b1, c2, d3, _word(block, turn, 8), _word(block, turn, 9))
        a1, b2, c3, d0 = _mix(a1, b2, c3, d0, _word(block, turn, 10), _word(block, turn, 11))
        a2, b3, c0, d1 = _mix(a2, b3, c0, d1, _word(block, turn, 12), _word(block, turn, 13))
        a3, b0, c1, d2 = _mix(a3, b0, c1, d2, _word(block, turn, 14), _word(block, turn, 15))
    for place, word in enumerate((a0 ^ c0, a1 ^ c1, a2 ^ c2, a3 ^ c3, b0 ^ d0, b1 ^ d1, b2 ^ d2, b3 ^ d3)):
        after[place] = before[place] ^ word


@njit(cache=True)
def _word(block: Words, turn: int, place: int) -> np.uint64:
    return block[int(_SIGMA[turn % len(_SIGMA), place])]


@njit(cache=True)
def _mix(
    a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64, first: np.uint64, second: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Section 3.1 of the RFC."""
    a = a + b + first
    d = _turned(d ^ a, np.uint64(32))
    c = c + d
    b = _turned(b ^ c, np.uint64(24))
    a = a + b + second
    d = _turned(d ^ a, np.uint64(16))
    c = c + d
    b = _turned(b ^ c, np.uint64(63))
    return a, b, c, d


@njit(cache=True)
def _turned(word: np.uint64, bits: np.uint64) -> np.uint64:
    return (word >> bits) | (word << (np.uint64(64) - bits))
