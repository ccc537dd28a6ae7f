"""Who evaluates, arbitrates and judges international disputes: drawn at desks over rosters of their own."""

from collections.abc import Collection
from typing import Final

import numpy as np

from engine.calendar.calendar import WorkCalendar
from engine.core.assignment import AssignmentCore
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.desk.desk import Desk
from engine.desk.errors import DeskCaseError
from engine.events.enums import DeclineReason, DisputeType
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.records import Offered
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.registry.requests import AnswerOffer, FileCase
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.randomness.words import word
from sim.rehearsal.chance import chance
from sim.rehearsal.doors.timing import acts_at
from sim.rehearsal.doors.way import INSTITUTIONS_MAX, institution_of
from sim.scenario.doors import Doors

_MEMBER: Final = int(Purpose.DOOR_MEMBER)
_ANSWER: Final = int(Purpose.DOOR_ANSWER)
_CASES_AT_ONCE: Final = 1_000
"""Of anybody (assumption): a panel is not delayed for want of room, its hearings may be."""
_JUDGES_OF_A_PANEL: Final = 3
_JUDGED: Final = frozenset({State.REGISTERED, State.REVIEWING_AWARD, State.REVIEWING_RECOGNITION})
"""Where before a court judges are assigned."""
_ASKED: Final = frozenset({Track.EVALUATION, Track.ARBITRATION})
"""Doors at which members are asked; judges are not."""
_OWN_LIST: Final = Ladder(steps=(LadderStep(circle=0),))
"""Nobody is drawn from another institution's list."""


class Panels:
    """Desks of the expert committee, of the arbitrators of each institution, and of the judges of each court.

    Parameters
    ----------
    doors
        How many they are, and what they answer.
    calendar
        The courts' working calendar.
    laws
        Key of the words by which they answer.
    courts
        Of the scenario.
    seed, replication
        Key of the words by which they are drawn.
    """

    def __init__(
        self, doors: Doors, calendar: WorkCalendar, laws: CaseLaws, courts: int, seed: int, replication: int
    ) -> None:
        self._doors: Final = doors
        self._laws: Final = laws

        def words(case_id: int, attempt: int, _at: int) -> int:
            return word(seed, replication, _MEMBER, case_id, attempt)

        lists = {
            Track.EVALUATION: (1, doors.experts),
            Track.ARBITRATION: (INSTITUTIONS_MAX, doors.arbitrators),
            Track.LITIGATION: (courts, doors.judges),
        }
        self.desks: Final = {
            track: Desk(AssignmentCore(_roster(*of), PolicySettings(), _OWN_LIST), calendar, words, track=track)
            for track, of in lists.items()
        }
        """By door."""

    def names(self, command: Command) -> bool:
        """Tell whether a command constitutes a panel, whose members a desk of this file finds first."""
        return command.transition is Transition.CONSTITUTE and command.track in _ASKED

    def are_asked(self, track: Track) -> bool:
        """Tell whether members of a door's panels may decline."""
        return track in _ASKED

    def assignments(self, dispute: Dispute, cases: Collection[int]) -> list[FileCase]:
        """Return what the court asks of its desk, once for each case that has come to where judges are assigned."""
        return [
            FileCase(dispute_id=dispute.dispute_id, case_id=process.case_id, panel_size=_JUDGES_OF_A_PANEL)
            for process in dispute.processes.values()
            if process.case_id in cases
            and process.track is Track.LITIGATION
            and process.state in _JUDGED
            and not self._is_sought(Track.LITIGATION, process.case_id)
        ]

    def filing(self, dispute: Dispute, command: Command) -> FileCase | None:
        """Return what is asked of the desk instead of a panel's constitution; None while it is looking already."""
        if self._is_sought(command.track, command.case_id):
            return None
        opened_at = dispute.processes[command.case_id].opened_at
        own = institution_of(dispute, opened_at) - 1 if command.track is Track.ARBITRATION else 0
        return FileCase(
            dispute_id=dispute.dispute_id, case_id=command.case_id, panel_size=command.number or 1, court_id=own
        )

    def answer(self, offer: Offered) -> tuple[int, AnswerOffer]:
        """Return what is answered to an offer, and when; too late for an answer, it lapses."""
        case_id, attempt = offer.case_id, offer.attempt
        accepts = chance(self._laws, _ANSWER, case_id, 2 * attempt) < self._doors.member_accepts_share
        mean_days = self._doors.member_answer_mean_days
        at = acts_at(self._laws, _ANSWER, case_id, 2 * attempt + 1, offer.occurred_at, mean_days)
        reason = None if accepts else DeclineReason.WORKLOAD
        return at, AnswerOffer(case_id=case_id, mediator_id=offer.mediator_id, attempt=attempt, declined_because=reason)

    def waits_for(self, dispute: Dispute, track: Track, answer: AnswerOffer) -> bool:
        """Tell whether an offer is still open, and its process where its panel is found."""
        process = dispute.processes[answer.case_id]
        if process.state not in (State.APPOINTING, State.ACCEPTED):
            return False
        try:
            seat = self.desks[track].entry(answer.case_id).seat_of(answer.mediator_id)
        except DeskCaseError:
            return False
        return seat is not None and seat.attempt == answer.attempt and seat.deadline is not None

    def _is_sought(self, track: Track, case_id: int) -> bool:
        try:
            self.desks[track].entry(case_id)
        except DeskCaseError:
            return False
        return True


def _roster(lists: int, people: int) -> Roster:
    """Return so many lists of so many people each, every one of whom may take every case."""
    count = lists * people
    return Roster(
        court_region=np.arange(lists, dtype=np.int32),
        region_province=np.arange(lists, dtype=np.int32),
        mediator_court=np.repeat(np.arange(lists, dtype=np.int32), people),
        capacity=np.full(count, _CASES_AT_ONCE, np.int32),
        dispute_types=np.full(count, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(count, np.uint64),
    )
