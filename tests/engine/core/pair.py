"""The compiled core and the reference side by side: whatever one does or refuses, the other must."""

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np

from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError
from engine.core.ladder import NATIONAL_LADDER, Ladder
from engine.core.policy import PolicySettings
from engine.core.reference import ReferenceCore
from engine.core.roster import Roster
from engine.core.views import CaseView, OfferDecision, Verdict
from engine.events.enums import Stage
from engine.events.records import NO_CASE, Event
from tests.engine.core.invariants import check_invariants
from tests.engine.core.reading import contents, fingerprint, read

Core = AssignmentCore | ReferenceCore
Answer = TypeVar("Answer")


class Pair:
    """Two cores behind one interface; every call checks that they agree and that only events change anything."""

    def __init__(self, roster: Roster, settings: PolicySettings, ladder: Ladder = NATIONAL_LADDER) -> None:
        self.roster: Final = roster
        self.ladder: Final = ladder
        self.compiled: Final = AssignmentCore(roster, settings, ladder)
        self.reference: Final = ReferenceCore(roster, settings, ladder)
        self.events: Final[list[Event]] = []
        """Applied so far, in order."""
        self.cases: Final[dict[int, tuple[CaseView, ...]]] = {}
        """Every open case and its seats."""

    def apply(self, event: Event) -> None:
        """Apply an event that both must take."""
        self.compiled.apply(event)
        self.reference.apply(event)
        self.events.append(event)
        if event.case_id != NO_CASE:
            self._note(event.case_id)

    def refusal(self, event: Event) -> type[CoreError]:
        """Offer an event that both must refuse for the same reason, and return that."""
        before = contents(self.compiled)
        refusals = [_refusal(core, event) for core in (self.compiled, self.reference)]
        assert refusals[0] is refusals[1], event
        assert refusals[0] is not None, event
        assert contents(self.compiled) == before
        return refusals[0]

    def decide_offer(self, case_id: int, word: int) -> OfferDecision:
        return self._ask(lambda core: core.decide_offer(case_id, word))

    def decide_pull(self, mediator: int) -> int | None:
        return self._ask(lambda core: core.decide_pull(mediator))

    def staffed_step(self, case_id: int, step: int) -> int:
        return self._ask(lambda core: core.staffed_step(case_id, step))

    def why_not(self, case_id: int, mediator: int) -> Verdict:
        return self._ask(lambda core: core.why_not(case_id, mediator))

    def entry_raise(self, mediator: int, drift_cap_milli: int) -> int:
        return self._ask(lambda core: core.entry_raise(mediator, drift_cap_milli))

    def tickets(self, case_id: int) -> dict[int, int]:
        """Members of a waiting case's pool and their tickets; the funnel and the verdicts name the same members."""
        members, tickets = self._ask(lambda core: [column.tolist() for column in core.pool(case_id)])
        assert members == self.unhindered(case_id)
        return dict(zip(members, tickets, strict=True))

    def unhindered(self, case_id: int) -> list[int]:
        """Mediators whom no filter keeps from an open case, as many as the funnel says."""
        funnel = self._ask(lambda core: core.funnel(case_id))
        verdicts = [self.why_not(case_id, mediator) for mediator in range(self.roster.mediators)]
        found = [who for who, verdict in enumerate(verdicts) if verdict is Verdict.IN_POOL]
        assert funnel.room == len(found)
        return found

    def case(self, case_id: int) -> CaseView:
        return self._agreed(lambda core: core.case(case_id))

    def seats_at(self, *stages: Stage) -> list[tuple[int, int]]:
        """Case and seat of every seat at any of the stages, cases in order of their last event."""
        return [
            (case_id, i) for case_id, seats in self.cases.items() for i, it in enumerate(seats) if it.stage in stages
        ]

    def at_stage(self, *stages: Stage) -> list[int]:
        """Open cases with a seat at any of the stages."""
        return list(dict.fromkeys(case_id for case_id, _ in self.seats_at(*stages)))

    def check(self) -> None:
        """Raise AssertionError unless both tell the same about everything and the arrays are sound."""
        for case_id in self.cases:
            assert self.cases[case_id] == self._agreed(lambda core, case_id=case_id: core.seats(case_id))
            self.case(case_id)
        for mediator in range(self.roster.mediators):
            self._agreed(lambda core, mediator=mediator: core.is_present(mediator))
        assert np.array_equal(self.compiled.mediators, self.reference.mediators)
        assert self._agreed(lambda core: core.open_cases) == len(self.cases)
        assert read(self.compiled)["cards"].tolist() == [who.cards for who in self.reference._people]
        check_invariants(self.compiled)

    def check_replay(self, settings: PolicySettings) -> None:
        """Raise AssertionError unless the events lead a fresh core to the same bytes.

        Courts that began with another policy make no difference but to what is left in the deck: whether an offer cost
        a card follows from the policy at that moment, which is in the log only from the first one adopted.
        """
        again, otherwise = (AssignmentCore(self.roster, s, self.ladder) for s in (self.compiled.settings, settings))
        again.replay(self.events)
        otherwise.replay(self.events)
        assert contents(again) == contents(self.compiled)
        assert fingerprint(otherwise) == fingerprint(self.compiled)

    def _ask(self, question: Callable[[Core], Answer]) -> Answer:
        """Put a question to both, which must change nothing."""
        before = contents(self.compiled)
        answer = self._agreed(question)
        assert contents(self.compiled) == before
        return answer

    def _agreed(self, question: Callable[[Core], Answer]) -> Answer:
        answer = question(self.compiled)
        assert answer == question(self.reference)
        return answer

    def _note(self, case_id: int) -> None:
        self.cases.pop(case_id, None)
        try:
            self.cases[case_id] = self._agreed(lambda core: core.seats(case_id))
        except CoreError:
            assert _refusal_of(self.reference, lambda core: core.seats(case_id)) is not None


def _refusal(core: Core, event: Event) -> type[CoreError] | None:
    return _refusal_of(core, lambda asked: asked.apply(event))


def _refusal_of(core: Core, question: Callable[[Core], object]) -> type[CoreError] | None:
    try:
        question(core)
    except CoreError as error:
        return type(error)
    return None
