"""The keys of days from one secret: what a running service draws with.

Each day's key is a keyed hash of the day, so a year of commitments can be published ahead and keys revealed one by one,
while the secret itself is never shown.
"""

from hashlib import blake2b
from pathlib import Path
from typing import Final

from engine.proof.day_keys import DayKey, commit, iso_day
from engine.proof.key_book import KeyBook
from engine.replacing import replacing
from engine.service.errors import StandingError

SECRET_BYTES: Final = 32
_PERSON: Final = b"onestop day key"
_OWNER_ONLY: Final = 0o600


class SecretKeys:
    """Keys of days that follow from a secret of 32 bytes.

    Parameters
    ----------
    secret
        Of the court; whoever knows it knows every draw before it happens.

    Raises
    ------
    StandingError
        If it is not 32 bytes.

    Examples
    --------
    >>> SecretKeys(bytes(32)).of(18500) == SecretKeys(bytes(32)).of(18500) != SecretKeys(bytes(32)).of(18501)
    True
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise StandingError(f"length of the secret of draws = {len(secret)}: must be {SECRET_BYTES} bytes")
        self._secret: Final = secret

    def of(self, day: int) -> DayKey:
        """Return the key of a day, counted from 1970-01-01 in UTC+8."""
        key = blake2b(iso_day(day).encode(), digest_size=32, key=self._secret, person=_PERSON).digest()
        return DayKey(day=day, key=key, commitment=commit(day, key))

    def book(self, first_day: int, last_day: int, *, revealed_before: int) -> KeyBook:
        """Return what may be published: commitments of all days, keys of those that are over.

        Parameters
        ----------
        first_day, last_day
            Counted from 1970-01-01 in UTC+8, both included.
        revealed_before
            Keys of earlier days are in the book; today's and later ones must not be.
        """
        book = KeyBook()
        for day in range(first_day, last_day + 1):
            key = self.of(day)
            book = book.with_commitment(day, key.commitment)
            if day < revealed_before:
                book = book.with_key(day, key.key)
        return book


def write_secret(path: Path, secret: bytes) -> None:
    """Write the secret where only the service's own user can read it.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with replacing(path) as partial:
        partial.touch(mode=_OWNER_ONLY)
        partial.write_bytes(secret)


def read_secret(path: Path) -> SecretKeys:
    """Read the secret back.

    Raises
    ------
    StandingError
        If there is none, or others may read it.
    """
    try:
        mode, secret = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise StandingError(f"secret of draws = {path}: cannot be read: {error.strerror}") from error
    if mode & 0o077:
        raise StandingError(f"secret of draws = {path}: must be readable by its owner only (chmod 600)")
    return SecretKeys(secret)
