"""What the service itself notes in its log, beside what happens to disputes."""

import msgspec


class ServiceRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind"):
    """What every note has."""

    at: int
    """Logged time, microseconds since the epoch: never less than that of the entry before."""


class Started(ServiceRecord, frozen=True, kw_only=True, gc=False, tag="started"):
    """A writer took over. What it is built of decides what the entries after it mean."""

    epoch: int
    """Ordinal of the writer, from 1: every later writer's is higher."""
    release: str
    """Version of the program."""
    roster_digest: str
    """Of courts and mediators, hex; a log belongs to one roster."""


class Executed(ServiceRecord, frozen=True, kw_only=True, gc=False, tag="executed"):
    """Commands that came under one idempotency key were carried out; the entries before this one are what they caused.

    Answers to a repetition are made of it, so it is stored with the entries, in one batch.
    """

    key: bytes
    """Of the sender and his key, 16 bytes; see `engine.service.keys`."""
    request_digest: bytes
    """Of the request's body, 16 bytes: the same key with another body is refused."""
    counts: tuple[int, ...]
    """Entries that each command caused, in order; -1 for one that was refused."""
    refusals: tuple[tuple[str, str], ...] = ()
    """Of each refused command, in order: class of the error and its message."""


AnyServiceRecord = Started | Executed
"""What a decoder tells apart."""
