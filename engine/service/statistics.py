"""The service's numbers at an instant: queues, flows and mediators, from memory.

Seats and people are those of court-connected mediation; rosters of other doors are small, and are not counted here.
"""

from typing import Final

import msgspec

from engine.core.census import appointed_census, census, presence_census
from engine.events.lifecycle_words import Track
from engine.service.flows import MINUTE_US
from engine.service.world import World

FLOWS: Final = ("filed", "offered", "accepted", "declined", "lapsed", "closed", "withdrawn")
"""Kinds of entry that `Minute.counts` counts, in order."""
_MINUTES: Final = 60


class Seats(msgspec.Struct, frozen=True, kw_only=True):
    """Seats of open cases by how they stand; a panel has several."""

    waiting: int
    choosing: int
    """The parties are choosing."""
    offered: int
    held: int


class Province(msgspec.Struct, frozen=True, kw_only=True):
    """One province's seats."""

    province_id: int
    seats: Seats


class Minute(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of one minute."""

    begins_at: int
    """Microseconds since the epoch."""
    counts: tuple[int, ...]
    """One for each of `FLOWS`."""


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """What a service knows of its work."""

    at: int
    """Logged time, microseconds since the epoch."""
    seq: int
    """Position of the last entry that is counted."""
    pending: int
    """Cases accepted and not closed, at every door that has a desk."""
    seats: Seats
    """Of court-connected mediation."""
    provinces: tuple[Province, ...]
    """By number; where there are no seats a province is left out."""
    mediators: int
    """On the roster of court-connected mediation, as the three counts that follow."""
    present: int
    busy: int
    """Present mediators who hold or are offered a case."""
    full: int
    """Present mediators without room."""
    total: dict[str, int]
    """Entries of each kind since the log began, of every door."""
    today: dict[str, int]
    """Entries of each kind in the last 24 hours."""
    minutes: tuple[Minute, ...]
    """Of the last hour, those in which anything happened."""


def statistics(world: World) -> Statistics:
    """Count what a world holds; a few milliseconds at national size.

    Parameters
    ----------
    world
        Between batches.
    """
    desks = world.platform.registry.desks
    desk, now = desks[Track.MEDIATION], world.last_at
    by_court = census(desk.core.state)
    roster = desk.core.roster
    present, busy, full = presence_census(desk.core.state)
    minutes = world.flows.by_minute(FLOWS, _MINUTES)
    provinces: dict[int, list[int]] = {}
    for province, counts in zip(roster.court_province.tolist(), by_court.tolist(), strict=True):
        if any(counts):
            known = provinces.setdefault(province, [0, 0, 0, 0])
            provinces[province] = [one + other for one, other in zip(known, counts, strict=True)]
    return Statistics(
        at=now,
        seq=world.seq,
        pending=sum(one.core.open_cases for one in desks.values()),
        seats=_seats(by_court.sum(axis=0).tolist()),
        provinces=tuple(Province(province_id=number, seats=_seats(row)) for number, row in sorted(provinces.items())),
        mediators=int(appointed_census(desk.core.state)),
        present=int(present),
        busy=int(busy),
        full=int(full),
        total=dict(world.flows.total),
        today=dict(world.flows.since(now - 24 * 60 * MINUTE_US, now + MINUTE_US)),
        minutes=tuple(
            Minute(begins_at=begins_at, counts=tuple(counts))
            for begins_at, counts in minutes
            if begins_at > now - _MINUTES * MINUTE_US
        ),
    )


def _seats(counts: list[int]) -> Seats:
    waiting, choosing, offered, held = counts
    return Seats(waiting=waiting, choosing=choosing, offered=offered, held=held)
