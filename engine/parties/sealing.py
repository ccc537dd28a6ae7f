"""What every sealed thing of the store is bound to, so that nothing can be moved to another place unnoticed."""

from collections.abc import Callable
from enum import Enum
from struct import Struct
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.parties.errors import DamagedRecordError
from engine.parties.master_key import NONCE_BYTES

STORE_ID_BYTES: Final = 16
_PLACE: Final = Struct("<15sc16sqh")
_DOMAIN: Final = b"onestop party 1"

Entropy = Callable[[int], bytes]
"""So many random bytes, never the same again."""


class Sealed(Enum):
    """What is sealed."""

    DATA_KEY = b"k"
    IDENTITY_SECRET = b"i"
    RECORD = b"r"
    WISH = b"w"


class Place(NamedTuple):
    """A dispute of one tenant in one store."""

    store_id: bytes
    tenant: str
    dispute_id: int

    def context(self, what: Sealed, ordinal: int = 0) -> bytes:
        """Return the associated data of what is sealed here; fixed lengths first, so that no two places are alike."""
        head = _PLACE.pack(_DOMAIN, what.value, self.store_id, self.dispute_id, ordinal)
        return head + self.tenant.encode()


def seal_record(key: bytes, place: Place, ordinal: int, content: bytes, entropy: Entropy) -> tuple[bytes, bytes]:
    """Return a new nonce and the content sealed under it (AES-256-GCM).

    Examples
    --------
    >>> place = Place(bytes(16), "north", 7)
    >>> nonce, sealed = seal_record(bytes(32), place, 1, b"Zhang San", bytes)
    >>> open_record(bytes(32), place, 1, nonce, sealed)
    b'Zhang San'
    >>> open_record(bytes(32), place, 0, nonce, sealed)
    Traceback (most recent call last):
    engine.parties.errors.DamagedRecordError: dispute_id = 7, record 0: is not what was stored there
    """
    nonce = entropy(NONCE_BYTES)
    return nonce, AESGCM(key).encrypt(nonce, content, place.context(Sealed.RECORD, ordinal))


def open_record(key: bytes, place: Place, ordinal: int, nonce: bytes, sealed: bytes) -> bytes:
    """Return the content of a record.

    Raises
    ------
    DamagedRecordError
        If it is not what was sealed at this place.
    """
    try:
        return AESGCM(key).decrypt(nonce, sealed, place.context(Sealed.RECORD, ordinal))
    except InvalidTag:
        raise DamagedRecordError(
            f"dispute_id = {place.dispute_id}, record {ordinal}: is not what was stored there"
        ) from None
