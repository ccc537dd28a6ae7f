"""Random commands to a pair of cores: lawful ones, and ones that must be refused."""

from collections.abc import Iterator
from random import Random
from typing import Final

from engine.core.assignment import NEW_ROUND, NOBODY
from engine.core.roster import LANGUAGES
from engine.events.enums import Stage
from engine.events.records import Event
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import SPOKEN, TYPES

COMMANDS: Final = (
    "file", "file", "meet", "seek", "seek", "pull", "offer_by_hand", "accept", "refuse", "escalate", "open_round",
    "close", "err",
)  # fmt: skip
"""Methods of `Mover` to choose among; filing and seeking stand twice, so that worlds fill up."""
_WORDS: Final = (-1, 0, 1, 2**63 - 1, -(2**63))


class Mover:
    """Does one thing at a time to both cores; where there is nothing to do it to, does nothing."""

    def __init__(self, pair: Pair) -> None:
        self.pair: Final = pair
        self._now = 1_000
        self._filings = 0

    def move(self, command: str, random: Random) -> None:
        """Carry out one of `COMMANDS` and check everything."""
        getattr(self, command)(random)
        self.pair.check()

    def file(self, random: Random) -> None:
        """A case is handed in, often at the same instant as the one before."""
        self._now += random.choice((0, 0, 1, 7))
        step = random.choice((0, 0, 0, 1, 2, 3))
        weight = random.choice((0, 500, 1000, 1000, 3000))
        self.pair.apply(events.filed(self._new_case(), **self._like(random), step=step, weight_milli=weight))

    def meet(self, random: Random) -> None:
        """A case is met in progress: at any stage, filed and answered at some time before."""
        stage, mediator = random.choice(list(Stage)), self._free_mediator(random)
        filed_at = self._now - random.randint(0, 20)
        like = {**self._like(random), "occurred_at": filed_at, "step": random.randint(0, 3)}
        attempt = random.randint(1, 3)
        if stage is Stage.WAITING:
            self.pair.apply(events.in_progress(self._new_case(), stage, **like, attempt=attempt))
        elif mediator is not None:
            accepted_at = filed_at + random.randint(0, 5) if stage is Stage.ACCEPTED else None
            like |= {"mediator_id": mediator, "attempt": attempt, "accepted_at": accepted_at}
            self.pair.apply(events.in_progress(self._new_case(), stage, **like))

    def seek(self, random: Random) -> None:
        """A waiting case looks for a mediator, in a new round if need be."""
        if waiting := self.pair.at_stage(Stage.WAITING):
            case_id = random.choice(waiting)
            word = random.choice((*_WORDS, random.randint(-(2**63), 2**63 - 1)))
            decision = self.pair.decide_offer(case_id, word)
            if decision.mediator == NEW_ROUND:
                self.pair.apply(events.round_opened(case_id, at=self._now))
                decision = self.pair.decide_offer(case_id, word)
                assert decision.mediator != NEW_ROUND
            if decision.mediator != NOBODY:
                self._offer(case_id, decision.mediator)

    def pull(self, random: Random) -> None:
        """Any mediator looks for a case, whether or not there is room."""
        mediator = random.randrange(self.pair.roster.mediators)
        case_id = self.pair.decide_pull(mediator)
        if case_id is not None:
            self._offer(case_id, mediator)

    def offer_by_hand(self, random: Random) -> None:
        """A human offers a case to anybody with room, eligible or not, asked before or not."""
        waiting, mediator = self.pair.at_stage(Stage.WAITING), self._free_mediator(random)
        if waiting and mediator is not None:
            self._offer(random.choice(waiting), mediator)

    def accept(self, random: Random) -> None:
        if (answer := self._answer(random, Stage.OFFERED)) is not None:
            weight = random.choice((0, 500, 1000, 3000))
            self.pair.apply(events.accepted(*answer[:2], attempt=answer[2], at=self._now, weight_milli=weight))

    def refuse(self, random: Random) -> None:
        """An offer is declined or lapses."""
        if (answer := self._answer(random, Stage.OFFERED)) is not None:
            event = random.choice((events.declined, events.lapsed))
            penalty = random.choice((0, 500, 1000))
            self.pair.apply(event(*answer[:2], attempt=answer[2], at=self._now, penalty_milli=penalty))

    def escalate(self, random: Random) -> None:
        waiting = self.pair.at_stage(Stage.WAITING)
        climbing = [case_id for case_id in waiting if self.pair.case(case_id).step < 3]
        if climbing:
            case_id = random.choice(climbing)
            step = random.randint(self.pair.case(case_id).step + 1, 3)
            self.pair.apply(events.escalated(case_id, step, at=self._now))

    def open_round(self, random: Random) -> None:
        if waiting := self.pair.at_stage(Stage.WAITING):
            self.pair.apply(events.round_opened(random.choice(waiting), at=self._now))

    def close(self, random: Random) -> None:
        if (answer := self._answer(random, Stage.ACCEPTED)) is not None:
            self.pair.apply(events.closed(*answer[:2], attempt=answer[2], at=self._now))

    def err(self, random: Random) -> None:
        """One of all the events that do not fit at this moment is tried."""
        self.pair.refusal(random.choice(list(self._misfits(random))))

    def _misfits(self, random: Random) -> Iterator[Event]:
        yield events.filed(-1)
        yield events.filed(self._filings + 1, court_id=self.pair.roster.courts)
        yield events.closed(self._filings + 1, 0)
        if self.pair.stages:
            case_id = random.choice(list(self.pair.stages))
            yield events.filed(case_id)
            stage, step, attempt, mediator = self.pair.case(case_id)
            mediator = 0 if mediator is None else mediator
            if stage is Stage.WAITING:
                yield events.accepted(case_id, mediator, attempt=attempt)
                yield events.escalated(case_id, step)
                yield events.offered(case_id, -1, attempt=attempt + 1)
                yield from (events.offered(case_id, full, attempt=attempt + 1) for full in self._mediators(free=False))
                yield from (events.offered(case_id, free, attempt=attempt) for free in self._mediators(free=True))
            else:
                yield events.offered(case_id, mediator, attempt=attempt + 1)
                yield events.declined(case_id, mediator, attempt=attempt + 1)
                yield events.closed(case_id, mediator + 1, attempt=attempt)
                yield events.round_opened(case_id)

    def _offer(self, case_id: int, mediator: int) -> None:
        attempt = self.pair.case(case_id).attempt + 1
        self.pair.apply(events.offered(case_id, mediator, attempt=attempt, at=self._now))

    def _answer(self, random: Random, stage: Stage) -> tuple[int, int, int] | None:
        """Case, mediator and attempt of a random case at the stage; a little later than the last thing."""
        self._now += random.choice((0, 1))
        if not (found := self.pair.at_stage(stage)):
            return None
        case_id = random.choice(found)
        view = self.pair.case(case_id)
        assert view.mediator is not None
        return case_id, view.mediator, view.attempt

    def _mediators(self, *, free: bool) -> list[int]:
        load = self.pair.compiled.mediators[0]
        return [int(m) for m in ((load < self.pair.roster.capacity) == free).nonzero()[0]]

    def _free_mediator(self, random: Random) -> int | None:
        free = self._mediators(free=True)
        return random.choice(free) if free else None

    def _new_case(self) -> int:
        """Numbers that do not come in order, so that they break ties of age the other way round as well."""
        self._filings += 1
        return self._filings * 7_919 % 10_007 + 20_000

    def _like(self, random: Random) -> dict[str, object]:
        language = random.choice((*SPOKEN, SPOKEN[0], LANGUAGES[1]))
        court = random.randrange(self.pair.roster.courts)
        return {
            "occurred_at": self._now,
            "court_id": court,
            "dispute_type": random.choice(TYPES),
            "language": language,
        }
