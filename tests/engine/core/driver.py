"""The engine's part in small: look for a mediator when a case begins to wait, for a case when a mediator has room."""

from random import Random
from typing import Final

from engine.core.assignment import NEW_ROUND, NOBODY
from engine.events.enums import Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import SPOKEN, TYPES

_NEEDS: Final = {
    "accept": Stage.OFFERED,
    "refuse": Stage.OFFERED,
    "escalate": Stage.WAITING,
    "close": Stage.ACCEPTED,
}
"""Stage of the case that each move needs; a filing needs none."""


class Driver:
    """Matches on both edges after every event of the world outside."""

    def __init__(self, pair: Pair) -> None:
        self.pair: Final = pair
        self.pulled_at: Final[set[int]] = set()
        """Ladder steps from which a freed mediator has taken a case."""
        self.rounds = 0
        self._filings = 0

    def move(self, name: str, random: Random) -> None:
        """Let something happen outside: a filing, an answer, the end of a step, a closing."""
        if name == "file":
            self._file(random)
        elif found := self.pair.at_stage(_NEEDS[name]):
            getattr(self, f"_{name}")(random.choice(found), random)

    def _file(self, random: Random) -> None:
        self._filings += 1
        court = random.randrange(self.pair.roster.courts)
        dispute_type, language = random.choice(TYPES), random.choice(SPOKEN)
        like = {"court_id": court, "dispute_type": dispute_type, "language": language}
        self.pair.apply(events.filed(self._filings, occurred_at=self._filings // 2, **like))
        self._seek(self._filings, random)

    def _accept(self, case_id: int, _random: Random) -> None:
        mediator, attempt = self._asked(case_id)
        self.pair.apply(events.accepted(case_id, mediator, attempt=attempt))

    def _refuse(self, case_id: int, random: Random) -> None:
        mediator, attempt = self._asked(case_id)
        refused = random.choice((events.declined, events.lapsed))
        self.pair.apply(refused(case_id, mediator, attempt=attempt))
        self._pull(mediator)
        if self.pair.case(case_id).stage is Stage.WAITING:
            self._seek(case_id, random)

    def _escalate(self, case_id: int, random: Random) -> None:
        step = self.pair.case(case_id).step
        if step < 3:
            self.pair.apply(events.escalated(case_id, step + 1))
            self._seek(case_id, random)

    def _close(self, case_id: int, _random: Random) -> None:
        mediator, attempt = self._asked(case_id)
        self.pair.apply(events.closed(case_id, mediator, attempt=attempt))
        self._pull(mediator)

    def _seek(self, case_id: int, random: Random) -> None:
        word = random.randint(-(2**63), 2**63 - 1)
        decision = self.pair.decide_offer(case_id, word)
        if decision.mediator == NEW_ROUND:
            self.rounds += 1
            self.pair.apply(events.round_opened(case_id))
            decision = self.pair.decide_offer(case_id, word)
        if decision.mediator != NOBODY:
            self._offer(case_id, decision.mediator)

    def _pull(self, mediator: int) -> None:
        while (case_id := self.pair.decide_pull(mediator)) is not None:
            self.pulled_at.add(self.pair.case(case_id).step)
            self._offer(case_id, mediator)

    def _offer(self, case_id: int, mediator: int) -> None:
        self.pair.apply(events.offered(case_id, mediator, attempt=self.pair.case(case_id).attempt + 1))

    def _asked(self, case_id: int) -> tuple[int, int]:
        view = self.pair.case(case_id)
        assert view.mediator is not None
        return view.mediator, view.attempt
