"""Small worlds: rosters written out for an example, and random ones in which everything rare happens often."""

from random import Random
from typing import Final, NamedTuple

import numpy as np

from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import DISPUTE_TYPES, GENDERS, LANGUAGES, ORIGINS, Roster
from engine.core.spare import with_spare_places
from engine.events.enums import DisputeType, Gender, Language, Origin

TYPES: Final = (DisputeType.PRIVATE_LENDING, DisputeType.FAMILY, DisputeType.FOREIGN_COMMERCIAL)
"""What cases in random worlds are about: the first and the last bit are among them."""
SPOKEN: Final = (Language.MANDARIN, Language.TIBETAN, Language.KAZAKH)
"""What their parties speak."""
NAMES: Final = ("professional", "regional")
"""Attributes that rosters name themselves."""
_ORIGINS: Final = (Origin.MAINLAND,) * 8 + ORIGINS
_EXPRESSIONS: Final = (
    "professional",
    "not regional",
    "female or speaks_tibetan",
    "not (male and professional) or from_foreign",
    "takes_family and (regional or not female)",
)


class Row(NamedTuple):
    """One mediator as a roster tells it."""

    court: int
    capacity: int
    takes: int
    speaks: int
    origin: int
    gender: int
    share_milli: int
    rank: int
    has: int


def mediator(
    court: int = 0,
    capacity: int = 3,
    types: tuple[DisputeType, ...] = tuple(DisputeType),
    languages: tuple[Language, ...] = (Language.MANDARIN,),
    *,
    origin: Origin = Origin.MAINLAND,
    gender: Gender | None = None,
    share_milli: int = 1000,
    rank: int = 0,
    names: tuple[str, ...] = (),
) -> Row:
    """One row of a roster: full-time, from the mainland, of unknown gender and no rank, unless said otherwise."""
    return Row(
        court=court,
        capacity=capacity,
        takes=sum(1 << DISPUTE_TYPES.index(dispute_type) for dispute_type in types),
        speaks=sum(1 << LANGUAGES.index(language) for language in languages),
        origin=ORIGINS.index(origin),
        gender=GENDERS.index(gender),
        share_milli=share_milli,
        rank=rank,
        has=sum(1 << NAMES.index(name) for name in names),
    )


def roster(
    *mediators: Row,
    court_region: tuple[int, ...] = (0,),
    region_province: tuple[int, ...] = (0,),
) -> Roster:
    """A roster of `mediator` rows, which must come in order of court."""
    court, capacity, takes, speaks, origin, gender, share_milli, rank, has = zip(*mediators, strict=True)
    return Roster(
        court_region=np.array(court_region, np.int32),
        region_province=np.array(region_province, np.int32),
        mediator_court=np.array(court, np.int32),
        capacity=np.array(capacity, np.int32),
        dispute_types=np.array(takes, np.uint64),
        languages=np.array(speaks, np.uint64),
        origin=np.array(origin, np.uint8),
        gender=np.array(gender, np.uint8),
        share_milli=np.array(share_milli, np.int32),
        rank=np.array(rank, np.int32),
        attributes=np.array(has, np.uint64),
        attribute_names=NAMES,
    )


def random_roster(random: Random, *, abroad: bool = True) -> Roster:
    """One to three provinces of a few courts; some courts have nobody, some mediators no Mandarin or no type.

    Some are from abroad, unless said otherwise.
    """
    region_province = [province for province in range(random.randint(1, 3)) for _ in range(random.randint(1, 2))]
    court_region = [region for region in range(len(region_province)) for _ in range(random.randint(1, 3))]
    courts = [court for court in range(len(court_region)) for _ in range(random.choice((0, 1, 1, 2, 4)))]
    return roster(
        *(_random_mediator(random, court, _ORIGINS if abroad else ORIGINS[:1]) for court in courts or [0]),
        court_region=tuple(court_region),
        region_province=tuple(region_province),
    )


def with_vacancies(random: Random, made_of: Roster) -> Roster:
    """The roster with none to two vacant places at each court."""
    return with_spare_places(made_of, np.array([random.choice((0, 1, 2)) for _ in range(made_of.courts)])).roster


def random_ladder(random: Random, *, steps: int = 5) -> Ladder:
    """One to so many steps, whose circles need not widen; now and then with an expression or a policy of its own."""
    last = random.randint(1, steps) - 1
    return Ladder(steps=tuple(_random_step(random, is_last=step == last) for step in range(last + 1)))


def random_settings(random: Random, policy: Policy) -> PolicySettings:
    """The policy with any of its settings."""
    return PolicySettings(
        policy=policy,
        band_width_milli=random.choice((0, 500, 1000, 5000)),
        sample_size=random.choice((2, 3)),
        by_weight=random.random() < 0.5,
    )


def _random_mediator(random: Random, court: int, origins: tuple[Origin, ...]) -> Row:
    return mediator(
        court,
        random.randint(1, 3),
        tuple(dispute_type for dispute_type in TYPES if random.random() < 0.7),
        tuple(language for language in SPOKEN if random.random() < (0.9 if language is SPOKEN[0] else 0.3)),
        origin=random.choice(origins),
        gender=random.choice(GENDERS),
        share_milli=random.choice((1, 200, 250, 500, 1000, 1000)),
        rank=random.choice((-1, 0, 1, 2)),
        names=tuple(name for name in NAMES if random.random() < 0.4),
    )


def _random_step(random: Random, *, is_last: bool) -> LadderStep:
    return LadderStep(
        circle=random.randrange(4),
        expression=random.choice(("",) * 10 + _EXPRESSIONS),
        policy=random.choice((None,) * 18 + tuple(Policy)),
        wait_working_days=None if is_last else 1,
    )
