"""Who or what can be busy, and one time at which it is."""

from typing import NamedTuple

import msgspec

from engine.events.whole import Whole
from engine.scheduling.words import ResourceKind


class Resource(msgspec.Struct, frozen=True, order=True, gc=False, cache_hash=True, forbid_unknown_fields=True):
    """One person, room or line. The number is the court's or the roster's: no name, no party data.

    A person who appears in several courts has one number, or nobody would notice a clash.

    Examples
    --------
    >>> print(Resource(ResourceKind.AGENT, 7))
    agent 7
    """

    kind: ResourceKind
    """What it is."""
    number: Whole
    """Which one of its kind, at least 0."""

    def __str__(self) -> str:
        return f"{self.kind.value} {self.number}"


class Slot(msgspec.Struct, frozen=True, order=True, gc=False):
    """Time that one booking takes from each of its participants; slots order by their beginning.

    No named tuple: half a million of those would each be looked at whenever memory is tidied up.
    """

    starts_at: int
    """Its first microsecond."""
    ends_at: int
    """The first microsecond after it."""
    number: int
    """The booking."""


class Clash(NamedTuple):
    """A time at which somebody who is wanted is busy."""

    resource: Resource
    """Who is busy."""
    starts_at: int
    """Since when, us."""
    ends_at: int
    """Until when, us."""
    number: int
    """With which booking."""
