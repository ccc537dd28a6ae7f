"""What a service refuses, and why.

::

    EngineError
    +-- ServiceError
        +-- NotDoneError         nothing has changed; the same request may be made again
        |   +-- QueueFullError       more commands wait than the service takes; try again later
        |   +-- StorageFullError     no space is left; reads go on
        |   +-- ReadOnlyError        the store is damaged, so nothing is written any more
        |   +-- StoppingError        the service is being stopped
        |   +-- ChangedError         what was looked at before asking is no longer so
        +-- UnknownOutcomeError  the service ended before it knew; the idempotency key tells
        +-- KeyReuseError        the idempotency key belongs to another request
        +-- SettingError         a setting outside its bounds
        +-- ClockError           a wall clock that does not fit the log, when a service starts
        +-- EntryError           stored bytes that are no entries
        +-- StandingError        a snapshot that does not fit
        |   +-- LogShortError        a log that ends before a snapshot of it
        +-- UnknownProposalError no such proposal waits for anybody
        +-- ProposalsFullError   as many proposals wait for a second person as the service takes
        +-- PoisonError          a command that fails in a way nobody foresaw; it was undone and noted
        +-- OpenCasesError       a file of open cases that cannot be taken in, or cases that cannot be carried over
"""

import re
from typing import Final

from engine.errors import EngineError

_SECRET: Final = re.compile("secret|token|passw|credential", re.IGNORECASE)
_PASSWORD: Final = re.compile("//[^/@]*@")


class ServiceError(EngineError):
    """Base of everything the service can raise."""


class NotDoneError(ServiceError):
    """Nothing was changed: the same request may be made again later.

    Parameters
    ----------
    reason
        In words, for the answer.
    retry_after_seconds
        When it is worth trying again; None if nobody knows.
    """

    def __init__(self, reason: str, *, retry_after_seconds: int | None = None) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(reason)


class QueueFullError(NotDoneError):
    """As many commands wait as the service takes."""

    def __init__(self, waiting: int, most: int, retry_after_seconds: int) -> None:
        self.waiting = waiting
        self.most = most
        super().__init__(
            f"{waiting} commands wait, the service takes {most}; try again in {retry_after_seconds} s",
            retry_after_seconds=retry_after_seconds,
        )


class StorageFullError(NotDoneError):
    """No space is left on the disk; reading goes on, and so will writing when there is space."""


class ReadOnlyError(NotDoneError):
    """The store is damaged and can only be read."""


class StoppingError(NotDoneError):
    """The service is being stopped."""


class ChangedError(NotDoneError):
    """What was looked at before the commands were sent has changed since: look again, then ask again."""


class UnknownOutcomeError(ServiceError):
    """The service ended while the command was being stored: it may have been done.

    Asking again with the same idempotency key does it at most once and tells what became of it.
    """


class KeyReuseError(ServiceError):
    """An idempotency key came again with another request."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"idempotency key {key!r}: must belong to this request, was used for another one")


class SettingError(ServiceError):
    """A setting is outside its bounds."""

    def __init__(self, field: str, value: object, bound: str) -> None:
        self.field = field
        self.value = value
        self.bound = bound
        super().__init__(f"{field} = {_told(field, value)}: must be {bound}")


def _told(field: str, value: object) -> str:
    """Write a value as it may stand in a journal: nothing of what is secret, nor the password of an address."""
    told = str(value)
    is_section = told.startswith(("{", "["))
    is_named = _SECRET.search(field) and isinstance(value, str) and not field.lower().endswith("_file")
    if is_named or (is_section and _SECRET.search(told)):
        return "..."
    return _PASSWORD.sub("//...@", told)


class ClockError(ServiceError):
    """The wall clock lies before the log's end, or too long after it to be believed without anybody's word."""


class EntryError(ServiceError):
    """Stored bytes are no entries that this release can read."""


class StandingError(ServiceError):
    """A snapshot belongs to another store, another roster or another place of the log, or is damaged."""


class LogShortError(StandingError):
    """A log ends before a snapshot of it: it was lost or put back, and what stood behind its end was answered."""


class UnknownProposalError(ServiceError):
    """No such proposal waits: it never did, or it was confirmed, withdrawn, or has expired."""


class ProposalsFullError(ServiceError):
    """As many proposals wait for a second person as the service takes; some expire every day."""


class PoisonError(ServiceError):
    """A command failed in a way that nobody foresaw: what it had begun was undone, and it was noted for its makers."""


class OpenCasesError(ServiceError):
    """A file of open cases has mistakes, or a store holds what no such file can carry; nothing was written."""
