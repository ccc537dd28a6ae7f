"""A witness beside a desk: follows every event on its own account and objects to what must never happen."""

from typing import Final

from engine.core.assignment import AssignmentCore
from engine.core.outcome import NOBODY
from engine.core.policy import Policy
from engine.core.views import Verdict
from engine.desk.desk import Desk
from engine.desk.timers import TimerKind
from engine.events.enums import AbsenceCause, OfferBasis, Stage
from engine.events.records import (
    Accepted,
    CapacitySet,
    Closed,
    ConflictFound,
    ConflictLifted,
    Declined,
    Event,
    Filed,
    Lapsed,
    MediatorAppointed,
    MediatorQualified,
    Offered,
    Released,
    Returned,
    WentAbsent,
    Withdrawn,
)

_BY_AGE: Final = (OfferBasis.DRAWN, OfferBasis.FREED)
"""Offers that must respect who has waited longer; the others are somebody's wish."""


class Witness:
    """Counts rooms, bars and presence from events alone, and replays them into a core of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk: Final = desk
        self.mirror: Final = AssignmentCore(desk.core.roster, desk.core.settings, desk.core.ladder)
        self.log: Final[list[Event]] = []
        self.filings: Final[dict[int, Filed]] = {}
        self.sitting: Final[dict[tuple[int, int], int]] = {}
        """Attempt by case and mediator."""
        self._bars: Final[dict[int, set[int]]] = {}
        self._capacity: Final = [int(most) for most in desk.core.roster.capacity]
        self._absent: Final[list[set[AbsenceCause]]] = [set() for _ in self._capacity]

    def take(self, events: list[Event]) -> None:
        """Follow what a command has returned and check everything afterwards."""
        for event in events:
            if isinstance(event, Offered):
                self._check_offer(event)
            self._note(event)
            self.mirror.apply(event)
            self.log.append(event)
        self.check()

    def follow(self, events: list[Event]) -> None:
        """Follow what happened before at another desk."""
        for event in events:
            self._note(event)
            self.mirror.apply(event)
            self.log.append(event)

    def check(self) -> None:
        """Everything that holds after every command."""
        desk, now = self.desk, self.desk.now
        assert desk.core.open_cases == len(self.filings) == self.mirror.open_cases
        for ours, theirs in zip(desk.core.mediators, self.mirror.mediators, strict=True):
            assert ours.tolist() == theirs.tolist()
        overdue = {late.case_id for late in desk.overdue}
        for case_id in self.filings:
            views = desk.core.seats(case_id)
            assert views == self.mirror.seats(case_id)
            asked = [view.mediator for view in views if view.mediator is not None]
            assert len(asked) == len(set(asked)) == sum(case == case_id for case, _ in self.sitting)
            if any(view.stage is Stage.WAITING for view in views):
                assert desk.core.decide_offer(case_id, 0).mediator == NOBODY
            due_at, kind = desk.next_deadline(case_id)
            assert now is not None
            assert due_at > now or (kind is TimerKind.PERIOD_END and case_id in overdue)

    def waiting(self) -> list[int]:
        """Cases with a seat that waits."""
        return [c for c in self.filings if any(view.stage is Stage.WAITING for view in self.mirror.seats(c))]

    def at_stage(self, stage: Stage) -> list[tuple[int, int, int]]:
        """Case, mediator and attempt of every seat at a stage."""
        return [
            (case_id, -1 if view.mediator is None else view.mediator, view.attempt)
            for case_id in self.filings
            for view in self.mirror.seats(case_id)
            if view.stage is stage
        ]

    def _check_offer(self, event: Offered) -> None:
        """Nobody is asked who is full, absent, barred or sitting there, or before somebody who has waited longer."""
        mediator, weight = event.mediator_id, max(self.filings[event.case_id].weight_milli, 1)
        assert self._used(mediator) + weight <= self._capacity[mediator] * 1000
        assert not self._absent[mediator]
        assert mediator not in self._bars.get(event.case_id, ())
        assert (event.case_id, mediator) not in self.sitting
        if event.basis in _BY_AGE:
            mine = self._aged(event.case_id)
            older = [case_id for case_id in self.waiting() if self._aged(case_id) < mine]
            passed_over = [c for c in older if self._alike(c, event.case_id) and self._could_take(c, mediator)]
            assert passed_over == []

    def _could_take(self, case_id: int, mediator: int) -> bool:
        _, settings = self.mirror.policy_of(self.filings[case_id].court_id)
        return settings.policy is not Policy.BATCH_OPTIMAL and self.mirror.why_not(case_id, mediator) is Verdict.IN_POOL

    def _aged(self, case_id: int) -> tuple[int, int]:
        filing = self.filings[case_id]
        return filing.occurred_at - filing.boost_us, case_id

    def _alike(self, one: int, other: int) -> bool:
        """Whether two cases wait in the same circle for mediators of the same type."""
        roster = self.mirror.roster
        first, second = self.filings[one], self.filings[other]
        circles = [self.mirror.ladder.steps[self.mirror.case(case_id).step].circle for case_id in (one, other)]
        places = [
            (court, roster.court_region[court], roster.court_province[court], 0)[circles[0]]
            for court in (first.court_id, second.court_id)
        ]
        return first.dispute_type is second.dispute_type and circles[0] == circles[1] and places[0] == places[1]

    def _used(self, mediator: int) -> int:
        return sum(self.filings[case_id].weight_milli for case_id, holder in self.sitting if holder == mediator)

    def _note(self, event: Event) -> None:
        match event:
            case Filed():
                self.filings[event.case_id] = event
            case Offered():
                self.sitting[event.case_id, event.mediator_id] = event.attempt
            case Accepted():
                assert self.sitting[event.case_id, event.mediator_id] == event.attempt
            case Declined() | Lapsed() | Released():
                assert self.sitting.pop((event.case_id, event.mediator_id)) == event.attempt
            case Closed() | Withdrawn():
                for case_id, mediator in [key for key in self.sitting if key[0] == event.case_id]:
                    del self.sitting[case_id, mediator]
                del self.filings[event.case_id]
                self._bars.pop(event.case_id, None)
            case _:
                self._note_bar(event)

    def _note_bar(self, event: Event) -> None:
        match event:
            case ConflictFound():
                self._bars.setdefault(event.case_id, set()).add(event.mediator_id)
            case ConflictLifted():
                self._bars[event.case_id].remove(event.mediator_id)
            case CapacitySet() | MediatorAppointed() | MediatorQualified():
                self._capacity[event.mediator_id] = event.capacity
            case WentAbsent():
                self._absent[event.mediator_id].add(event.cause)
            case Returned():
                self._absent[event.mediator_id].discard(event.cause)
            case _:
                pass
