"""Opaque keys of parties: a person has the same key in every dispute of a tenant, and nobody reads a name off it.

They go into the register of conflicts and into tokens. They are pseudonyms, not anonymous: whoever has the store's
secret can try out identity numbers.
"""

import unicodedata
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from engine.parties.errors import PartyDataError
from engine.parties.records import IdentityKind, PartyData

_DIGEST_BYTES: Final = 16
_PERSON: Final = b"onestop party"
_NUMBER_LENGTH_MAX: Final = 100


class PartyKeys:
    """Makes the keys of one store's parties.

    Parameters
    ----------
    secret
        The store's; it outlives the master keys, so that a person's key stays the same.

    Examples
    --------
    >>> keys = PartyKeys(bytes(32))
    >>> one = keys.key("north", IdentityKind.RESIDENT_ID, "11010119900307123x")
    >>> len(one), one == keys.key("north", IdentityKind.RESIDENT_ID, " 110101 19900307 123X")
    (32, True)
    """

    def __init__(self, secret: bytes) -> None:
        self._keyed: Final = blake2b(digest_size=_DIGEST_BYTES, key=secret, person=_PERSON)

    def __repr__(self) -> str:
        return "PartyKeys(...)"

    def key(self, tenant: str, kind: IdentityKind, number: str) -> str:
        """Return the key of a person: 32 hexadecimal digits.

        Parameters
        ----------
        tenant
            Tenants have different keys for the same person, so that their registers cannot be laid side by side.
        kind, number
            His document. Width, case and blanks of the number do not matter.

        Raises
        ------
        PartyDataError
            If the number is empty or too long: two people without a number are not one person.
        """
        plain = "".join(unicodedata.normalize("NFKC", number).split()).upper()
        if not 0 < len(plain) <= _NUMBER_LENGTH_MAX:
            raise PartyDataError(f"identity number: must have 1 to {_NUMBER_LENGTH_MAX} characters, has {len(plain)}")
        keyed = self._keyed.copy()
        # No part can hold the byte that parts them.
        keyed.update(b"\0".join(part.encode() for part in (tenant, kind.value, plain)))
        return keyed.hexdigest()

    def keys(self, tenant: str, parties: Sequence[PartyData]) -> tuple[str, ...]:
        """Return the keys of parties by ordinal; '' for one without a number.

        Raises
        ------
        PartyDataError
            If a number cannot be one.
        """
        return tuple(
            self.key(tenant, one.identity_kind, one.identity_number) if one.identity_number else "" for one in parties
        )
