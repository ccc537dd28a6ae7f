"""What a log refuses, and what can be wrong with one.

::

    EngineError
    +-- LogError
        +-- BatchSizeError   a batch of no events, or of too many
        +-- TimeOrderError   an event was recorded before one that is already there
        +-- PositionError    a position or a limit that no reader of this log can have
        +-- ChainError       the log is not what was written: a batch was changed, lost or put elsewhere
"""

from engine.errors import EngineError


class LogError(EngineError):
    """Base of everything a log can raise."""


class BatchSizeError(LogError):
    """A batch has no events, or more than a log takes at once."""

    def __init__(self, count: int, most: int) -> None:
        self.count = count
        self.most = most
        super().__init__(f"a batch holds 1 to {most} events, not {count}")


class TimeOrderError(LogError):
    """`recorded_at` of an event is earlier than that of the one before it; nothing of its batch was written."""

    def __init__(self, seq: int, recorded_at: int, previous: int) -> None:
        self.seq = seq
        self.recorded_at = recorded_at
        self.previous = previous
        super().__init__(
            f"event {seq}: recorded_at {recorded_at} is before {previous}, that of event {seq - 1};"
            " a log is written in the order of recorded_at"
        )


class PositionError(LogError):
    """A reader asks for what no reader of this log can ask for.

    A position beyond the head is refused rather than answered with nothing: events were lost at the end, or the
    position belongs to another log.
    """

    def __init__(self, field: str, value: int, bound: str) -> None:
        self.field = field
        self.value = value
        self.bound = bound
        super().__init__(f"{field} must be {bound}, not {value}")


class ChainError(LogError):
    """What is stored is not what was written; `first_seq` is where the first wrong batch starts."""

    def __init__(self, first_seq: int, reason: str) -> None:
        self.first_seq = first_seq
        self.reason = reason
        super().__init__(f"log is damaged in the batch that starts at event {first_seq}: {reason}")
