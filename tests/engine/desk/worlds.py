"""Small desks: one written out, and random ones in which everything rare happens often."""

from random import Random
from typing import Final, TypeVar

import numpy as np

from engine.calendar.calendar import WorkCalendar
from engine.core.assignment import AssignmentCore
from engine.core.ladder import NATIONAL_LADDER, Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster
from engine.desk.desk import Desk
from engine.desk.example import words
from engine.desk.filing import Filing
from engine.desk.rules import DeskRules
from engine.events.enums import Channel, DisputeType, EntryRoute, Language
from engine.events.records import Event

_Event = TypeVar("_Event", bound=Event)
CALENDAR: Final = WorkCalendar.china(2020, 2022)
TYPES: Final = (DisputeType.FAMILY, DisputeType.LABOUR)
SPOKEN: Final = (Language.MANDARIN, Language.TIBETAN)
ALL_TYPES: Final = (1 << len(DISPUTE_TYPES)) - 1


def roster(
    courts: list[int],
    *,
    court_region: tuple[int, ...] = (0,),
    region_province: tuple[int, ...] = (0,),
    capacity: list[int] | int = 1,
    types: list[int] | int = ALL_TYPES,
    languages: list[int] | int = 1,
) -> Roster:
    """A roster of mediators by their courts, in order; one value stands for everybody's."""
    count = len(courts)
    return Roster(
        court_region=np.array(court_region, np.int32),
        region_province=np.array(region_province, np.int32),
        mediator_court=np.array(courts, np.int32),
        capacity=np.broadcast_to(np.array(capacity, np.int32), count).copy(),
        dispute_types=np.broadcast_to(np.array(types, np.uint64), count).copy(),
        languages=np.broadcast_to(np.array(languages, np.uint64), count).copy(),
    )


def desk_of(
    made_of: Roster,
    *,
    ladder: Ladder = NATIONAL_LADDER,
    policy: Policy = Policy.BAND_DRAW,
    rules: DeskRules | None = None,
) -> Desk:
    """A desk over a fresh core."""
    return Desk(AssignmentCore(made_of, PolicySettings(policy=policy), ladder), CALENDAR, words, rules)


def filing(case_id: int, court_id: int = 0, **fields: object) -> Filing:
    """A standard family case in Mandarin, but for the fields given."""
    plain: dict[str, object] = {
        "case_id": case_id,
        "dispute_id": case_id,
        "court_id": court_id,
        "dispute_type": DisputeType.FAMILY,
        "channel": Channel.ONLINE_FILING,
        "entry_route": EntryRoute.PARTY_APPLICATION,
        "language": Language.MANDARIN,
    }
    return Filing(**(plain | fields))  # pyright: ignore[reportArgumentType] - the test names the fields


def kinds(events: list[Event]) -> list[str]:
    """Names of the events' kinds."""
    return [type(event).__name__ for event in events]


def random_roster(random: Random) -> Roster:
    """Two provinces of a few courts; some have nobody, some mediators no Mandarin or only one type."""
    region_province = (0, 0, 1)
    court_region = tuple(region for region in range(3) for _ in range(random.randint(1, 2)))
    courts = [court for court in range(len(court_region)) for _ in range(random.choice((0, 1, 2, 3)))] or [0]
    bits = [1 << DISPUTE_TYPES.index(kind) for kind in TYPES]
    spoken = [1 << LANGUAGES.index(language) for language in SPOKEN]
    return roster(
        courts,
        court_region=court_region,
        region_province=region_province,
        capacity=[random.choice((1, 1, 2)) for _ in courts],
        types=[random.choice((bits[0], bits[1], sum(bits), sum(bits))) for _ in courts],
        languages=[random.choice((spoken[0], spoken[0], sum(spoken), spoken[1])) for _ in courts],
    )


def random_ladder(random: Random) -> Ladder:
    """The national ladder, or one with skips and an end."""
    last = random.choice((None, 1, 2))
    return random.choice(
        (
            NATIONAL_LADDER,
            Ladder(
                steps=(
                    LadderStep(circle=0, wait_working_days=1, skip_if_nobody_free=random.random() < 0.5),
                    LadderStep(circle=1, expression="takes_family", wait_working_days=1),
                    LadderStep(circle=2, wait_working_days=3, skip_if_nobody_free=random.random() < 0.5),
                    LadderStep(circle=3, wait_working_days=last),
                )
            ),
            Ladder(steps=(LadderStep(circle=0, wait_working_days=last),)),
        )
    )


def asked(desk: Desk, case_id: int) -> int:
    """Who is asked for a case, or holds it."""
    mediator = desk.core.case(case_id).mediator
    assert mediator is not None
    return mediator


def the(kind: type[_Event], events: list[Event]) -> _Event:
    """The one event of a kind among some."""
    (found,) = (event for event in events if isinstance(event, kind))
    return found
