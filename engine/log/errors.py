"""What a log refuses, and what can be wrong with one.

::

    EngineError
    +-- LogError
        +-- BatchSizeError    a batch of no entries, or of too many
        +-- TimeOrderError    an entry was recorded before one that is already there
        +-- PositionError     a position or a limit that no reader of this log can have
        +-- ChainError        the log is not what was written: a batch was changed, lost or put elsewhere
        +-- StoreError        a log on disk
        |   +-- LogFullError      no room on the disk; nothing of the batch was written, and it may be tried again
        |   +-- LogBrokenError    the disk failed; nobody knows what it holds until the log is opened again
        |   +-- LogDamagedError   both files are damaged at one place; the log can only be read up to there
        |   +-- LogLockedError    another process writes this log
        |   +-- WrongStoreError   the folder holds something else, or an older state than was noted
        |   +-- FileDamagedError  one of the two files cannot be read; opening the log repairs it from the other
        +-- ProofError        a checkpoint or a proof does not hold
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


class StoreError(LogError):
    """Base of what can be wrong with a log on disk; `reason` says what."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class LogFullError(StoreError):
    """There is no room on the disk. Nothing of the batch was written; the log goes on when there is room again."""


class LogBrokenError(StoreError):
    """The disk failed, or could not say whether it kept what it was given.

    Whether the batch is in the log is unknown. To ask the disk again would be answered by a cache that has forgotten
    what it lost, so the log takes and gives nothing more: the process must end, and the log be opened anew.
    """


class LogDamagedError(StoreError):
    """Both files are damaged at the same place; the log can be read up to there, and nothing can be appended."""


class LogLockedError(StoreError):
    """Another process has the log open for writing."""


class WrongStoreError(StoreError):
    """The folder holds something that is not this log, or an older state of it than was noted elsewhere."""


class FileDamagedError(StoreError):
    """One of the two files cannot be read. `open_store` repairs it; whoever only reads the log is told."""

    def __init__(self, reason: str, *, is_unreadable: bool = False) -> None:
        self.is_unreadable = is_unreadable
        """Whether the disk refused to read it; else it was read and is wrong."""
        super().__init__(reason)


class ProofError(LogError):
    """A checkpoint has no valid signature, or a proof does not lead to the root it names."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
