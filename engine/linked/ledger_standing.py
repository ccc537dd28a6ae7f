"""What a ledger stands at, as bytes: for snapshots, and to compare two ledgers."""

import msgspec

from engine.linked.errors import LinkedStandingError
from engine.linked.records import Asked, GaveUp
from engine.linked.words import BreakerState


class StandingEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A request that is not answered yet."""

    asked: Asked
    retry_at: int
    """From when it may be sent, microseconds since the epoch."""
    attempts: int
    spent: int


class StandingLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is known of one system."""

    breaker: BreakerState
    failing: int
    """Failures running, while the breaker is closed."""
    announced: BreakerState
    rests_until: int | None


class LedgerStanding(msgspec.Struct, frozen=True, array_like=True):
    """A whole ledger."""

    last_number: int
    entries: list[StandingEntry]
    """In order of number."""
    dead: list[GaveUp]
    """The oldest first."""
    finished: list[tuple[int, Asked]]
    """Answered requests whose keys are remembered, and when they were answered; the oldest first."""
    lines: list[StandingLine]
    """One a system, in their order."""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(LedgerStanding)


def packed(standing: LedgerStanding) -> bytes:
    """Return a standing as bytes."""
    return _ENCODER.encode(standing)


def unpacked(standing: bytes) -> LedgerStanding:
    """Return the standing that bytes are.

    Raises
    ------
    LinkedStandingError
        If they are none.
    """
    try:
        return _DECODER.decode(standing)
    except msgspec.MsgspecError as error:
        raise LinkedStandingError(f"standing of {len(standing)} bytes: must be a ledger's: {error}") from error
