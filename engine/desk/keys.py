"""Keys of parties, approvers and papers: what stands in the log instead of their names.

A key is a keyed hash, 63 bits of BLAKE2b. Without the secret nobody can try names against it, which names and numbers
of identity cards would not survive; with it, the same text has the same key for ever, so what the log says of a party
can be found again. Of half a million parties two share a key with a probability below one in ten million; such a
sharing could bar a mediator who need not be barred, and never let one in who must be.
"""

from hashlib import blake2b
from typing import Final

_BITS_LESS: Final = 1
"""Of 64, so that a key is no negative number."""
_PERSON: Final = b"onestop key 1"
"""Names what is hashed and how, which is never changed under this name."""
KEY_MAX: Final = 2**63 - 1


class Keys:
    """Turns texts into keys.

    Parameters
    ----------
    secret
        At most 64 bytes, the same for the life of a log. Empty in examples only: then everybody can try names.

    Examples
    --------
    >>> Keys().of("7f3a") == Keys().of("7f3a") != Keys(b"secret").of("7f3a")
    True
    """

    def __init__(self, secret: bytes = b"") -> None:
        self._secret: Final = secret

    def of(self, text: str) -> int:
        """Return the key of a text, within 0..2**63 - 1."""
        hashed = blake2b(text.encode(), digest_size=8, key=self._secret, person=_PERSON)
        return int.from_bytes(hashed.digest(), "little") >> _BITS_LESS

    @property
    def check(self) -> int:
        """A number by which two objects can be told to have the same secret without telling it."""
        return self.of("\0")
