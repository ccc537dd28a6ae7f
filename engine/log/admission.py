"""What any store checks before it writes a batch."""

from collections.abc import Sequence

from engine.events.records import Event
from engine.log.errors import BatchSizeError, PositionError, TimeOrderError
from engine.log.log import EVENTS_PER_BATCH_MAX, Head


def check_batch(events: Sequence[Event], *, head: Head, last_recorded_at: int | None) -> None:
    """Check the size of a batch and that its time runs forwards.

    Parameters
    ----------
    events
        The batch.
    head
        Where the log ends.
    last_recorded_at
        Time of the last event stored; None if there is none.

    Raises
    ------
    BatchSizeError
        If there are no events, or more than `EVENTS_PER_BATCH_MAX`.
    TimeOrderError
        If an event was recorded before the one ahead of it.
    """
    if not 1 <= len(events) <= EVENTS_PER_BATCH_MAX:
        raise BatchSizeError(len(events), EVENTS_PER_BATCH_MAX)
    previous = events[0].recorded_at if last_recorded_at is None else last_recorded_at
    for seq, event in enumerate(events, start=head.seq + 1):
        if event.recorded_at < previous:
            raise TimeOrderError(seq, event.recorded_at, previous)
        previous = event.recorded_at


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
