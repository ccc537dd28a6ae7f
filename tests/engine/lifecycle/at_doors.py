"""A dispute that tests lead from door to door by hand, with what must hold after every step."""

from datetime import datetime
from typing import Any

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_datetime, local_instant_us
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Impact, Procedure, Reach, State, Track, Transition
from engine.events.moves import Moved
from engine.lifecycle.command import Command
from engine.lifecycle.errors import MoveError
from engine.lifecycle.example_doors import large_dispute, moves
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook

CALENDAR = WorkCalendar.china(2018, 2026)
BOTH, FIRST, SECOND = 0b11, 0b01, 0b10
DISPUTE_FEN = 40_000_000_000


def instant(text: str) -> int:
    """Microseconds of a local day and hour, such as `2024-03-04 10:30`."""
    at = datetime.fromisoformat(text)
    return local_instant_us(at.year, at.month, at.day, at.hour, at.minute)


class Case:
    """A dispute, the rules, and shorthands."""

    def __init__(
        self,
        *,
        amount_yuan: int = 400_000_000,
        reach: Reach = Reach.INTERNATIONAL,
        impact: Impact = Impact.ORDINARY,
        procedure: Procedure = Procedure.ORDINARY,
        rulebook: Rulebook | None = None,
        since: str = "2018-01-02",
    ) -> None:
        self.lifecycle = Lifecycle(rulebook or Rulebook.shipped(), CALENDAR)
        self.dispute = large_dispute(amount_yuan, instant(since))
        self.dispute.reach, self.dispute.impact, self.dispute.procedure = reach, impact, procedure

    def do(
        self, when: str, case_id: int, track: Track, transition: Transition, actor: ActorRole, **more: Any
    ) -> list[Moved]:
        """Let clocks end, then do something, and return what happened because of it."""
        self.wait(when)
        command = Command(case_id=case_id, track=track, transition=transition, actor=actor, **more)
        happened = moves(self.lifecycle.execute(self.dispute, command, instant(when)))
        self._check()
        return happened

    def refused(
        self, when: str, case_id: int, track: Track, transition: Transition, actor: ActorRole, **more: Any
    ) -> tuple[str, str]:
        """Try something that must be refused, and return the article and the reason."""
        before = str(self.dispute)
        command = Command(case_id=case_id, track=track, transition=transition, actor=actor, **more)
        with pytest.raises(MoveError) as refusal:
            self.lifecycle.execute(self.dispute, command, instant(when))
        assert str(self.dispute) == before
        return refusal.value.article.value, refusal.value.reason

    def wait(self, when: str) -> list[Moved]:
        """Let clocks end until then, and return what happened."""
        happened = moves(self.lifecycle.advance(self.dispute, instant(when)))
        self._check()
        return happened

    def state(self, case_id: int) -> State:
        """Where a process stands."""
        return self.dispute.processes[case_id].state

    def ends(self, case_id: int, clock: Clock) -> str:
        """When a running clock ends, local time."""
        return f"{local_datetime(self.dispute.processes[case_id].clocks[clock]):%Y-%m-%d %H:%M}"

    def _check(self) -> None:
        """Every process has a running clock until it is over, and at most one court or tribunal has the claim."""
        entries = [
            self.lifecycle.rulebook.machines[process.track].states[process.state]
            for process in self.dispute.processes.values()
        ]
        for process, entry in zip(self.dispute.processes.values(), entries, strict=True):
            assert bool(process.clocks) != entry.final, process
        assert sum(entry.adjudicating for entry in entries) <= 1


def steps(events: list[Moved]) -> list[tuple[int, str, str, str]]:
    """Case, transition, state and article of each event."""
    return [(e.case_id, e.transition.value, e.state.value, e.article.value) for e in events]


def settled(case: Case, when: str, case_id: int) -> None:
    """Mediate commercially with success: applied for, accepted, signed within the same day."""
    track, actor = Track.COMMERCIAL_MEDIATION, ActorRole.INSTITUTION
    case.do(f"{when} 09:00", case_id, track, Transition.APPLY, ActorRole.PARTY, parties=BOTH, number=1)
    case.do(f"{when} 10:00", case_id, track, Transition.ACCEPT, actor)
    case.do(f"{when} 11:00", case_id, track, Transition.DRAFT_AGREEMENT, actor)
    case.do(f"{when} 12:00", case_id, track, Transition.SIGN, ActorRole.PARTY, parties=BOTH)


def awarded(case: Case, when: str, case_id: int) -> list[Moved]:
    """Arbitrate from the application to the award within the same day, and return what the award set off."""
    track, actor = Track.ARBITRATION, ActorRole.INSTITUTION
    case.do(f"{when} 09:00", case_id, track, Transition.APPLY, ActorRole.PARTY, parties=FIRST, number=1)
    case.do(f"{when} 10:00", case_id, track, Transition.ACCEPT, actor)
    case.do(f"{when} 11:00", case_id, track, Transition.CONSTITUTE, actor, number=3)
    case.do(f"{when} 12:00", case_id, track, Transition.OPEN_HEARING, actor)
    return case.do(f"{when} 13:00", case_id, track, Transition.AWARD, actor)


def sued(case: Case, when: str, case_id: int, *, at_commercial_court: bool = True) -> list[Moved]:
    """Sue and have the suit registered on the same day, and return what that set off."""
    case.do(f"{when} 09:00", case_id, Track.LITIGATION, Transition.SUE, ActorRole.PARTY, parties=FIRST)
    transition = Transition.ACCEPT_AT_COMMERCIAL_COURT if at_commercial_court else Transition.REGISTER
    return case.do(f"{when} 10:00", case_id, Track.LITIGATION, transition, ActorRole.COURT)
