"""What a log must know of its entries: how they become bytes, come back, and when each was recorded."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from engine.events.codec import decode_events, encode_events
from engine.events.records import Event
from engine.events.upcasters import UPCASTERS, Upcasters

E = TypeVar("E")
"""Type of an entry of a log."""


class Codec(Protocol[E]):
    """Entries to bytes and back. Whoever writes a log of entries of their own passes one of these."""

    def encode(self, entries: Sequence[E]) -> bytes:
        """Write entries as one body.

        Parameters
        ----------
        entries
            At least one.

        Raises
        ------
        engine.errors.EngineError
            If an entry could not be read back; a log never takes what it cannot give back.
        """
        ...

    def decode(self, body: bytes) -> list[E]:
        """Read a body that `encode` of this or an older release returned.

        Raises
        ------
        engine.errors.EngineError
            If it cannot be read.
        """
        ...

    def recorded_at(self, entry: E) -> int:
        """Return when an entry was recorded, microseconds since the Unix epoch, UTC."""
        ...


class EventCodec:
    """The codec of events (`engine.events`).

    Parameters
    ----------
    upcasters
        Steps from one version of a kind to the next, for bodies an older release wrote.

    Examples
    --------
    >>> from engine.events.records import Escalated
    >>> event = Escalated(occurred_at=5, recorded_at=7, dispute_id=1, case_id=1, court_id=0, step=1, deadline=None)
    >>> codec = EventCodec()
    >>> codec.decode(codec.encode([event])) == [event], codec.recorded_at(event)
    (True, 7)
    """

    def __init__(self, upcasters: Upcasters = UPCASTERS) -> None:
        self._upcasters = upcasters

    def encode(self, entries: Sequence[Event]) -> bytes:
        """Write events as one body; see `engine.events.codec.encode_events`."""
        return encode_events(entries)

    def decode(self, body: bytes) -> list[Event]:
        """Read a body; see `engine.events.codec.decode_events`."""
        return decode_events(body, upcasters=self._upcasters)

    def recorded_at(self, entry: Event) -> int:
        """Return when an event was recorded, microseconds since the Unix epoch, UTC."""
        return entry.recorded_at
