"""The compiled core and the reference side by side: whatever one does or refuses, the other must."""

from typing import Final

import numpy as np

from engine.core.assignment import AssignmentCore, CaseView, OfferDecision
from engine.core.errors import CoreError
from engine.core.policy import PolicySettings
from engine.core.reference import ReferenceCore
from engine.core.roster import Roster
from engine.events.enums import Stage
from engine.events.records import Event
from tests.engine.core.invariants import check_invariants
from tests.engine.core.reading import fingerprint


class Pair:
    """Two cores behind one interface; every call checks that they agree and that only events change anything."""

    def __init__(self, roster: Roster, settings: PolicySettings) -> None:
        self.roster: Final = roster
        self.compiled: Final = AssignmentCore(roster, settings)
        self.reference: Final = ReferenceCore(roster, settings)
        self.events: Final[list[Event]] = []
        """Applied so far, in order."""
        self.stages: Final[dict[int, Stage]] = {}
        """Of every open case."""

    def apply(self, event: Event) -> None:
        """Apply an event that both must take."""
        self.compiled.apply(event)
        self.reference.apply(event)
        self.events.append(event)
        self._note(event.case_id)

    def refusal(self, event: Event) -> type[CoreError]:
        """Offer an event that both must refuse for the same reason, and return that."""
        before = fingerprint(self.compiled)
        refusals = [_refusal(core, event) for core in (self.compiled, self.reference)]
        assert refusals[0] is refusals[1]
        assert refusals[0] is not None
        assert fingerprint(self.compiled) == before
        return refusals[0]

    def decide_offer(self, case_id: int, word: int) -> OfferDecision:
        before = fingerprint(self.compiled)
        decision = self.compiled.decide_offer(case_id, word)
        assert decision == self.reference.decide_offer(case_id, word)
        assert fingerprint(self.compiled) == before
        return decision

    def decide_pull(self, mediator: int) -> int | None:
        before = fingerprint(self.compiled)
        case_id = self.compiled.decide_pull(mediator)
        assert case_id == self.reference.decide_pull(mediator)
        assert fingerprint(self.compiled) == before
        return case_id

    def case(self, case_id: int) -> CaseView:
        view = self.compiled.case(case_id)
        assert view == self.reference.case(case_id)
        return view

    def at_stage(self, *stages: Stage) -> list[int]:
        """Open cases at any of the stages, in order of opening."""
        return [case_id for case_id, stage in self.stages.items() if stage in stages]

    def check(self) -> None:
        """Raise AssertionError unless both tell the same about everything and the arrays are sound."""
        for case_id in self.stages:
            self.case(case_id)
        assert np.array_equal(self.compiled.mediators, self.reference.mediators)
        assert self.compiled.open_cases == len(self.stages)
        check_invariants(self.compiled)

    def check_replay(self, settings: PolicySettings) -> None:
        """Raise AssertionError unless the events lead a fresh core, under any settings, to the same bytes."""
        again = AssignmentCore(self.roster, settings)
        again.replay(self.events)
        assert fingerprint(again) == fingerprint(self.compiled)

    def _note(self, case_id: int) -> None:
        self.stages.pop(case_id, None)
        if _is_open(self.compiled, case_id):
            self.stages[case_id] = self.case(case_id).stage


def _is_open(core: AssignmentCore, case_id: int) -> bool:
    try:
        core.case(case_id)
    except CoreError:
        return False
    return True


def _refusal(core: AssignmentCore | ReferenceCore, event: Event) -> type[CoreError] | None:
    try:
        core.apply(event)
    except CoreError as error:
        return type(error)
    return None
