"""One attempt on its way to a linked system."""

from collections.abc import Callable
from typing import TypeAlias

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


Transport: TypeAlias = Callable[[Call], Content]
"""Makes a call and returns what came of it; it may take as long as it needs, and raises nothing for the other side."""
