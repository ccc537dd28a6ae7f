"""The chain of hashes through the batches of an event file.

    hash = BLAKE2b-256(hash of the batch before || first_seq || count || digest of the batch's content)

Numbers are eight bytes, little-endian; before the first batch stand 32 zero bytes. Whoever kept one hash elsewhere can
tell whether anything up to that batch was changed since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import msgspec

HASH_BYTES: Final = 32
NO_HEAD: Final = bytes(HASH_BYTES)
"""Head of a chain without batches."""

_PERSON: Final = b"onestop chain 1"
"""Names what is hashed and how, which is never changed under this name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedBatch:
    """Events that were handed over at one stroke, and their place in the chain."""

    first_seq: int
    """Position of its first event, from 1."""
    count: int
    """Events in it, at least one."""
    previous_hash: bytes
    """Hash of the batch before, 32 bytes."""
    content_digest: bytes
    """`ContentHash` of its rows alone, 32 bytes."""
    hash: bytes
    """Chain hash of this batch, 32 bytes: the chain's head while it is the last."""

    @property
    def last_seq(self) -> int:
        """Position of its last event."""
        return self.first_seq + self.count - 1


def link_hash(previous_hash: bytes, first_seq: int, count: int, content_digest: bytes) -> bytes:
    """Return the chain hash of a batch, 32 bytes.

    Examples
    --------
    >>> link_hash(NO_HEAD, 1, 2, bytes(32)) == link_hash(NO_HEAD, 1, 3, bytes(32))
    False
    """
    link = blake2b(digest_size=HASH_BYTES, person=_PERSON)
    # Fixed lengths throughout: no two links run together into the same bytes.
    for part in (previous_hash, first_seq.to_bytes(8, "little"), count.to_bytes(8, "little"), content_digest):
        link.update(part)
    return link.digest()


def seal(previous_hash: bytes, *, first_seq: int, count: int, content_digest: bytes) -> SealedBatch:
    """Make the batch that follows the one whose hash is `previous_hash`."""
    return SealedBatch(
        first_seq=first_seq,
        count=count,
        previous_hash=previous_hash,
        content_digest=content_digest,
        hash=link_hash(previous_hash, first_seq, count, content_digest),
    )


def encode_batches(batches: Iterable[SealedBatch]) -> str:
    """Write batches as compact JSON: a list of `[first_seq, count, content digest, hash]`, bytes as hex.

    Examples
    --------
    >>> batch = seal(NO_HEAD, first_seq=1, count=2, content_digest=bytes(32))
    >>> decode_batches(encode_batches([batch])) == [batch]
    True
    """
    rows = [[batch.first_seq, batch.count, batch.content_digest.hex(), batch.hash.hex()] for batch in batches]
    return msgspec.json.encode(rows).decode()


def decode_batches(text: str) -> list[SealedBatch]:
    """Read what `encode_batches` wrote; each batch's `previous_hash` is the hash written for the one before.

    Nothing is verified: a batch is as the text says.

    Raises
    ------
    ValueError
        If the text is no such list.
    """
    try:
        rows = msgspec.json.decode(text, type=list[tuple[int, int, str, str]])
    except msgspec.DecodeError as error:
        raise ValueError(f"not a list of batches: {error}") from error
    batches: list[SealedBatch] = []
    previous_hash = NO_HEAD
    for ordinal, (first_seq, count, digest, hash_) in enumerate(rows, start=1):
        if first_seq < 1 or count < 1:
            raise ValueError(f"batch {ordinal}: starts at {first_seq} with {count} events; both are 1 or more")
        batch = SealedBatch(
            first_seq=first_seq,
            count=count,
            previous_hash=previous_hash,
            content_digest=_hash(digest, ordinal),
            hash=_hash(hash_, ordinal),
        )
        batches.append(batch)
        previous_hash = batch.hash
    return batches


def _hash(text: str, ordinal: int) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != HASH_BYTES:
        raise ValueError(f"batch {ordinal}: a hash is {2 * HASH_BYTES} hex characters, not {text!r}")
    return value
