"""What can be wrong with a draw's keys, word or record.

::

    EngineError
    +-- ProofError
        +-- DrawInputError    what goes into a word or a key has the wrong length or size
        +-- DayKeyError       something about the key of one day; names the day
        |   +-- MissingKeyError   there is no key for the day, or it has not been revealed
        |   +-- WrongKeyError     a key is not the one its commitment was made for
        +-- KeyBookError      a text is not a book of keys
        +-- RecordError       a decision cannot have been made as its record says
        +-- ChainError        an event file is not what was sealed
"""

from datetime import date

from engine.errors import EngineError


class ProofError(EngineError):
    """Base of everything that can be wrong with the proof of a draw."""


class DrawInputError(ProofError):
    """What goes into a word or a key has the wrong length or size."""

    def __init__(self, field: str, value: object, bound: str) -> None:
        self.field = field
        self.value = value
        self.bound = bound
        super().__init__(f"{field} must be {bound}, not {value}")


class DayKeyError(ProofError):
    """Something is wrong with the key of one day, counted from 1970-01-01 in UTC+8."""

    def __init__(self, day: int, reason: str) -> None:
        self.day = day
        self.reason = reason
        super().__init__(f"key of day {day} ({_iso(day)}): {reason}")


class MissingKeyError(DayKeyError):
    """There is no key for a day, or it has been committed to and not been revealed."""


class WrongKeyError(DayKeyError):
    """A key is not the one its commitment was made for, or the day has another commitment."""


class KeyBookError(ProofError):
    """A text is not a book of keys; the message holds the place and the reason."""


class RecordError(ProofError):
    """A decision cannot have been made as its record says."""

    def __init__(self, field: str, value: object, bound: str) -> None:
        self.field = field
        self.value = value
        self.bound = bound
        super().__init__(f"record of a decision: {field} must be {bound}, not {value}")


def _iso(day: int) -> str:
    try:
        return date.fromordinal(date(1970, 1, 1).toordinal() + day).isoformat()
    except (ValueError, OverflowError):
        return "outside the calendar"
