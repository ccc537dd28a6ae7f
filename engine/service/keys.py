"""Idempotency keys: which request each belongs to, and where in the log its answer lies."""

from collections import deque
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from engine.service.errors import StandingError
from engine.service.records import Executed

WINDOW_US: Final = 24 * 3_600_000_000
"""For how long a key is remembered, in logged time: a day, so that a client that was cut off may retry overnight."""
_DIGEST_BYTES: Final = 16
_KEY: Final = b"onestop key 1"
_REQUEST: Final = b"onestop req 1"


class Known(NamedTuple):
    """What is remembered of a key."""

    request_digest: bytes
    seq: int
    """Position of its `executed` entry."""


def scoped_key(subject: str, key: str) -> bytes:
    """Return the key as it is stored, 16 bytes: a client's keys are his own, and the log names nobody.

    Examples
    --------
    >>> scoped_key("clerk-1", "a") == scoped_key("clerk-2", "a")
    False
    """
    sender = subject.encode()
    return blake2b(
        len(sender).to_bytes(4, "little") + sender + key.encode(), digest_size=_DIGEST_BYTES, person=_KEY
    ).digest()


def request_digest(body: bytes) -> bytes:
    """Return what tells a request from another one with the same key, 16 bytes."""
    return blake2b(body, digest_size=_DIGEST_BYTES, person=_REQUEST).digest()


class KeyWindow:
    """Keys of the last `window_us` of logged time; memory follows how many there were.

    Parameters
    ----------
    window_us
        For how long a key is remembered, microseconds.

    Examples
    --------
    >>> window = KeyWindow(100)
    >>> record = Executed(at=5, key=bytes(16), request_digest=bytes(16), counts=(2,))
    >>> window.follow(record, seq=3)
    >>> window.find(bytes(16)).seq
    3
    >>> window.expire(106)
    >>> window.find(bytes(16)) is None
    True
    """

    def __init__(self, window_us: int = WINDOW_US) -> None:
        self.window_us: Final = window_us
        self._known: Final[dict[bytes, Known]] = {}
        self._by_age: Final[deque[tuple[int, bytes]]] = deque()

    def __len__(self) -> int:
        return len(self._known)

    def find(self, key: bytes) -> Known | None:
        """Return what is remembered of a key, None if nothing is."""
        return self._known.get(key)

    def follow(self, record: Executed, seq: int) -> None:
        """Remember the key of an entry of the log."""
        self._known[record.key] = Known(record.request_digest, seq)
        self._by_age.append((record.at, record.key))

    def expire(self, now: int) -> None:
        """Forget the keys that were used longer ago than the window, seen from a logged time."""
        oldest = now - self.window_us
        while self._by_age and self._by_age[0][0] < oldest:
            del self._known[self._by_age.popleft()[1]]

    def standing(self) -> bytes:
        """Return all that is remembered; equal windows give equal bytes."""
        return msgspec.msgpack.encode([(at, key, *self._known[key]) for at, key in self._by_age])

    def restore(self, standing: bytes) -> None:
        """Take over what another window remembered.

        Raises
        ------
        StandingError
            If the bytes are not of a window.
        """
        try:
            rows = msgspec.msgpack.decode(standing, type=list[tuple[int, bytes, bytes, int]])
        except msgspec.DecodeError as error:
            raise StandingError(f"idempotency keys of a snapshot: {error}") from error
        for at, key, digest, seq in rows:
            self._known[key] = Known(digest, seq)
            self._by_age.append((at, key))
