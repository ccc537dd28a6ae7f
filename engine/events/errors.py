"""What can go wrong with events, their wire form and their files.

::

    EngineError
    +-- EventError
        +-- EventFieldError   one field of one event is not what its kind allows
        +-- EventBodyError    bytes that are no list of events at all
        +-- EventFileError    an event file cannot be written, or is not one
            +-- EventChainError   an event file does not hold what was sealed
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from engine.errors import EngineError

Problem = Literal[
    "unknown kind",
    "unknown version",
    "unknown word",
    "missing field",
    "unknown field",
    "wrong type",
    "out of range",
]
"""The ways in which a field can be wrong."""


class EventError(EngineError):
    """Base of everything that can be wrong with an event."""


class EventFieldError(EventError):
    """One field of one event is not what its kind allows.

    Parameters
    ----------
    problem
        In what way it is wrong.
    kind
        Kind of the event, as found.
    field
        The field; `kind` or `version` where these are unknown.
    value
        What was found there; None for a missing field.
    known
        What could have stood there: words, versions, field names, a type or a range.
    place
        Which event of the batch or file it is; empty if it stands alone.
    """

    def __init__(
        self, problem: Problem, *, kind: str, field: str, value: object, known: Sequence[str], place: str = ""
    ) -> None:
        self.problem = problem
        self.kind = kind
        self.field = field
        self.value = value
        self.known = tuple(known)
        self.place = place
        found = "" if problem == "missing field" else f", value {value!r}"
        start = f"{place}: " if place else ""
        super().__init__(
            f"{start}{problem} in event of kind {kind!r}: field {field!r}{found}; known: {', '.join(self.known)}"
        )


class EventBodyError(EventError):
    """Bytes are not a msgpack list of [version, record] pairs; the message holds the decoder's reason."""


class EventFileError(EventError):
    """An event file cannot be written, or what is there cannot be read as one.

    Parameters
    ----------
    path
        The file.
    reason
        Why not.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"event file {path}: {reason}")


class EventChainError(EventFileError):
    """An event file does not hold what was sealed.

    Parameters
    ----------
    path
        The file.
    first_seq, last_seq
        Positions of the first and last event of the first batch that is wrong.
    reason
        What is wrong with it.
    """

    def __init__(self, path: Path, first_seq: int, last_seq: int, reason: str) -> None:
        self.first_seq = first_seq
        self.last_seq = last_seq
        super().__init__(path, f"batch of events {first_seq} to {last_seq}: {reason}")
