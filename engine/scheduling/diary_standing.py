"""What a diary stands at, as bytes: for snapshots, and to compare two diaries.

Timetables are not in it: they follow from the bookings.
"""

import msgspec

from engine.scheduling.booking import Booking
from engine.scheduling.errors import DiaryStandingError
from engine.scheduling.resource import Resource


class DiaryStanding(msgspec.Struct, frozen=True, array_like=True):
    """A whole diary."""

    next_number: int
    forgotten_before: int | None
    bookings: list[Booking]
    """In order of number."""
    left: list[tuple[Resource, dict[int, Booking]]]
    """What calendars show as cancelled, in order of resource."""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(DiaryStanding)


def packed(standing: DiaryStanding) -> bytes:
    """Return a standing as bytes."""
    return _ENCODER.encode(standing)


def unpacked(standing: bytes) -> DiaryStanding:
    """Return the standing that bytes are.

    Raises
    ------
    DiaryStandingError
        If they are none.
    """
    try:
        return _DECODER.decode(standing)
    except msgspec.MsgspecError as error:
        raise DiaryStandingError(f"standing of {len(standing)} bytes: must be a diary's: {error}") from error
