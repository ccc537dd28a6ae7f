"""One attempt on its way to a linked system."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import msgspec

from engine.linked.answers import Answer
from engine.linked.requests import Key, Request
from engine.linked.words import FailureReason

Content: TypeAlias = Answer | FailureReason
"""What an attempt came to."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that is to be made."""

    number: int
    """The postbox's number for the request."""
    request: Request
    key: Key
    attempt: int
    """Which one of the request, counted from 1."""
    deadline: float
    """When nobody waits for it any longer, by the clock of the client, seconds."""


class Failure(NamedTuple):
    """How an attempt failed, for whoever runs the service: no word of what was sent or answered."""

    reason: FailureReason
    status: int | None
    """Of the answer; None if none came."""
    error: str
    """Type of the error that ended it; empty if there was none."""
    seconds: float
    """How long it took."""


Transport: TypeAlias = Callable[[Call], Content]
"""Makes a call and returns what came of it; it may take as long as it needs, and raises nothing for the other side."""
