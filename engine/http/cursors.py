"""Cursors of lists: opaque to clients, and no secret; a made-up one only leads to another page of what one may see."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from engine.http.errors import ProblemError
from engine.service.views.listing import Place

_LENGTH_MAX = 64
_PLACE = msgspec.msgpack.Decoder(Place)


def cursor_of(place: Place) -> str:
    """Return a place as a cursor.

    Examples
    --------
    >>> place_of(cursor_of(Place(3, 7)))
    Place(position=3, dispute_id=7)
    """
    return urlsafe_b64encode(msgspec.msgpack.encode(place)).rstrip(b"=").decode("ascii")


def place_of(cursor: str) -> Place:
    """Return the place that a cursor stands for.

    Raises
    ------
    ProblemError
        If it is none.
    """
    try:
        raw = urlsafe_b64decode(cursor[:_LENGTH_MAX] + "=" * (-len(cursor) % 4))
        place = _PLACE.decode(raw)
    except (ValueError, msgspec.DecodeError):
        raise ProblemError("bad-request", "after: must be a cursor that a list has given.") from None
    if not (0 <= place.position < 2**62 and 0 <= place.dispute_id < 2**62):
        raise ProblemError("bad-request", "after: must be a cursor that a list has given.")
    return place
