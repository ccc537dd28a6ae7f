"""What must hold of every dispute, whatever the rules' data say: judged from its events alone.

None of this asks the machines or their conditions. A checker keeps a few numbers of each case and follows events as
they come; `broken` takes a whole history.
"""

from collections.abc import Callable, Collection, Iterable
from copy import copy
from enum import StrEnum
from typing import Any, ClassVar, Final, NamedTuple

from engine.events.enums import ClosingCode, EntryRoute, Outcome
from engine.events.lifecycle_words import Clock, Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import (
    Accepted,
    Closed,
    Declined,
    Event,
    Filed,
    Lapsed,
    Offered,
    OpenedInProgress,
    Released,
    Withdrawn,
)
from engine.lifecycle.adjudications import ADJUDICATIVE, Adjudications
from engine.lifecycle.course import DUTIES, SESSIONS, Course

_Found = list["Invariant"]


class Invariant(StrEnum):
    """What must hold."""

    TIME_RUNS_FORWARD = "time_runs_forward"
    SESSION_NEEDS_ALL_CONSENTS = "session_needs_all_consents"
    """ONL 4."""
    PERIOD_NEEDS_ACCEPTANCE = "period_needs_acceptance"
    """ONL 24."""
    EXPIRED_CLOSES_WITH_6 = "expired_closes_with_6"
    """ONL 25: nothing else happens to a mediation whose period is over, and code 6 closes no other."""
    FAILED_OWES_ITS_DUTY = "failed_owes_its_duty"
    """ONL 21: a failed delegated mediation is registered, a failed mediation of a lawsuit resumes its trial."""
    CONFIRMATION_IS_JOINT_AND_IN_TIME = "confirmation_is_joint_and_in_time"
    """CPL 205: all parties, within thirty days of the agreement's effect."""
    MEDIATOR_HAS_NO_LATER_ROLE = "mediator_has_no_later_role"
    """SIM 16."""
    ONE_MEDIATOR_A_SEAT = "one_mediator_a_seat"
    """ONL 11."""
    APPRAISAL_DAYS_DO_NOT_COUNT = "appraisal_days_do_not_count"
    """ONL 26."""
    CLOSED_ONCE = "closed_once"
    ONE_ADJUDICATION = "one_adjudication"
    """A dispute is before one court or tribunal at a time."""


class Breach(NamedTuple):
    """An event that breaks an invariant."""

    invariant: Invariant
    event: Event


def broken(events: Iterable[Event], same_roster: Collection[Track] = ()) -> list[Breach]:
    """Return what a dispute's events break.

    Parameters
    ----------
    events
        Of one dispute, in order, from `dispute_opened` on. What is owed by a date breaks nothing before a later event.
    same_roster
        Other doors whose people have the mediators' numbers; elsewhere a number is somebody else's.

    Returns
    -------
    list[Breach]
        In order of the events; empty if all is well. About two microseconds an event.

    Examples
    --------
    >>> from engine.lifecycle.example import dispute_opened, MONDAY
    >>> broken([dispute_opened(at=MONDAY), dispute_opened(at=MONDAY - 1)])[0].invariant.value
    'time_runs_forward'
    """
    checker = Checker(same_roster)
    return [Breach(invariant, event) for event in events for invariant in checker.follow(event)]


class Checker:
    """Follows the events of one dispute; `same_roster` as for `broken`."""

    __slots__ = ("_applicants", "_at", "_everybody", "_owed_by", "_route", "_same",
                 "adjudications", "agreed", "cases", "mediators")  # fmt: skip

    def __init__(self, same_roster: Collection[Track] = ()) -> None:
        self._same: Final = same_roster
        self._at = -(2**63)
        self._everybody = self._applicants = 0
        self._route = EntryRoute.PARTY_APPLICATION
        self.cases: dict[int, Course] = {}
        self.mediators: set[int] = set()
        """Who has held a mediation."""
        self.adjudications: Adjudications | None = None
        """None before the first process that ends in a judgment or an award."""
        self._owed_by: int | None = None
        """When the duty after a failed mediation must have been done; None if there is none."""
        self.agreed: Course | None = None
        """The mediation that has come to an agreement last."""

    def copied(self) -> "Checker":
        """Return a checker that goes on by itself from here."""
        other = copy(self)
        other.cases = {case_id: case.copied() for case_id, case in self.cases.items()}
        other.mediators = self.mediators.copy()
        other.adjudications = self.adjudications and self.adjudications.copied()
        if self.agreed is not None:
            other.agreed = next(other.cases[n] for n, case in self.cases.items() if case is self.agreed)
        return other

    def follow(self, event: Event) -> list[Invariant]:
        """Take over an event, and return what it breaks."""
        at = event.occurred_at if type(event) is not OpenedInProgress else event.recorded_at
        found: _Found = [] if at >= self._at else [Invariant.TIME_RUNS_FORWARD]
        if not found:
            self._at = at
        if self._owed_by is not None and at > self._owed_by:
            self._owed_by = None
            found.append(Invariant.FAILED_OWES_ITS_DUTY)
        handler = self._HANDLERS.get(type(event))
        if handler is not None:
            case = self.cases.get(event.case_id)
            if case is None:
                case = self.cases[event.case_id] = Course()
            handler(self, case, event, found)
        elif isinstance(event, DisputeOpened):
            self._everybody, self._applicants = (1 << event.parties) - 1, (1 << event.applicants) - 1
            self._route = event.entry_route
        return found

    def _moved(self, case: Course, event: Moved, found: _Found) -> None:
        if event.track is Track.MEDIATION:
            self._mediation_moved(case, event, found)
        elif event.track is Track.COMMERCIAL_MEDIATION:
            self._take_over(case, event)
        elif event.track is Track.CONFIRMATION:
            if event.transition is Transition.APPLY:
                self._asked_for_confirmation(event, found)
        elif event.track in ADJUDICATIVE:
            self.adjudications = self.adjudications or Adjudications()
            if not self.adjudications.follow(event):
                found.append(Invariant.ONE_ADJUDICATION)

    def _mediation_moved(self, case: Course, event: Moved, found: _Found) -> None:
        if case.duty is not None and event.state not in case.duty:
            found.append(Invariant.FAILED_OWES_ITS_DUTY)
        if case.period is not None and event.occurred_at > case.period:
            found.append(Invariant.EXPIRED_CLOSES_WITH_6)
        if event.transition in SESSIONS and case.consented != self._everybody:
            found.append(Invariant.SESSION_NEEDS_ALL_CONSENTS)
        if event.clock is Clock.PERIOD:
            if not case.is_held:
                found.append(Invariant.PERIOD_NEEDS_ACCEPTANCE)
            if not case.sets_period(event):
                found.append(Invariant.APPRAISAL_DAYS_DO_NOT_COUNT)
        self._take_over(case, event)
        if case.duty is not None and event.state in case.duty:
            self._owed_by = event.deadline
            case.duty = None if event.deadline is None else case.duty

    def _take_over(self, case: Course, event: Moved) -> None:
        case.follow(event, self._everybody)
        if event.transition is Transition.SIGN and case.signed == self._everybody:
            self.agreed = case

    def _asked_for_confirmation(self, event: Moved, found: _Found) -> None:
        agreed = self.agreed
        in_time = agreed is not None and event.occurred_at < agreed.window_ends_at
        if not in_time or event.parties != self._everybody:
            found.append(Invariant.CONFIRMATION_IS_JOINT_AND_IN_TIME)

    def _filed(self, case: Course, event: Filed, _: _Found) -> None:
        if event.track is Track.MEDIATION and not case.consented:
            case.consented = self._applicants  # handed in complete: who applies consents

    def _offered(self, case: Course, event: Offered, found: _Found) -> None:
        if event.track is not Track.MEDIATION:
            if event.track in self._same and event.mediator_id in self.mediators:
                found.append(Invariant.MEDIATOR_HAS_NO_LATER_ROLE)
            return
        if event.seat in case.seats or any(other.seats for other in self.cases.values() if other is not case):
            found.append(Invariant.ONE_MEDIATOR_A_SEAT)
        case.seats[event.seat] = event.mediator_id

    def _accepted(self, case: Course, event: Accepted, found: _Found) -> None:
        if event.track is not Track.MEDIATION:
            return
        if event.mediator_id not in case.seats.values():
            found.append(Invariant.ONE_MEDIATOR_A_SEAT)
        case.is_held = True
        self.mediators.add(event.mediator_id)

    def _vacated(self, case: Course, event: Declined | Lapsed | Released, found: _Found) -> None:
        if event.track is not Track.MEDIATION:
            return
        if event.mediator_id not in case.seats.values():
            found.append(Invariant.ONE_MEDIATOR_A_SEAT)
        case.seats = {seat: mediator for seat, mediator in case.seats.items() if mediator != event.mediator_id}
        if isinstance(event, Released):
            case.is_held = False
            case.forget_period()

    def _closed(self, case: Course, event: Closed | Withdrawn, found: _Found) -> None:
        if event.track is not Track.MEDIATION:
            return
        if case.is_closed:
            found.append(Invariant.CLOSED_ONCE)
        case.is_closed = True
        case.seats.clear()
        if isinstance(event, Withdrawn):
            return
        over = case.period is not None and case.period <= event.occurred_at
        if over != (event.closing_code is ClosingCode.PERIOD_EXPIRED):
            found.append(Invariant.EXPIRED_CLOSES_WITH_6)
        case.forget_period()
        if event.closing_code.outcome is Outcome.NOT_SETTLED:
            case.duty = DUTIES.get(self._route)
            self._owed_by = None if case.duty is None else event.occurred_at

    def _in_progress(self, case: Course, event: OpenedInProgress, _: _Found) -> None:
        if event.mediator_id is None:
            return
        case.seats[0] = event.mediator_id
        if event.accepted_at is not None:
            case.is_held = True
            self.mediators.add(event.mediator_id)

    _HANDLERS: ClassVar[dict[type[Event], Callable[["Checker", Course, Any, _Found], None]]] = {
        Moved: _moved,
        Filed: _filed,
        Offered: _offered,
        Accepted: _accepted,
        Declined: _vacated,
        Lapsed: _vacated,
        Released: _vacated,
        Closed: _closed,
        Withdrawn: _closed,
        OpenedInProgress: _in_progress,
    }
