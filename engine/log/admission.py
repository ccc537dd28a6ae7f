"""What any store checks before it writes a batch."""

from collections.abc import Sequence
from itertools import pairwise

from engine.events.written_part import WrittenPart
from engine.log.codec import Codec, E
from engine.log.errors import BatchSizeError, PositionError, TimeOrderError
from engine.log.log import EVENTS_PER_BATCH_MAX, Head
from engine.log.parts import Parts


def check_batch(entries: Sequence[E], codec: Codec[E], *, head: Head, last_recorded_at: int | None) -> None:
    """Check the size of a batch and that its time runs forwards.

    Parameters
    ----------
    entries
        The batch.
    codec
        Says when each was recorded.
    head
        Where the log ends.
    last_recorded_at
        Time of the last entry stored; None if there is none.

    Raises
    ------
    BatchSizeError
        If there are no entries, or more than `EVENTS_PER_BATCH_MAX`.
    TimeOrderError
        If an entry was recorded before the one ahead of it.
    """
    if not 1 <= len(entries) <= EVENTS_PER_BATCH_MAX:
        raise BatchSizeError(len(entries), EVENTS_PER_BATCH_MAX)
    times = _bounds(entries, codec) if isinstance(entries, Parts) else _times(entries, codec)
    before = [] if last_recorded_at is None else [last_recorded_at]
    if not _ascends(before + times):
        _refuse_first_early(before + _times(entries, codec), last_seq=head.seq + len(entries))


def _times(entries: Sequence[E], codec: Codec[E]) -> list[int]:
    return [codec.recorded_at(entry) for entry in entries]


def _bounds(entries: Parts[E], codec: Codec[E]) -> list[int]:
    """Return times that ascend if those of all entries do; of what is written already, nothing is decoded for that."""
    bounds: list[int] = []
    for part in entries.parts:
        if isinstance(part, WrittenPart):
            times = part.recorded_at
            bounds += times[:: max(1, len(times) - 1)].tolist() if (times[1:] >= times[:-1]).all() else times.tolist()
        else:
            bounds += _times(part, codec)
    return bounds


def _ascends(times: list[int]) -> bool:
    return times == sorted(times)


def _refuse_first_early(times: Sequence[int], *, last_seq: int) -> None:
    for place, (previous, at) in enumerate(pairwise(times), start=1):
        if at < previous:
            raise TimeOrderError(last_seq - len(times) + 1 + place, at, previous)


def check_position(after_seq: int, limit: int | None, *, head: Head) -> None:
    """Check where a reader wants to start and how much it wants.

    Raises
    ------
    PositionError
        If `after_seq` is negative or beyond the head, or `limit` is not positive.
    """
    if not 0 <= after_seq <= head.seq:
        raise PositionError("after_seq", after_seq, f"0 to {head.seq}, the head of the log")
    if limit is not None and limit < 1:
        raise PositionError("limit", limit, "at least 1")
