"""Disputes that were open when the run began, brought to where they stood as soon as something happens to them.

Half a million are open and most stay untouched for days, so each remains a row of numbers until then. What has happened
to it before follows from its course.
"""

from typing import Final, NamedTuple

from engine.calendar.calendar import WorkCalendar
from engine.events.enums import ActorRole, EntryRoute, Stage
from engine.events.lifecycle_words import Clock, Procedure, Track, Transition
from engine.events.moves import DisputeOpened
from engine.events.records import Event
from engine.lifecycle.apply import opened
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle
from sim.rehearsal.course import APPLICANTS
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.hindsight import accepted, filed, inform, offered
from sim.rehearsal.standing import Standings


class Standing(NamedTuple):
    """Where a case stood when the run began."""

    stage: Stage
    moved_at: int
    """When it was accepted, or else offered, or else filed."""
    deadline: int
    """Of the offer, while it is open."""
    mediator_id: int
    """Who is offered it or holds it, if anybody; so, too, what follows."""
    organisation_id: int
    attempt: int
    step: int


class Revival:
    """Brings disputes to where they stood at the beginning of a run.

    Parameters
    ----------
    lifecycle
        The rules at work.
    calendar
        The courts' working calendar.
    starts_at
        The beginning, microseconds.
    """

    def __init__(self, lifecycle: Lifecycle, calendar: WorkCalendar, starts_at: int) -> None:
        self._lifecycle: Final = lifecycle
        self._starts_at: Final = starts_at
        self._standings: Final = Standings(lifecycle.rulebook.at(starts_at), calendar)
        self._patterns: Final[dict[tuple[EntryRoute, Procedure, Stage], Process]] = {}

    def revive(self, dossier: Dossier, opening: DisputeOpened, standing: Standing) -> None:
        """Bring a dispute to where it stood just before the run began.

        Parameters
        ----------
        dossier
            With its blank dispute, and with the steps of its whole course; those that lie before the beginning are
            passed over.
        opening
            The event that opened the dispute, which the run does not record.
        standing
            Where its mediation stood.
        """
        stage, dispute = standing.stage, dossier.dispute
        if stage is Stage.WAITING:
            events = self._file(dispute, opening)
            events += self._lifecycle.advance(dispute, self._starts_at - 1)
            for event in events:
                dossier.checker.follow(event)
        else:
            process = dispute.processes[opening.case_id] = self._shaped(opening, standing)
            dispute.last_at = process.entered_at
            if stage is Stage.ACCEPTED:
                dossier.place = self._standings.lead(dispute, process, dossier.steps, self._starts_at)
            dossier.checker.follow(opening)
            inform(dossier.checker, dispute, process)

    def _file(self, dispute: Dispute, opening: DisputeOpened) -> list[Event]:
        """Open, apply and file at one instant, by the rules."""
        at, case_id = opening.occurred_at, opening.case_id
        events: list[Event] = [opening]
        for transition in (Transition.OPEN_DRAFT, Transition.IDENTIFY, Transition.SUBMIT):
            command = Command(case_id=case_id, transition=transition, actor=ActorRole.PARTY, parties=APPLICANTS)
            events += self._lifecycle.execute(dispute, command, at)
        return events + self._lifecycle.follow(dispute, filed(opening))

    def _shaped(self, opening: DisputeOpened, standing: Standing) -> Process:
        """Return an offered mediation, or one just accepted, shaped after one that went that way by the rules."""
        pattern = self._pattern(opening, standing)
        filed_at, moved_at = opening.occurred_at, standing.moved_at
        process = Process(
            case_id=opening.case_id,
            track=Track.MEDIATION,
            state=pattern.state,
            opened_at=filed_at,
            entered_at=moved_at,
            facts={fact: moved_at if at else filed_at for fact, at in pattern.facts.items()},
            marks=pattern.marks.copy(),
            mediator_id=standing.mediator_id,
            organisation_id=standing.organisation_id,
            attempt=standing.attempt,
            step=standing.step,
        )
        for clock in pattern.clocks:
            if clock is Clock.PERIOD:
                process.clocks[clock] = self._standings.period_from(opening.entry_route, opening.procedure, moved_at)
            elif clock is Clock.CONTACT:
                process.clocks[clock] = self._standings.end(clock, moved_at)
            else:
                assert clock is Clock.OFFER, f"a mediation that has just been accepted has no {clock.value}"
                process.clocks[clock] = standing.deadline
        return process

    def _pattern(self, opening: DisputeOpened, standing: Standing) -> Process:
        """Return a mediation that has come as far by the rules; of its facts, 1 says those of the acceptance."""
        kind = opening.entry_route, opening.procedure, standing.stage
        if kind not in self._patterns:
            seat = standing.mediator_id, standing.organisation_id, standing.attempt, standing.step
            blank = opened(opening)
            self._file(blank, opening)
            filed_at = opening.occurred_at
            self._lifecycle.follow(blank, offered(opening, *seat, filed_at))
            if standing.stage is Stage.ACCEPTED:
                self._lifecycle.follow(blank, accepted(opening, *seat, filed_at + 1))
            pattern = blank.processes[opening.case_id]
            pattern.facts = {fact: int(at > filed_at) for fact, at in pattern.facts.items()}
            self._patterns[kind] = pattern
        return self._patterns[kind]
