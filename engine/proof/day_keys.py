"""The key of each day: committed to before the day, used during it, revealed after it.

    commitment = BLAKE2b-256(key || day as ISO date)
    used key   = key, or BLAKE2b-256(key || beacon) where a beacon is mixed in

The commitment keeps the key's holder from choosing another key once the cases of the day are known. A beacon, a public
random value that appears after the cases were filed, keeps him from knowing the words before.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from hmac import compare_digest
from typing import Final, Protocol

from engine.calendar.day import EPOCH_ORDINAL
from engine.proof.errors import DrawInputError, WrongKeyError

KEY_BYTES: Final = 32
BEACON_BYTES: Final = 32

# Each names what is hashed and how, which is never changed under its name.
_COMMITMENT: Final = b"onestop key 1"
_BEACON: Final = b"onestop beacon 1"
_SEEDED: Final = b"onestop seeded 1"


@dataclass(frozen=True, kw_only=True, slots=True)
class DayKey:
    """The revealed key of one day.

    Raises
    ------
    DrawInputError
        If the key, the commitment or the beacon is not 32 bytes, or the day has no date.
    WrongKeyError
        If the key is not the one that was committed to.
    """

    day: int
    """Days since 1970-01-01 in UTC+8."""
    key: bytes
    """32 random bytes, known to the court alone until they are revealed."""
    commitment: bytes
    """What was published before the day."""
    beacon: bytes | None = None
    """A public random value of the day; None if none is mixed in."""

    def __post_init__(self) -> None:
        _require_length("beacon", self.beacon, BEACON_BYTES)
        _require_length("commitment", self.commitment, KEY_BYTES)
        if not compare_digest(commit(self.day, self.key), self.commitment):
            raise WrongKeyError(self.day, f"the key is not the one that {self.commitment.hex()} was published for")

    @property
    def used(self) -> bytes:
        """The key that the words of the day are made with, 32 bytes."""
        return self.key if self.beacon is None else mixed(self.key, self.beacon)


class DayKeys(Protocol):
    """Where the keys of days come from."""

    def of(self, day: int) -> DayKey:
        """Return the key of a day, counted from 1970-01-01 in UTC+8.

        Raises
        ------
        MissingKeyError
            If there is none.
        WrongKeyError
            If there is one that was not committed to.
        """
        ...


class SeededKeys:
    """Keys that follow from a seed, for simulations: whoever knows the seed knows every word.

    Parameters
    ----------
    seed
        0 to 2**64 - 1.

    Examples
    --------
    >>> SeededKeys(1).of(18500) == SeededKeys(1).of(18500) != SeededKeys(2).of(18500)
    True
    """

    def __init__(self, seed: int) -> None:
        if not 0 <= seed < 1 << 64:
            raise DrawInputError("seed", seed, "0 to 2**64 - 1")
        self._seed = seed.to_bytes(8, "little")

    def of(self, day: int) -> DayKey:
        """Return the key of a day."""
        text = self._seed + iso_day(day).encode()
        key = blake2b(text, digest_size=KEY_BYTES, person=_SEEDED).digest()
        return DayKey(day=day, key=key, commitment=commit(day, key))


def iso_day(day: int) -> str:
    """Return the date of a day counted from 1970-01-01 in UTC+8.

    Raises
    ------
    DrawInputError
        If it lies outside the years 1 to 9999.

    Examples
    --------
    >>> iso_day(18500)
    '2020-08-26'
    """
    try:
        return date.fromordinal(EPOCH_ORDINAL + day).isoformat()
    except (ValueError, OverflowError) as error:
        raise DrawInputError("day", day, "in the years 1 to 9999, counted from 1970-01-01") from error


def commit(day: int, key: bytes) -> bytes:
    """Return what to publish before a day, 32 bytes: it binds to the key and tells nothing of it.

    Raises
    ------
    DrawInputError
        If the key is not 32 bytes, or the day has no date.
    """
    _require_length("key", key, KEY_BYTES)
    return blake2b(key + iso_day(day).encode(), digest_size=KEY_BYTES, person=_COMMITMENT).digest()


def mixed(key: bytes, beacon: bytes) -> bytes:
    """Return the key that is used where a beacon is mixed in, 32 bytes.

    Raises
    ------
    DrawInputError
        If either is not 32 bytes.
    """
    _require_length("key", key, KEY_BYTES)
    _require_length("beacon", beacon, BEACON_BYTES)
    return blake2b(key + beacon, digest_size=KEY_BYTES, person=_BEACON).digest()


def _require_length(field: str, value: bytes | None, length: int) -> None:
    if value is not None and len(value) != length:
        raise DrawInputError(f"length of a {field}", len(value), f"{length} bytes")
