"""The command by which a reply of a linked system comes from a network client to the writer."""

from collections.abc import Sequence

import msgspec

from engine.linked.answers import Answer
from engine.linked.words import FailureReason
from engine.registry.onestop import Happening, OneStop


class LinkedReply(msgspec.Struct, frozen=True, kw_only=True):
    """What an attempt came to; a command of the service's own, which nobody can give from outside."""

    number: int
    """Of the request."""
    attempt: int
    """Which attempt of it."""
    content: Answer | FailureReason
    """The answer, or why there is none."""


def take_reply(reply: LinkedReply, platform: OneStop, at: int) -> Sequence[Happening]:
    """Let a reply have its effect: it is recorded, with what it sets off, in the batch that is stored next.

    Parameters
    ----------
    reply
        One that nobody waits for any longer does nothing.
    platform
        It has been advanced to the instant.
    at
        Logged time, microseconds since the epoch.
    """
    return platform.receive(reply.number, reply.attempt, reply.content, at)
