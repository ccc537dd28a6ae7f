"""Random bits for examples and tests: a hash of what they are for.

A simulation hands in its own generator instead, so that all its draws hang on one seed.
"""

from collections.abc import Callable
from hashlib import blake2b

from engine.linked.requests import Key


def mixed_words(seed: int) -> Callable[[int, int], int]:
    """Return 64-bit words by request number and attempt, for a postbox.

    Examples
    --------
    >>> mixed_words(1)(7, 1) == mixed_words(1)(7, 1) != mixed_words(2)(7, 1)
    True
    """
    return lambda number, attempt: _word(b"%d %d %d" % (seed, number, attempt))


def mixed_key_words(seed: int) -> Callable[[Key, int], int]:
    """Return 64-bit words by idempotency key and attempt, for a simulated system.

    Examples
    --------
    >>> 0 <= mixed_key_words(1)(Key(7, "file_case", 1), 1) < 2**64
    True
    """
    return lambda key, attempt: _word(
        b"%d %d %b %d %d" % (seed, key.dispute_id, key.purpose.encode(), key.ordinal, attempt)
    )


def _word(of: bytes) -> int:
    return int.from_bytes(blake2b(of, digest_size=8).digest(), "little")
