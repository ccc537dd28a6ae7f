"""Names for the members of a pool that tell nothing, until one is opened.

    nonce     = BLAKE2b-256(mediator, key of the record's salt)
    pseudonym = BLAKE2b-128(mediator, key of the nonce)

The salt stays with the court. The nonce of one mediator opens his pseudonym and no other: the record opens that of who
was drawn, and the court can show any other mediator his own, and so that he was in the pool.
"""

from hashlib import blake2b
from typing import Final

from engine.proof.errors import DrawInputError

SALT_BYTES: Final = 32

# Each names what is hashed and how, which is never changed under its name.
_SALT: Final = b"onestop salt 1"
_NONCE: Final = b"onestop nonce 1"
_MEMBER: Final = b"onestop member 1"


def record_salt(secret: bytes, case_id: int, draw_number: int) -> bytes:
    """Return the salt of one record, 32 bytes: no two records have the same, so nobody is recognised in another.

    Parameters
    ----------
    secret
        32 random bytes that the court keeps for good.
    case_id, draw_number
        Of the draw.

    Raises
    ------
    DrawInputError
        If the secret is not 32 bytes.
    """
    _require_salt(secret)
    draw = case_id.to_bytes(8, "little", signed=True) + draw_number.to_bytes(4, "little")
    return blake2b(draw, digest_size=SALT_BYTES, key=secret, person=_SALT).digest()


def member_nonce(mediator: int, salt: bytes) -> bytes:
    """Return what opens the pseudonym of one mediator, 32 bytes.

    Raises
    ------
    DrawInputError
        If the salt is not 32 bytes.
    """
    _require_salt(salt)
    return blake2b(_number(mediator), digest_size=SALT_BYTES, key=salt, person=_NONCE).digest()


def pseudonym(mediator: int, nonce: bytes) -> str:
    """Return the name of a mediator in a record, 32 hex characters.

    Examples
    --------
    >>> salt = record_salt(bytes(32), 7, 1)
    >>> pseudonym(3, member_nonce(3, salt)) != pseudonym(3, member_nonce(3, record_salt(bytes(32), 8, 1)))
    True
    """
    return blake2b(_number(mediator), digest_size=16, key=nonce, person=_MEMBER).hexdigest()


def _number(mediator: int) -> bytes:
    return mediator.to_bytes(8, "little", signed=True)


def _require_salt(salt: bytes) -> None:
    if len(salt) != SALT_BYTES:
        raise DrawInputError("length of a salt", len(salt), f"{SALT_BYTES} bytes")
