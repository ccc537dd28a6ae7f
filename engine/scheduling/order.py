"""What shall be booked, and what is proposed for it."""

from typing import NamedTuple

import msgspec

from engine.calendar.day import MINUTE_US
from engine.events.lifecycle_words import Medium, Track
from engine.scheduling.booking import Booking
from engine.scheduling.errors import OrderError
from engine.scheduling.resource import Resource
from engine.scheduling.words import Purpose


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that shall be booked.

    Raises
    ------
    OrderError
        With the first field that makes no sense.

    Examples
    --------
    >>> from engine.scheduling.words import ResourceKind
    >>> mediator = Resource(ResourceKind.MEDIATOR, 7)
    >>> Order(dispute_id=1, case_id=1, court_id=0, participants=(mediator, mediator))
    Traceback (most recent call last):
    ...
    engine.scheduling.errors.OrderError: participants and pools name mediator 7 twice: must name it once
    """

    dispute_id: int
    """The dispute, at least 0."""
    case_id: int
    """The case, at least 0."""
    court_id: int
    """The court, at least 0."""
    track: Track = Track.MEDIATION
    """The door the dispute goes through."""
    purpose: Purpose = Purpose.SESSION
    """A session, a hearing or a panel's meeting."""
    medium: Medium = Medium.VIDEO
    """How people meet (ONL 16)."""
    participants: tuple[Resource, ...]
    """Who must all be there, at least one person."""
    pools: tuple[tuple[Resource, ...], ...] = ()
    """Of each, the first that is free joins them: a court's rooms, its video lines."""
    duration_minutes: int | None = None
    """How long it takes; None for what the rules say."""
    agreed: bool = False
    """Whether all have agreed to a short notice and, if the rules allow it, to a time outside office hours."""
    not_after: int | None = None
    """The case's statutory deadline, us, by which it must end."""

    def __post_init__(self) -> None:
        """Check every field."""
        for name in ("dispute_id", "case_id", "court_id"):
            if getattr(self, name) < 0:
                raise OrderError(f"{name} = {getattr(self, name)}: must be at least 0")
        if self.purpose is Purpose.BLOCKED:
            raise OrderError(f"purpose = {self.purpose.value}: must be a meeting; `block` sets time aside for none")
        if not any(resource.kind.is_person for resource in self.participants):
            raise OrderError(f"participants = {len(self.participants)} resources: must hold at least one person")
        if not all(self.pools):
            raise OrderError("pools holds an empty one: each must have at least one resource")
        check_distinct(self.participants, *self.pools)


def order_of(booking: Booking, *, pools: tuple[tuple[Resource, ...], ...] = ()) -> Order:
    """Return the order of a meeting as it is booked, to be changed with `msgspec.structs.replace`.

    Nothing is `agreed` in it: consent to one time is none to another, nor that of whoever joins.

    Parameters
    ----------
    booking
        The meeting.
    pools
        Pools from which something else may be taken: what the meeting has of them is not among the participants.

    Raises
    ------
    OrderError
        If it is blocked time, for which there is no order.

    Examples
    --------
    >>> from engine.scheduling.example import MONDAY, one_court_order, one_court_scheduler
    >>> diary = (scheduler := one_court_scheduler()).diary
    >>> diary.apply(scheduler.book_earliest(one_court_order(7), MONDAY, at=MONDAY))
    >>> order_of(diary.booking(0)).duration_minutes
    45
    """
    if booking.medium is None:
        raise OrderError(f"booking {booking.number} is blocked time: must be a meeting")
    pooled = {resource for pool in pools for resource in pool}
    return Order(
        dispute_id=booking.dispute_id,
        case_id=booking.case_id,
        court_id=booking.court_id,
        track=booking.track,
        purpose=booking.purpose,
        medium=booking.medium,
        participants=tuple(resource for resource in booking.participants if resource not in pooled),
        pools=pools,
        duration_minutes=(booking.ends_at - booking.starts_at) // MINUTE_US,
        not_after=booking.not_after,
    )


class Proposal(NamedTuple):
    """A time at which an order can be booked."""

    starts_at: int
    """First microsecond."""
    ends_at: int
    """First microsecond after it."""
    participants: tuple[Resource, ...]
    """Those of the order, then of each pool the first that is free."""


def check_distinct(*groups: tuple[Resource, ...]) -> None:
    """Refuse resources that are named twice.

    Raises
    ------
    OrderError
        With the first of them.
    """
    named = [resource for group in groups for resource in group]
    if len(set(named)) == len(named):
        return
    twice = next(resource for place, resource in enumerate(named) if resource in named[:place])
    raise OrderError(f"participants and pools name {twice} twice: must name it once")
