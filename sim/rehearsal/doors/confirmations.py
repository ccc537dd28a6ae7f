"""Judicial confirmation of agreements reached before filing, in the dispute of the mediation itself."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from engine.events.enums import ActorRole
from engine.events.event import Event
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.moves import Moved
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.rulebook import Rulebook
from engine.linked.requests import DeliverDocument, OpenConfirmation
from engine.linked.words import DocumentKind
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.order import Rank
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance
from sim.rehearsal.doors.after_course import (
    APPLIED_AT,
    ENFORCEMENT_PLAN,
    ENFORCEMENT_SINCE,
    PLAN,
    PROCESS_SHIFT,
    SINCE,
    STAGE,
)
from sim.rehearsal.doors.after_law import AGREED, ENFORCEMENT_FILED
from sim.rehearsal.doors.agents import Agents
from sim.rehearsal.doors.count import DoorCount
from sim.rehearsal.doors.timing import asks_at
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.linked import Linked
from sim.scenario.doors import Doors

_CONFIRMATION: Final = int(Purpose.CONFIRMATION)
_PROCESSES_MAX: Final = 4
"""Of one mediated dispute: its mediation, a confirmation, and enforcements."""


class Confirmations:
    """Lets the parties of an agreement apply for its confirmation, and the court deal with it.

    Parameters
    ----------
    doors
        Shares and means.
    laws
        Key of the words, and the courts' clock.
    rulebook
        What is in force when.
    platform
        Whose moments are used.
    linked
        The linked systems.
    dossiers
        Disputes in motion, by their number.
    execute
        Does what a command asks of a dispute.
    """

    def __init__(
        self,
        doors: Doors,
        laws: CaseLaws,
        rulebook: Rulebook,
        platform: Platform,
        *,
        linked: Linked,
        dossiers: dict[int, Dossier],
        execute: Callable[[Dossier, Command, int], None],
    ) -> None:
        self.count: Final = DoorCount()
        self._doors: Final = doors
        self._laws: Final = laws
        self._final: Final = rulebook.eras[-1].final
        self._platform: Final = platform
        self._linked: Final = linked
        self._dossiers: Final = dossiers
        self._execute: Final = execute
        self._agents: Final = Agents(
            doors,
            laws,
            rulebook,
            platform,
            dispute_of=lambda number: dossiers[number].dispute,
            carry_out=lambda number, command, at: execute(dossiers[number], command, at),
            number_of=_number_of,
        )

    def summary(self) -> dict[str, Any]:
        """Return what a run's summary says, after the run."""
        return {"moves": self.count.by_door(), "overtaken": self._agents.overtaken}

    def are_asked_for(self, dossier: Dossier, since: int) -> bool:
        """Tell whether the parties of an agreement will apply, and let them if so: in the days that they have."""
        if chance(self._laws, _CONFIRMATION, dossier.case_id, 0) >= self._doors.confirmation_share:
            return False
        end = min(end for end in dossier.process.clocks.values())
        at = asks_at(self._laws, dossier.case_id, since, end, self._doors.confirmation_mean_days)
        self._platform.at(at, Rank.ACTION, dossier.case_id, partial(self._apply, dossier, at))
        return True

    def resume(self, dossier: Dossier, after: Sequence[int]) -> None:
        """Go on with a confirmation from before the run: `after` is its row of `after_course`."""
        if after[STAGE] == AGREED:
            at = after[APPLIED_AT]
            self._platform.at(at, Rank.ACTION, dossier.case_id, partial(self._apply, dossier, at))
            return
        plans = [(after[PLAN], after[SINCE])]
        if after[STAGE] >= ENFORCEMENT_FILED:
            plans.append((after[ENFORCEMENT_PLAN], after[ENFORCEMENT_SINCE]))
        for place, (plan, since) in enumerate(plans, start=1):
            self._agents.resume(dossier.dispute, dossier.case_id | place << PROCESS_SHIFT, plan, since)

    def are_open(self, dispute: Dispute) -> bool:
        """Tell whether a dispute whose mediation is over still stands at another door."""
        return any((process.track, process.state) not in self._final for process in dispute.processes.values())

    def follow(self, dossier: Dossier, events: Sequence[Event]) -> None:
        """Count what has happened at other doors than mediation, and plan what follows."""
        moved: set[int] = set()
        for event in events:
            if isinstance(event, Moved) and event.track is not Track.MEDIATION:
                self.count.move(event)
                moved.add(event.case_id)
                self._tell(dossier, event)
        if moved:
            at = events[-1].occurred_at
            if not _is_applied_for(events):
                self._agents.follow(dossier.dispute, moved, at, way=False)

    def _apply(self, dossier: Dossier, at: int) -> None:
        if dossier.process.state is not State.SETTLED:
            return
        dispute = dossier.dispute
        case_id = _number_of(dispute)
        assert case_id is not None, "a mediation alone leaves room for a confirmation"
        command = Command(
            case_id=case_id,
            track=Track.CONFIRMATION,
            transition=Transition.APPLY,
            actor=ActorRole.PARTY,
            parties=dispute.everybody,
        )
        self._execute(dossier, command, at)

    def _tell(self, dossier: Dossier, event: Moved) -> None:
        """Tell the linked systems: the court looks at an application when its own system has opened the case."""
        dispute = dossier.dispute
        if event.transition is Transition.APPLY:
            request = OpenConfirmation(dispute_id=dispute.dispute_id, court_id=dispute.court_id)
            self._linked.ask(request, event.occurred_at, partial(self._opened, dossier, event.case_id))
        elif event.transition is Transition.CONFIRM:
            for party in range(dispute.parties):
                ruling = DeliverDocument(
                    dispute_id=dispute.dispute_id,
                    ordinal=dispute.parties + party + 1,  # those before were the agreement's
                    subject=party,
                    document=DocumentKind.CONFIRMATION_RULING,
                    document_number=event.case_id,
                )
                self._linked.ask(ruling, event.occurred_at, None)

    def _opened(self, dossier: Dossier, case_id: int, at: int) -> None:
        self._agents.follow(dossier.dispute, (case_id,), at, way=False)


def _is_applied_for(events: Sequence[Event]) -> bool:
    first = events[0]
    return isinstance(first, Moved) and (first.track, first.transition) == (Track.CONFIRMATION, Transition.APPLY)


def _number_of(dispute: Dispute) -> int | None:
    place = len(dispute.processes)
    return None if place >= _PROCESSES_MAX else dispute.dispute_id | place << PROCESS_SHIFT
