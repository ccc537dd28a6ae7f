"""Where events go: what logs and event files share."""

from collections.abc import Sequence
from typing import Protocol

from engine.events.records import Event


class EventSink(Protocol):
    """Anything events can be handed to, in order.

    A log refuses an empty or over-long batch and a `recorded_at` that runs backwards; a file takes any.
    Whoever writes to a sink of unknown kind keeps to the stricter rules.
    """

    def append(self, events: Sequence[Event], /) -> object:
        """Take `events` after all that were taken before."""
        ...


class SealingSink(EventSink, Protocol):
    """A sink that seals what it is handed, batch by batch, into a chain of hashes."""

    @property
    def head(self) -> bytes:
        """Hash of the last batch, 32 bytes; zeros before the first."""
        ...
