"""BLAKE2b as RFC 7693 writes it down, step by step: what the project's hashes are held against."""

from typing import Final

_MASK: Final = 2**64 - 1
_IV: Final = (
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
)  # fmt: skip
_SIGMA: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
    (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
    (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
    (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
    (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
)
_COLUMNS_AND_DIAGONALS: Final = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
_BLOCK: Final = 128


def plain_blake2b(data: bytes, *, size: int, key: bytes = b"", person: bytes = b"") -> bytes:
    """The hash of `data`, `size` bytes long; sections 2.5 to 3.3, and the parameter block of the BLAKE2 paper."""
    parameters = bytes([size, len(key), 1, 1]) + bytes(44) + person.ljust(16, b"\0")
    state = [iv ^ word for iv, word in zip(_IV, _words(parameters), strict=True)]
    if key:
        data = key.ljust(_BLOCK, b"\0") + data
    blocks = [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)] or [b""]
    taken = 0
    for block in blocks[:-1]:
        taken += _BLOCK
        state = _compress(state, block, taken, last=False)
    state = _compress(state, blocks[-1], taken + len(blocks[-1]), last=True)
    return b"".join(word.to_bytes(8, "little") for word in state)[:size]


def _words(data: bytes) -> list[int]:
    return [int.from_bytes(data[start : start + 8], "little") for start in range(0, len(data), 8)]


def _compress(state: list[int], block: bytes, taken: int, *, last: bool) -> list[int]:
    message = _words(block.ljust(_BLOCK, b"\0"))
    work = [*state, *_IV]
    work[12] ^= taken & _MASK
    work[13] ^= taken >> 64
    if last:
        work[14] ^= _MASK
    for turn in range(12):
        order = _SIGMA[turn % 10]
        for step, places in enumerate(_COLUMNS_AND_DIAGONALS):
            _mix(work, places, message[order[2 * step]], message[order[2 * step + 1]])
    return [word ^ work[place] ^ work[place + 8] for place, word in enumerate(state)]


def _mix(work: list[int], places: tuple[int, int, int, int], first: int, second: int) -> None:
    a, b, c, d = places
    for word, (turn_d, turn_b) in ((first, (32, 24)), (second, (16, 63))):
        work[a] = (work[a] + work[b] + word) & _MASK
        work[d] = _turned(work[d] ^ work[a], turn_d)
        work[c] = (work[c] + work[d]) & _MASK
        work[b] = _turned(work[b] ^ work[c], turn_b)


def _turned(word: int, bits: int) -> int:
    return (word >> bits | word << 64 - bits) & _MASK
