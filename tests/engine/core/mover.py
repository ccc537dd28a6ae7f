"""Where random commands act: both cores, a clock, and what a command often needs to know."""

from random import Random
from typing import Final

from engine.core.assignment import NEW_DECK, NEW_ROUND
from engine.core.views import OfferDecision
from engine.events.enums import OfferBasis, Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair

WORDS: Final = (-1, 0, 1, 2**63 - 1, -(2**63))
"""Words of no bit, one bit and every bit."""


class Mover:
    """Two cores and the time they are at."""

    def __init__(self, pair: Pair) -> None:
        self.pair: Final = pair
        self.now = 1_000
        self.filings = 0

    def new_case(self) -> int:
        """Numbers that do not come in order, so that they break ties of age the other way round as well."""
        self.filings += 1
        return self.filings * 7_919 % 10_007 + 20_000

    def any_seat(self, random: Random, *stages: Stage) -> tuple[int, int] | None:
        """Case and seat of a random seat at any of the stages."""
        found = self.pair.seats_at(*stages)
        return random.choice(found) if found else None

    def any_case(self, random: Random, *stages: Stage) -> int | None:
        """A random case with a seat at any of the stages."""
        found = self.pair.at_stage(*stages)
        return random.choice(found) if found else None

    def answer(self, random: Random, *stages: Stage) -> tuple[int, int, int] | None:
        """Case, mediator and attempt of a random seat at any of the stages; a little later than the last thing."""
        self.now += random.choice((0, 1))
        if (found := self.any_seat(random, *stages)) is None:
            return None
        view = self.pair.cases[found[0]][found[1]]
        assert view.mediator is not None
        return found[0], view.mediator, view.attempt

    def attempt(self, case_id: int) -> int:
        """Number of the case's next offer."""
        return max(view.attempt for view in self.pair.cases[case_id]) + 1

    def offer(
        self, case_id: int, mediator: int, *, seat: int | None = None, basis: OfferBasis = OfferBasis.DRAWN
    ) -> None:
        """Offer a seat, the first that waits unless one is named."""
        if seat is None:
            seat = next(i for i, view in enumerate(self.pair.cases[case_id]) if view.stage is Stage.WAITING)
        attempt = self.attempt(case_id)
        self.pair.apply(events.offered(case_id, mediator, attempt=attempt, at=self.now, seat=seat, basis=basis))

    def decide(self, case_id: int, word: int) -> OfferDecision:
        """Take a decision, with the new round or the new deck that it asks for."""
        decision = self.pair.decide_offer(case_id, word)
        if decision.mediator == NEW_ROUND:
            self.pair.apply(events.round_opened(case_id, at=self.now))
            decision = self.pair.decide_offer(case_id, word)
            assert decision.mediator != NEW_ROUND
        if decision.mediator == NEW_DECK:
            self.pair.apply(events.deck_renewed(case_id, at=self.now))
            decision = self.pair.decide_offer(case_id, word)
            assert decision.mediator not in (NEW_ROUND, NEW_DECK)
        return decision

    def mediators(self) -> list[int]:
        """Everybody who has been appointed."""
        return [who.number for who in self.pair.reference._people if not who.vacant]

    def vacant(self) -> list[int]:
        """Places that wait for somebody."""
        return [place.number for place in self.pair.reference._people if place.vacant]

    def with_room(self, need_milli: int) -> list[int]:
        """Mediators who are present and have room for so much weight."""
        load_milli = self.pair.reference.mediators[0].tolist()
        people = self.pair.reference._people
        return [
            who.number
            for who in people
            if who.capacity_milli - load_milli[who.number] >= need_milli and not who.absent_for and not who.vacant
        ]

    def may_be_asked(self, case_id: int) -> list[int]:
        """Mediators to whom a human may offer the case: present, with room, no conflict and no other seat."""
        case = self.pair.reference._case(case_id)
        barred = case.conflicted | case.sitting
        return [mediator for mediator in self.with_room(case.need_milli) if mediator not in barred]
