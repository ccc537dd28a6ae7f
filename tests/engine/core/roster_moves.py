"""Random commands about courts and mediators: other policies, other capacities, comings and goings."""

from random import Random
from typing import Any

from engine.core.roster import GENDERS, ORIGINS
from engine.events.enums import AbsenceCause, PolicyName
from engine.events.records import PolicyAdopted
from tests.engine.core import events
from tests.engine.core.mover import Mover
from tests.engine.core.worlds import NAMES, SPOKEN, TYPES, mediator

_CAUSES = (AbsenceCause.MANUAL, AbsenceCause.LEASE, AbsenceCause.OFF_ROSTER)


def adopt(mover: Mover, random: Random) -> None:
    """A court draws by another policy."""
    court = random.randrange(mover.pair.roster.courts)
    version = 1 + sum(event.court_id == court for event in mover.pair.events if isinstance(event, PolicyAdopted))
    settings = {
        "policy": random.choice(tuple(PolicyName)),
        "band_width_milli": random.choice((0, 700, 3000)),
        "sample_size": random.choice((2, 3)),
        "by_weight": random.choice((0, 1)),
    }
    mover.pair.apply(events.policy_adopted(version, court=court, **settings))


def set_capacity(mover: Mover, random: Random) -> None:
    """A mediator may hold more or less, perhaps less than at present."""
    mediator = random.choice(mover.mediators())
    mover.pair.apply(events.capacity_set(mediator, random.choice((0, 1, 2, 3, 5))))


def come_or_go(mover: Mover, random: Random) -> None:
    """A cause of absence begins or ends, set before or not; who returns may be raised."""
    mediator, cause = random.choice(mover.mediators()), random.choice(_CAUSES)
    if random.random() < 0.4:
        mover.pair.apply(events.went_absent(mediator, cause))
    else:
        raised = mover.pair.entry_raise(mediator, random.choice((0, 1000)))
        mover.pair.apply(events.returned(mediator, cause, entry_milli=random.choice((0, raised))))


def appoint(mover: Mover, random: Random) -> None:
    """Somebody of whatever kind is appointed to a court that has a vacant place; he may be raised."""
    courts = sorted({mover.pair.reference._people[place].court for place in mover.vacant()})
    if not courts:
        return
    court = random.choice(courts)
    place = mover.pair.compiled.vacant_place(court)
    other = {
        "origin": random.choice((ORIGINS[0], ORIGINS[0], *ORIGINS)),
        "gender": random.choice(GENDERS),
        "rank": random.choice((0, 1, place)),
        "occurred_at": mover.now,
        "entry_milli": random.choice((0, mover.pair.entry_raise(place, 1000))),
    }
    mover.pair.apply(events.appointed(place, court=court, **other, **_able(random)))


def qualify(mover: Mover, random: Random) -> None:
    """What a mediator may be asked for is changed, whatever he is offered or holds."""
    mover.pair.apply(events.qualified(random.choice(mover.mediators()), **_able(random)))


def _able(random: Random) -> dict[str, Any]:
    """Anything that a mediator may be asked for."""
    row = mediator(
        types=tuple(dispute_type for dispute_type in TYPES if random.random() < 0.7),
        languages=tuple(language for language in SPOKEN if random.random() < (0.9 if language is SPOKEN[0] else 0.3)),
        names=tuple(name for name in NAMES if random.random() < 0.4),
        share_milli=random.choice((1, 250, 1000)),
        capacity=random.randint(1, 3),
    )
    return {
        "dispute_types": row.takes,
        "languages": row.speaks,
        "attributes": row.has,
        "share_milli": row.share_milli,
        "capacity": row.capacity,
    }
