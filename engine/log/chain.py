"""The chain of hashes through the batches of a log, and its verification.

A chain alone does not show that batches are missing at its end: for that, keep a `Head` where the log's keeper cannot
change it, and verify against it.
"""

from hashlib import blake2b
from typing import Final

from engine.log.errors import ChainError
from engine.log.log import Batch, Batched, Head

HASH_BYTES: Final = 32
EMPTY: Final = Head(0, bytes(HASH_BYTES))
"""Head of a log without events."""

_PERSON = b"onestop log 1"


def seal(previous: Head, *, count: int, body: bytes) -> Batch:
    """Make the batch that follows `previous`.

    Examples
    --------
    >>> batch = seal(EMPTY, count=2, body=b"two events")
    >>> batch.first_seq, batch.last_seq, seal(EMPTY, count=2, body=b"two others") == batch
    (1, 2, False)
    """
    first_seq = previous.seq + 1
    return Batch(
        first_seq=first_seq,
        count=count,
        hash=batch_hash(previous.hash, first_seq, count, body),
        previous_hash=previous.hash,
        body=body,
    )


def batch_hash(previous_hash: bytes, first_seq: int, count: int, body: bytes) -> bytes:
    """Return the hash of a batch, 32 bytes, from everything else of it."""
    content = blake2b(digest_size=HASH_BYTES, person=_PERSON)
    # Fixed lengths before the one part that has none: no two batches run together into the same bytes.
    for part in (previous_hash, first_seq.to_bytes(8, "little"), count.to_bytes(8, "little"), body):
        content.update(part)
    return content.digest()


def verify(log: Batched, *, anchor: Head | None = None) -> Head:
    """Check every batch of a log against its hash, its place and the batch before.

    Parameters
    ----------
    log
        Any store, or a reader of one.
    anchor
        A head the log had at some time, kept elsewhere; shows a lost end and a rewritten whole.

    Returns
    -------
    Head
        Where the log ends, to be kept as the next anchor.

    Raises
    ------
    ChainError
        At the first batch that is not as written, naming where it starts and what is wrong.
    """
    head = EMPTY
    is_anchored = anchor is None or anchor == EMPTY
    for batch in log.batches():
        _check(batch, head)
        head = Head(batch.last_seq, batch.hash)
        is_anchored = is_anchored or head == anchor
        if anchor is not None and head.seq >= anchor.seq and not is_anchored:
            raise ChainError(batch.first_seq, f"its hash is not the one noted for event {anchor.seq}")
    if anchor is not None and not is_anchored:
        raise ChainError(head.seq + 1, f"the log ends before event {anchor.seq}, which had been noted")
    return head


def check_follows(batch: Batch, previous: Head) -> None:
    """Refuse a batch that was made to follow another head.

    Raises
    ------
    ChainError
        If so.
    """
    if batch.first_seq != previous.seq + 1 or batch.previous_hash != previous.hash:
        raise ChainError(batch.first_seq, f"it does not follow event {previous.seq}, the last of the log")


def _check(batch: Batch, previous: Head) -> None:
    if batch.first_seq != previous.seq + 1:
        raise ChainError(previous.seq + 1, f"event {previous.seq + 1} is missing, {batch.first_seq} follows")
    if batch.previous_hash != previous.hash:
        raise ChainError(batch.first_seq, "it does not follow from the batch before")
    if batch.hash != batch_hash(batch.previous_hash, batch.first_seq, batch.count, batch.body):
        raise ChainError(batch.first_seq, "its content does not have its hash")
