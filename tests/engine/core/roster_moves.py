"""Random commands about courts and mediators: other policies, other capacities, comings and goings."""

from random import Random

from engine.events.enums import AbsenceCause, PolicyName
from engine.events.records import PolicyAdopted
from tests.engine.core import events
from tests.engine.core.mover import Mover

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
