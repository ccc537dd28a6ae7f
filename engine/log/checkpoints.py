"""Signed notes of where a log stood, for somebody else to keep.

Whoever has one can tell later whether the log still is the one it was: that its end was not cut off and nothing in it
rewritten, by whomever. A note is text, six lines and a signature, so that it may be printed, mailed or published.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from engine.log.chain import seal
from engine.log.errors import ProofError
from engine.log.log import Batch, Head
from engine.log.proofs import check_consistency, check_inclusion

_TITLE: Final = "onestop log checkpoint 1"
_NOTE: Final = re.compile(
    _TITLE + r"\nstore ([0-9a-f]{32})\nentries (0|[1-9][0-9]{0,18})\nbatches (0|[1-9][0-9]{0,18})\nhead ([0-9a-f]{64})"
    r"\nroot ([0-9a-f]{64})\nmicroseconds (-?[0-9]{1,19})\n\nsignature ([0-9A-Za-z+/]{86}==)\n"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """Where a log stood."""

    store_id: bytes
    """Tells the log from every other, 16 bytes."""
    seq: int
    """Position of the last entry."""
    batches: int
    """Number of batches."""
    head_hash: bytes
    """Hash of the last batch, 32 bytes."""
    root: bytes
    """Root of the Merkle tree over the hashes of all batches, 32 bytes."""
    at: int
    """When it was taken, microseconds since the Unix epoch, UTC."""

    @property
    def head(self) -> Head:
        """Return the head, for `open_store` or `engine.log.chain.verify` to be held against."""
        return Head(self.seq, self.head_hash)

    def text(self) -> str:
        """Return the lines that are signed: one text for one checkpoint."""
        return (
            f"{_TITLE}\nstore {self.store_id.hex()}\nentries {self.seq}\nbatches {self.batches}\n"
            f"head {self.head_hash.hex()}\nroot {self.root.hex()}\nmicroseconds {self.at}\n"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Inclusion:
    """A batch and its path to the root over the first `size` batches."""

    batch: Batch
    index: int
    """Ordinal of the batch, from 0."""
    size: int
    path: tuple[bytes, ...]
    """Hashes of 32 bytes, from the leaf upwards."""


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return a checkpoint as a signed note.

    Examples
    --------
    >>> key = Ed25519PrivateKey.generate()
    >>> checkpoint = Checkpoint(
    ...     store_id=bytes(16), seq=0, batches=0, head_hash=bytes(32), root=bytes(32), at=1_700_000_000_000_000
    ... )
    >>> open_note(sign(checkpoint, key), key.public_key()) == checkpoint
    True
    """
    text = checkpoint.text()
    return f"{text}\nsignature {b64encode(key.sign(text.encode())).decode()}\n"


def open_note(note: str, key: Ed25519PublicKey) -> Checkpoint:
    """Read a signed note.

    Raises
    ------
    ProofError
        If it is no note, or not signed by the owner of the key.
    """
    match = _NOTE.fullmatch(note)
    if match is None:
        raise ProofError("checkpoint is not in the form of a signed note")
    store_id, seq, batches, head_hash, root, at, signature = match.groups()
    checkpoint = Checkpoint(
        store_id=bytes.fromhex(store_id),
        seq=int(seq),
        batches=int(batches),
        head_hash=bytes.fromhex(head_hash),
        root=bytes.fromhex(root),
        at=int(at),
    )
    try:
        key.verify(b64decode(signature), checkpoint.text().encode())
    except InvalidSignature as error:
        raise ProofError("checkpoint is not signed by the owner of this key") from error
    return checkpoint


def check_batch_in(checkpoint: Checkpoint, inclusion: Inclusion) -> None:
    """Check that a batch, as it is given, was in the log at a checkpoint.

    Its content is hashed anew, so whoever decodes its body afterwards has the entries of that time.

    Raises
    ------
    ProofError
        If it is not shown.
    """
    batch = inclusion.batch
    again = seal(Head(batch.first_seq - 1, batch.previous_hash), count=batch.count, body=batch.body)
    if again != batch or inclusion.size != checkpoint.batches:
        raise ProofError("batch does not have its hash, or the proof is for another checkpoint")
    check_inclusion(batch.hash, inclusion.index, size=inclusion.size, path=inclusion.path, root=checkpoint.root)


def check_growth(earlier: Checkpoint, later: Checkpoint, path: tuple[bytes, ...]) -> None:
    """Check that the log of one checkpoint is the beginning of that of another.

    Raises
    ------
    ProofError
        If they are of different logs, or it is not shown.
    """
    if earlier.store_id != later.store_id:
        raise ProofError("checkpoints are of different logs")
    check_consistency(earlier.batches, earlier.root, later.batches, later.root, path)
