"""The engine's part in small: look for a mediator when a case begins to wait, for a case when a mediator has room."""

from random import Random
from typing import Final

from engine.core.assignment import NEW_DECK, NEW_ROUND, NOBODY
from engine.events.enums import Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import SPOKEN, TYPES

_NEEDS: Final = {
    "accept": (Stage.OFFERED,),
    "refuse": (Stage.OFFERED,),
    "release": (Stage.OFFERED, Stage.ACCEPTED),
    "escalate": (Stage.WAITING,),
    "conflict": (Stage.WAITING,),
}
"""Stages of the seat that each move needs; the others look for themselves."""


class Driver:
    """Matches on both edges after every event of the world outside."""

    def __init__(self, pair: Pair) -> None:
        self.pair: Final = pair
        self.pulled_at: Final[set[int]] = set()
        """Ladder steps from which a freed mediator has taken a case."""
        self.rounds = 0
        self._filings = 0

    def move(self, name: str, random: Random) -> None:
        """Let something happen outside: a filing, an answer, the end of a step, a closing, a coming or going."""
        if name not in _NEEDS:
            getattr(self, f"_{name}")(random)
        elif found := self.pair.seats_at(*_NEEDS[name]):
            getattr(self, f"_{name}")(*random.choice(found), random)

    def _file(self, random: Random) -> None:
        self._filings += 1
        court = random.randrange(self.pair.roster.courts)
        dispute_type, language = random.choice(TYPES), random.choice(SPOKEN)
        like = {"court_id": court, "dispute_type": dispute_type, "language": language}
        like |= {"panel_size": random.choice((1, 1, 1, 2)), "boost_us": random.choice((0, 0, 3))}
        self.pair.apply(events.filed(self._filings, occurred_at=self._filings // 2, **like))
        self._seek(self._filings, random)

    def _accept(self, case_id: int, seat: int, _random: Random) -> None:
        mediator, attempt = self._asked(case_id, seat)
        self.pair.apply(events.accepted(case_id, mediator, attempt=attempt))

    def _refuse(self, case_id: int, seat: int, random: Random) -> None:
        self._give_back(case_id, seat, random.choice((events.declined, events.lapsed)), random)

    def _release(self, case_id: int, seat: int, random: Random) -> None:
        self._give_back(case_id, seat, events.released, random)

    def _give_back(self, case_id: int, seat: int, kind, random: Random) -> None:
        mediator, attempt = self._asked(case_id, seat)
        self.pair.apply(kind(case_id, mediator, attempt=attempt))
        self._pull(mediator, random)
        self._seek(case_id, random)

    def _escalate(self, case_id: int, _seat: int, random: Random) -> None:
        step = self.pair.case(case_id).step
        if step < len(self.pair.ladder.steps) - 1:
            self.pair.apply(events.escalated(case_id, step + 1))
            self._seek(case_id, random)

    def _conflict(self, case_id: int, _seat: int, random: Random) -> None:
        case = self.pair.reference._case(case_id)
        if free := sorted(set(range(self.pair.roster.mediators)) - case.sitting):
            self.pair.apply(events.conflict_found(case_id, random.choice(free)))
            self._seek(case_id, random)  # those who are left may all have declined

    def _close(self, random: Random) -> None:
        cases = self.pair.cases
        if done := [case_id for case_id, seats in cases.items() if {view.stage for view in seats} == {Stage.ACCEPTED}]:
            case_id = random.choice(done)
            mediators = [self._asked(case_id, seat) for seat in range(len(cases[case_id]))]
            mediator, attempt = mediators[0]
            self.pair.apply(events.closed(case_id, mediator, attempt=attempt))
            for mediator, _ in mediators:
                self._pull(mediator, random)

    def _absence(self, random: Random) -> None:
        self.pair.apply(events.went_absent(random.randrange(self.pair.roster.mediators)))

    def _return_(self, random: Random) -> None:
        mediator = random.randrange(self.pair.roster.mediators)
        self.pair.apply(events.returned(mediator, entry_milli=self.pair.entry_raise(mediator, 1000)))
        self._pull(mediator, random)

    def _capacity(self, random: Random) -> None:
        mediator = random.randrange(self.pair.roster.mediators)
        self.pair.apply(events.capacity_set(mediator, random.randint(0, 4)))
        self._pull(mediator, random)

    def _seek(self, case_id: int, random: Random) -> None:
        """Look for somebody for every seat that waits."""
        while case_id in self.pair.at_stage(Stage.WAITING):
            word = random.randint(-(2**63), 2**63 - 1)
            decision = self.pair.decide_offer(case_id, word)
            if decision.mediator == NEW_ROUND:
                self.rounds += 1
                self.pair.apply(events.round_opened(case_id))
            elif decision.mediator == NEW_DECK:
                self.pair.apply(events.deck_renewed(case_id))
            elif decision.mediator == NOBODY:
                return
            else:
                self._offer(case_id, decision.mediator)

    def _pull(self, mediator: int, random: Random) -> None:
        while (case_id := self.pair.decide_pull(mediator)) is not None:
            self.pulled_at.add(self.pair.case(case_id).step)
            self._offer(case_id, mediator)
            self._seek(case_id, random)  # of those left for another seat of a panel, all may have declined

    def _offer(self, case_id: int, mediator: int) -> None:
        seats = self.pair.cases[case_id]
        seat = next(place for place, view in enumerate(seats) if view.stage is Stage.WAITING)
        attempt = max(view.attempt for view in seats) + 1
        self.pair.apply(events.offered(case_id, mediator, attempt=attempt, seat=seat))

    def _asked(self, case_id: int, seat: int) -> tuple[int, int]:
        view = self.pair.cases[case_id][seat]
        assert view.mediator is not None
        return view.mediator, view.attempt
