"""Disputes with an agreement from before a run, brought to where their confirmation stands at its beginning."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from engine.calendar.calendar import WorkCalendar
from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Clock, State, Track
from engine.events.moves import DisputeOpened
from engine.lifecycle.course import WINDOW_MAX_US, Course
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.periods import Periods
from engine.lifecycle.rulebook import Era
from sim.rehearsal.doors.after_course import (
    APPLIED_AT,
    CLOCK_FROM,
    CONFIRMED_AT,
    ENFORCED_FROM,
    ENTERED_AT,
    IN_THIRD_WINDOW,
    IN_WINDOW,
    LAST_AT,
    OVERDUE_AT,
    PROCESS_SHIFT,
    STAGE,
    STATE_AT,
)
from sim.rehearsal.doors.after_law import (
    AGREED,
    ENFORCEMENT_FILED,
    EXAMINING,
    NOTICE_OWED,
    OBJECTED,
    REJECTED,
    SUBMITTED,
)
from sim.rehearsal.doors.aftermath import (
    ACCEPTED_AT,
    AGREED_AT,
    ATTEMPT,
    CLOSED_AT,
    FILED_AT,
    PARTIAL_AT,
    SEAL_OVERDUE_AT,
    SEALED_AT,
    WINDOW_ENDS_AT,
)
from sim.rehearsal.dossier import Dossier

if TYPE_CHECKING:
    from engine.lifecycle.machine import Length

_STATES: Final = {
    SUBMITTED: (State.SUBMITTED, Clock.ACCEPTANCE),
    EXAMINING: (State.EXAMINING, Clock.DECISION),
    OBJECTED: (State.UNDER_OBJECTION, Clock.OBJECTION_REVIEW),
    REJECTED: (State.REJECTED, Clock.PARTY_CHOICE),
}
"""With the clock of the state."""
_LEFT_OPEN: Final = {
    EntryRoute.DELEGATED: State.REGISTERED,
    EntryRoute.PARTY_APPLICATION: State.ONLINE_FILING,
}
"""Where the part that an agreement leaves open has come to when its days are over (assumption: at once)."""


class Reinstatement:
    """Makes disputes of the rows of an aftermath.

    Parameters
    ----------
    era
        The rules in force.
    calendar
        The courts' working calendar.
    starts_at
        The beginning of the run, microseconds.
    """

    def __init__(self, era: Era, calendar: WorkCalendar, starts_at: int) -> None:
        self._periods: Final = Periods(calendar)
        self._starts_at: Final = starts_at
        lengths: dict[tuple[Track, Clock], Length] = {}
        for track in (Track.CONFIRMATION, Track.LITIGATION):
            for clock in Clock:
                if entries := era.periods.get((track, clock)):
                    of_title = (track, clock) == (Track.LITIGATION, Clock.ACCEPTANCE)
                    lengths[track, clock] = entries[0 if of_title else -1].entry
        self._lengths: Final = lengths

    def reinstate(self, dossier: Dossier, opening: DisputeOpened, agreed: Sequence[int], after: Sequence[int]) -> None:
        """Bring a dispute to where it stood just before the run began.

        Parameters
        ----------
        dossier
            With its blank dispute.
        opening
            The event that opened it, which the run does not record.
        agreed, after
            Its row of `Aftermath.agreements`, and of `Aftermath.confirmations`.
        """
        dispute, case_id = dossier.dispute, dossier.case_id
        mediation = dispute.processes[case_id] = self._settled(dispute, case_id, agreed)
        if after[STAGE] != AGREED:
            number = case_id | 1 << PROCESS_SHIFT
            dispute.processes[number] = self._confirmation(number, after)
        if after[STAGE] >= ENFORCEMENT_FILED:
            number = case_id | 2 << PROCESS_SHIFT
            dispute.processes[number] = self._enforcement(number, after)
        dispute.last_at = max(mediation.entered_at, after[LAST_AT])
        checker = dossier.checker
        checker.follow(opening)
        checker.agreed = checker.cases[case_id] = Course(
            is_held=True,
            is_closed=True,
            consented=dispute.everybody,
            signed=dispute.everybody,
            window_ends_at=agreed[AGREED_AT] + WINDOW_MAX_US,
        )

    def _settled(self, dispute: Dispute, case_id: int, agreed: Sequence[int]) -> Process:
        """Return the mediation; who held it is not known."""
        accepted_at, window_ends_at = agreed[ACCEPTED_AT], agreed[WINDOW_ENDS_AT]
        facts = {
            "sought_at": agreed[FILED_AT],
            "accepted_at": accepted_at,
            "asked_at": accepted_at,
            "agreed_at": agreed[AGREED_AT],
            "sealed": agreed[SEALED_AT],
        }
        if agreed[PARTIAL_AT]:
            facts["partial"] = agreed[PARTIAL_AT]
        if agreed[SEAL_OVERDUE_AT]:
            facts["overdue"] = agreed[SEAL_OVERDUE_AT]
        process = Process(
            case_id=case_id,
            track=Track.MEDIATION,
            state=State.SETTLED,
            opened_at=agreed[FILED_AT],
            entered_at=agreed[CLOSED_AT],
            facts=facts,
            marks={"consented": dispute.everybody, "signed": dispute.everybody},
            attempt=agreed[ATTEMPT],
        )
        if window_ends_at >= self._starts_at:
            process.clocks[Clock.CONFIRMATION_WINDOW] = window_ends_at
            return process
        process.entered_at = window_ends_at
        process.state = _LEFT_OPEN[dispute.entry_route] if agreed[PARTIAL_AT] else State.CLOSED_OUT_OF_COURT
        return process

    def _confirmation(self, number: int, after: Sequence[int]) -> Process:
        stage, confirmed_at = after[STAGE], after[CONFIRMED_AT]
        is_enforced = stage >= ENFORCEMENT_FILED
        state, clock = _STATES.get(stage, (State.CONFIRMED, None))
        process = Process(
            case_id=number,
            track=Track.CONFIRMATION,
            state=state,
            opened_at=after[APPLIED_AT],
            entered_at=after[STATE_AT] if is_enforced else after[ENTERED_AT],
        )
        clocks, facts = process.clocks, process.facts
        if clock is not None:
            clocks[clock] = self._end(Track.CONFIRMATION, clock, after[CLOCK_FROM])
        if after[OVERDUE_AT] and not is_enforced:
            facts["overdue"] = after[OVERDUE_AT]
        if not confirmed_at:
            return process
        for fact in ("confirmed_at", "third_party_from", "enforceable"):
            facts[fact] = confirmed_at
        clocks[Clock.ENFORCEMENT_WINDOW] = self._end(Track.CONFIRMATION, Clock.ENFORCEMENT_WINDOW, confirmed_at)
        if after[IN_WINDOW]:
            clocks[Clock.OBJECTION_WINDOW] = self._end(Track.CONFIRMATION, Clock.OBJECTION_WINDOW, confirmed_at)
        if after[IN_THIRD_WINDOW]:
            clocks[Clock.THIRD_PARTY_WINDOW] = self._end(Track.CONFIRMATION, Clock.THIRD_PARTY_WINDOW, confirmed_at)
        return process

    def _enforcement(self, number: int, after: Sequence[int]) -> Process:
        stage, entered_at = after[STAGE], after[ENTERED_AT]
        is_filed = stage == ENFORCEMENT_FILED
        process = Process(
            case_id=number,
            track=Track.LITIGATION,
            state=State.ENFORCEMENT_FILED if is_filed else State.ENFORCING,
            opened_at=after[ENFORCED_FROM],
            entered_at=entered_at,
            facts={"for_title": after[ENFORCED_FROM]},
        )
        clocks, facts = process.clocks, process.facts
        if after[OVERDUE_AT]:
            facts["overdue"] = after[OVERDUE_AT]
        if is_filed:
            clocks[Clock.ACCEPTANCE] = self._end(Track.LITIGATION, Clock.ACCEPTANCE, after[CLOCK_FROM])
            return process
        facts["notice_owed"] = entered_at
        clocks[Clock.ENFORCEMENT] = self._end(Track.LITIGATION, Clock.ENFORCEMENT, entered_at)
        if stage == NOTICE_OWED:
            clocks[Clock.NOTICE] = self._end(Track.LITIGATION, Clock.NOTICE, after[CLOCK_FROM])
        return process

    def _end(self, track: Track, clock: Clock, since: int) -> int:
        return self._periods.end(self._lengths[track, clock], since)
