"""Telling other systems what has happened: a position in the log for each of them, and nothing else.

A receiver is told every entry it wants at least once, in order, under the entry's position as its id, so that it can
pass over what it was told before. Nothing waits for it: deciding goes on whether it is there or not.

Sources: CloudEvents 1.0.2, JSON batch format; Standard Webhooks 1.0, signature scheme v1.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from typing import Annotated, Final, TypeAlias

import msgspec

from engine.events.records import Event
from engine.service.entries import Entry, EntryCodec
from engine.service.receiver import Receiver

ENTRIES_MAX: Final = 200
"""Entries in one message: about 100 kB."""
_FIRST_WAIT_US: Final = 1_000_000
_LONGEST_WAIT_US: Final = 3_600_000_000
_HTTP_OK: Final = range(200, 300)
_US: Final = 1_000_000

Read: TypeAlias = Callable[[int, int], Iterable[tuple[int, Entry]]]
"""Entries after a position, at most so many."""
Send: TypeAlias = Callable[[str, Mapping[str, str], bytes], int | None]
"""Posts a body with headers to an address; the status, or None if there was no answer."""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """How far a receiver has been told."""

    seq: Annotated[int, msgspec.Meta(ge=0)]
    """Position of the last entry that it has taken."""
    failures: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Attempts in a row that it has not."""
    retry_at: int = 0
    """Not before then, microseconds since the epoch."""


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as CloudEvents words it."""

    specversion: str = "1.0"
    id: str
    """Its position in the log."""
    source: str
    type: str
    time: str
    datacontenttype: str = "application/json"
    data: Entry


class Outbox:
    """Tells one receiver.

    Parameters
    ----------
    receiver
        Whom.
    source
        URI of this service's store, for the messages.
    read
        The log.
    send
        Posts.
    position
        How far it has been told; `step` returns the next one, which its keeper must store.
    """

    def __init__(self, receiver: Receiver, source: str, read: Read, send: Send, position: Position) -> None:
        self._receiver: Final = receiver
        self._source: Final = source
        self._read: Final = read
        self._send: Final = send
        self._codec: Final = EntryCodec()
        self.position = position
        """How far it has been told."""

    def step(self, now: int) -> bool:
        """Tell it what is next, if it is time, and tell whether there may be more at once.

        Parameters
        ----------
        now
            Microseconds since the epoch.
        """
        # A wait longer than the longest was set by a clock that was led astray, and would outlast it.
        if 0 < self.position.retry_at - now <= _LONGEST_WAIT_US:
            return False
        entries = list(self._read(self.position.seq, ENTRIES_MAX))
        if not entries:
            return False
        wanted = [(seq, entry) for seq, entry in entries if self._wants(entry)]
        if wanted and self._send(*self._message(wanted, now)) not in _HTTP_OK:
            self._wait(now)
            return False
        self.position = Position(seq=entries[-1][0])
        return True

    def _wants(self, entry: Entry) -> bool:
        if not isinstance(entry, Event):
            return False
        return not self._receiver.kinds or str(entry.__struct_config__.tag) in self._receiver.kinds

    def _message(self, wanted: list[tuple[int, Entry]], now: int) -> tuple[str, Mapping[str, str], bytes]:
        body = msgspec.json.encode([self._cloud_event(seq, entry) for seq, entry in wanted])
        message_id, seconds = f"{wanted[0][0]}-{wanted[-1][0]}", str(now // _US)
        headers = {
            "content-type": "application/cloudevents-batch+json",
            "webhook-id": message_id,
            "webhook-timestamp": seconds,
            "webhook-signature": signature(self._receiver.secret, message_id, seconds, body),
        }
        return self._receiver.url, headers, body

    def _cloud_event(self, seq: int, entry: Entry) -> CloudEvent:
        recorded_at = self._codec.recorded_at(entry)
        return CloudEvent(
            id=str(seq),
            source=self._source,
            type=f"onestop.{entry.__struct_config__.tag}",
            time=datetime.fromtimestamp(recorded_at / _US, UTC).isoformat(timespec="microseconds"),
            data=entry,
        )

    def _wait(self, now: int) -> None:
        failures = self.position.failures + 1
        wait_us = min(_LONGEST_WAIT_US, _FIRST_WAIT_US << min(failures - 1, 12))
        self.position = Position(seq=self.position.seq, failures=failures, retry_at=now + wait_us)


def signature(secret: bytes, message_id: str, seconds: str, body: bytes) -> str:
    """Return what a receiver compares: a keyed hash of id, time and body.

    Examples
    --------
    >>> signature(bytes(24), "1-2", "0", b"[]")[:3]
    'v1,'
    """
    return "v1," + b64encode(digest(secret, f"{message_id}.{seconds}.".encode() + body, sha256)).decode()
