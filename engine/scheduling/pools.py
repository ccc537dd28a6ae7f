"""Rooms and video lines of a court, of which one is as good as another."""

from typing import Final

from engine.scheduling.errors import OrderError
from engine.scheduling.resource import Resource
from engine.scheduling.words import ResourceKind

POOL_MAX: Final = 1000
"""Rooms, or lines, of one court: more than the largest has, and numbers of two courts never meet."""


def rooms_of(court_id: int, rooms: int) -> tuple[Resource, ...]:
    """Number the rooms of a court as a pool, in ascending order: a booking takes the lowest that is free.

    Parameters
    ----------
    court_id
        The court, an index of the roster, at least 0.
    rooms
        How many it has, 1 to 1,000.

    Raises
    ------
    OrderError
        If it is another number.

    Examples
    --------
    >>> [str(room) for room in rooms_of(3, 2)]
    ['room 3000', 'room 3001']
    """
    return _pool(ResourceKind.ROOM, court_id, rooms)


def lines_of(court_id: int, lines: int) -> tuple[Resource, ...]:
    """Number the video lines of a court, as `rooms_of` does its rooms.

    Examples
    --------
    >>> [str(line) for line in lines_of(0, 2)]
    ['video_line 0', 'video_line 1']
    """
    return _pool(ResourceKind.VIDEO_LINE, court_id, lines)


def _pool(kind: ResourceKind, court_id: int, size: int) -> tuple[Resource, ...]:
    if court_id < 0:
        raise OrderError(f"court_id = {court_id}: must be at least 0")
    if not 1 <= size <= POOL_MAX:
        raise OrderError(f"{kind.value}s = {size}: must be within 1..{POOL_MAX}")
    return tuple(Resource(kind, court_id * POOL_MAX + place) for place in range(size))
