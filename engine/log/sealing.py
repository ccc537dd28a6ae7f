"""From entries to the batch that is to be written: checked, encoded, chained."""

from collections.abc import Sequence
from functools import partial

from engine.log.admission import check_batch
from engine.log.chain import seal
from engine.log.codec import Codec, E
from engine.log.log import Head, Sealed


def sealed(entries: Sequence[E], codec: Codec[E], *, head: Head, last_recorded_at: int | None) -> Sealed:
    """Make the batch that follows a head.

    Parameters
    ----------
    entries
        Of the batch.
    codec
        Writes them.
    head
        What it follows.
    last_recorded_at
        Time of the last entry there, microseconds since the epoch; None if there is none.

    Raises
    ------
    BatchSizeError, TimeOrderError
        See `engine.log.log.Log.seal`.
    engine.errors.EngineError
        If an entry could not be read back.
    """
    check_batch(entries, codec, head=head, last_recorded_at=last_recorded_at)
    make = partial(seal, head, count=len(entries), body=codec.encode(entries))
    return Sealed(make, codec.recorded_at(entries[-1]))
