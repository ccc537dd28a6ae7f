"""Where an event stands in the chain, and which head its case is drawn with."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from engine.events.chain import SealedBatch
from engine.proof.errors import DrawInputError

_last_seq = attrgetter("last_seq")


def batch_of(batches: Sequence[SealedBatch], seq: int) -> SealedBatch:
    """Return the batch that holds an event.

    Parameters
    ----------
    batches
        A chain in its order, as `engine.events.sealed.read_chain` returns it.
    seq
        Position of the event, from 1.

    Raises
    ------
    DrawInputError
        If no batch holds it.
    """
    place = bisect_left(batches, seq, key=_last_seq)
    if place == len(batches) or seq < batches[place].first_seq:
        last = batches[-1].last_seq if batches else 0
        raise DrawInputError("seq", seq, f"in one of the batches, which end at {last}")
    return batches[place]


def filing_head(batches: Sequence[SealedBatch], filed_seq: int) -> bytes:
    """Return the head that goes into every word of a case, 32 bytes.

    It is the hash of the last batch sealed before the one that holds the case's `filed` or `opened_in_progress` event,
    so it was fixed, and may have been published, before the case got its number.

    Raises
    ------
    DrawInputError
        If no batch holds the event.

    Examples
    --------
    >>> from engine.events.chain import NO_HEAD, seal
    >>> first = seal(NO_HEAD, first_seq=1, count=2, content_digest=bytes(32))
    >>> second = seal(first.hash, first_seq=3, count=2, content_digest=bytes(32))
    >>> filing_head([first, second], 2) == NO_HEAD, filing_head([first, second], 3) == first.hash
    (True, True)
    """
    return batch_of(batches, filed_seq).previous_hash
