"""What the plain reference keeps of each mediator and each case: only what events said, never a count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from engine.core.roster import DISPUTE_TYPES, GENDERS, LANGUAGES, ORIGINS, Roster
from engine.events.enums import AbsenceCause, DisputeType, Gender, Language, Origin, Stage
from engine.events.records import Filed, OpenedInProgress

_Thing = TypeVar("_Thing")


@dataclass(kw_only=True)
class PlainMediator:
    """A mediator: what the roster says, and what offers and answers have made of it."""

    number: int
    court: int
    units: tuple[int, ...]
    """Court, region, province and nation."""
    capacity_milli: int
    dispute_types: set[DisputeType]
    languages: set[Language]
    origin: Origin
    gender: Gender | None
    share_milli: int
    rank: int
    own_names: set[str]
    """Attributes that the roster names itself."""
    vacant: bool
    """Whether the place waits for somebody."""
    cumulative_milli: int = 0
    idle_since: int = 0
    cards: int = 0
    absent_for: set[AbsenceCause] = field(default_factory=set[AbsenceCause])

    @property
    def names(self) -> set[str]:
        """Every attribute by which an expression may ask for him or her."""
        takes = {f"takes_{dispute_type}" for dispute_type in self.dispute_types}
        speaks = {f"speaks_{language}" for language in self.languages}
        gender = {str(self.gender)} - {"None"}
        abroad = {f"from_{self.origin}"} - {"from_mainland"}
        return self.own_names | takes | speaks | gender | abroad

    def answered(self, at: int, charge_milli: int) -> None:
        """Charge an answer and restart the idle clock, which never goes back."""
        self.cumulative_milli += charge_milli
        self.idle_since = max(self.idle_since, at)

    @property
    def deck_cards(self) -> int:
        """Cards that he or she gets of a deck."""
        return max(1, self.share_milli * 4 // 1000)

    def dealt_anew(self) -> None:
        """Get a deck's cards; unused ones stay, up to a second deck."""
        self.cards = min(self.cards + self.deck_cards, 2 * self.deck_cards)


@dataclass(kw_only=True)
class PlainSeat:
    """One mediator's place in a case."""

    stage: Stage = Stage.WAITING
    attempt: int = 0
    mediator: int | None = None

    def vacate(self) -> None:
        """Wait again."""
        self.stage, self.mediator = Stage.WAITING, None


@dataclass(kw_only=True)
class PlainCase:
    """An open case."""

    filing: Filed | OpenedInProgress
    units: tuple[int, ...]
    step: int
    seats: list[PlainSeat]
    decliners: set[int] = field(default_factory=set[int])
    conflicted: set[int] = field(default_factory=set[int])
    replaced: set[int] = field(default_factory=set[int])
    """Barred for good, because a party asked for another."""
    lead: int | None = None

    @property
    def aged(self) -> int:
        """When it would have been filed without its boost: what puts it in order."""
        return self.filing.occurred_at - self.filing.boost_us

    @property
    def need_milli(self) -> int:
        """Room that a mediator must have for it; a case of no weight still needs some."""
        return max(self.filing.weight_milli, 1)

    @property
    def sitting(self) -> set[int]:
        """Mediators asked for or holding a seat."""
        return {seat.mediator for seat in self.seats if seat.mediator is not None}

    @property
    def attempts(self) -> int:
        """Largest attempt of any seat."""
        return max(seat.attempt for seat in self.seats)

    def seats_at(self, *stages: Stage) -> list[PlainSeat]:
        """Seats at one of the stages, in order."""
        return [seat for seat in self.seats if seat.stage in stages]


def plain_units(roster: Roster) -> list[tuple[int, ...]]:
    """Court, region, province and nation of each court; numbers of different circles are not compared."""
    regions, provinces = roster.court_region, roster.court_province
    return [(court, int(regions[court]), int(provinces[court]), 0) for court in range(roster.courts)]


def plain_mediators(roster: Roster) -> Iterator[PlainMediator]:
    """Everybody on the roster, nobody yet offered anything."""
    units = plain_units(roster)
    for number in range(roster.mediators):
        court = int(roster.mediator_court[number])
        yield PlainMediator(
            number=number,
            court=court,
            units=units[court],
            capacity_milli=int(roster.capacity[number]) * 1000,
            dispute_types=marked(DISPUTE_TYPES, int(roster.dispute_types[number])),
            languages=marked(LANGUAGES, int(roster.languages[number])),
            origin=ORIGINS[int(roster.origin[number])],
            gender=GENDERS[int(roster.gender[number])],
            share_milli=int(roster.share_milli[number]),
            rank=int(roster.rank[number]),
            own_names=marked(roster.attribute_names, int(roster.attributes[number])),
            vacant=bool(roster.vacant[number]),
        )


def marked(things: Sequence[_Thing], mask: int) -> set[_Thing]:
    """Return the things whose bits are set."""
    return {thing for bit, thing in enumerate(things) if mask >> bit & 1}
