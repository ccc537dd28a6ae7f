"""What a linked system looks like from here.

A port takes a request and says which replies it already knows of. A simulated system knows all of them at once, with
the instants at which they will come. A network client knows none yet: it returns an empty tuple, and whoever runs it
hands each reply to `Postbox.receive` when it is there. Everything else is the same for both.
"""

from typing import Protocol

import msgspec

from engine.linked.answers import Answer
from engine.linked.requests import Key, Request
from engine.linked.words import FailureReason


class Reply(msgspec.Struct, frozen=True, gc=False):
    """What comes back for one attempt."""

    at: int
    """When it arrives, microseconds since the epoch."""
    content: Answer | FailureReason
    """The answer, or why there is none."""


class Port(Protocol):
    """A linked system, ready to be asked.

    An implementation must let the system do the work of a key once, however often that key is sent, and must answer
    every later sending with the first answer.
    """

    def send(self, request: Request, key: Key, attempt: int, at: int) -> tuple[Reply, ...]:
        """Send one attempt; never wait for the answer.

        Parameters
        ----------
        request
            What is asked; the same at every attempt.
        key
            Its idempotency key; the same at every attempt.
        attempt
            Which attempt it is, counted from 1; one that a restart cut short is made again under its number.
        at
            The instant, microseconds since the epoch.

        Returns
        -------
        tuple of Reply
            The replies known already, none before `at`: empty for a network client, or if none will come.
        """
        ...
