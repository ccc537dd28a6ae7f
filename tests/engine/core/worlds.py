"""Small worlds: rosters written out for an example, and random ones in which everything rare happens often."""

from random import Random
from typing import Final

import numpy as np

from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster
from engine.events.enums import DisputeType, Language

TYPES: Final = (DisputeType.PRIVATE_LENDING, DisputeType.FAMILY, DisputeType.FOREIGN_COMMERCIAL)
"""What cases in random worlds are about: the first and the last bit are among them."""
SPOKEN: Final = (Language.MANDARIN, Language.TIBETAN, Language.KAZAKH)
"""What their parties speak."""


def mediator(
    court: int = 0,
    capacity: int = 3,
    types: tuple[DisputeType, ...] = tuple(DisputeType),
    languages: tuple[Language, ...] = (Language.MANDARIN,),
) -> tuple[int, int, int, int]:
    """One row of a roster: court, capacity and the masks of types and languages."""
    takes = sum(1 << DISPUTE_TYPES.index(dispute_type) for dispute_type in types)
    speaks = sum(1 << LANGUAGES.index(language) for language in languages)
    return court, capacity, takes, speaks


def roster(
    *mediators: tuple[int, int, int, int],
    court_region: tuple[int, ...] = (0,),
    region_province: tuple[int, ...] = (0,),
) -> Roster:
    """A roster of `mediator` rows, which must come in order of court."""
    court, capacity, takes, speaks = zip(*mediators, strict=True)
    return Roster(
        court_region=np.array(court_region, np.int32),
        region_province=np.array(region_province, np.int32),
        mediator_court=np.array(court, np.int32),
        capacity=np.array(capacity, np.int32),
        dispute_types=np.array(takes, np.uint64),
        languages=np.array(speaks, np.uint64),
    )


def random_roster(random: Random) -> Roster:
    """One to three provinces of a few courts; some courts have nobody, some mediators no Mandarin or no type."""
    region_province = [province for province in range(random.randint(1, 3)) for _ in range(random.randint(1, 2))]
    court_region = [region for region in range(len(region_province)) for _ in range(random.randint(1, 3))]
    courts = [court for court in range(len(court_region)) for _ in range(random.choice((0, 1, 1, 2, 4)))]
    return roster(
        *(_random_mediator(random, court) for court in courts or [0]),
        court_region=tuple(court_region),
        region_province=tuple(region_province),
    )


def _random_mediator(random: Random, court: int) -> tuple[int, int, int, int]:
    types = tuple(dispute_type for dispute_type in TYPES if random.random() < 0.7)
    languages = tuple(language for language in SPOKEN if random.random() < (0.9 if language is SPOKEN[0] else 0.3))
    return mediator(court, random.randint(1, 3), types, languages)
