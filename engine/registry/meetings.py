"""Sessions and hearings of registered cases: requests for them, and what becomes of them when a case ends."""

from collections.abc import Mapping
from typing import Final

from engine.events.lifecycle_words import Medium, Track
from engine.events.records import Released
from engine.events.whole import Whole
from engine.lifecycle.dispute import Dispute, Process
from engine.registry.errors import RequestError, UnknownDisputeError
from engine.registry.requests import PARTIES_MAX, PlatformAsked
from engine.scheduling.order import Order, order_of
from engine.scheduling.outcomes import cancel, record_held, record_no_show
from engine.scheduling.records import AnyRecord
from engine.scheduling.resource import Resource
from engine.scheduling.scheduler import Scheduler
from engine.scheduling.words import ChangeReason, Purpose, ResourceKind

_KIND_OF_TRACK: Final[Mapping[Track, ResourceKind | None]] = {
    Track.MEDIATION: ResourceKind.MEDIATOR,
    Track.COMMERCIAL_MEDIATION: None,  # an institution sends somebody, and is not busy itself
    Track.EVALUATION: ResourceKind.EXPERT,
    Track.ARBITRATION: ResourceKind.ARBITRATOR,
}
"""Who handles the cases of a door, None where it is no person; a judge unless it stands here."""
_PURPOSE_OF_TRACK: Final[Mapping[Track, Purpose]] = {
    Track.MEDIATION: Purpose.SESSION,
    Track.COMMERCIAL_MEDIATION: Purpose.SESSION,
    Track.EVALUATION: Purpose.PANEL,
}
"""What a meeting of a door is; a hearing unless it stands here."""


class SetMeeting(PlatformAsked, frozen=True, kw_only=True, tag="set_meeting"):
    """A session or hearing at the earliest time at which everybody is free."""

    dispute_id: Whole
    case_id: Whole
    medium: Medium = Medium.VIDEO
    not_before: Whole
    """Earliest beginning that is wanted, microseconds since the epoch."""
    duration_minutes: Whole | None = None
    agents: tuple[Whole, ...] = ()
    """Numbers of the lawyers who appear; a lawyer has one number at every court."""
    pool: tuple[Resource, ...] = ()
    """The court's rooms or lines, one of which it takes."""
    agreed: bool = False
    """Whether all have agreed to a short notice or a time outside office hours."""


class MoveMeeting(PlatformAsked, frozen=True, kw_only=True, tag="move_meeting"):
    """A meeting gets another time, the earliest from an instant on."""

    number: Whole
    not_before: Whole
    reason: ChangeReason


class CancelMeeting(PlatformAsked, frozen=True, kw_only=True, tag="cancel_meeting"):
    """A meeting will not take place."""

    number: Whole
    reason: ChangeReason


class EndMeeting(PlatformAsked, frozen=True, kw_only=True, tag="end_meeting"):
    """A meeting took place, or somebody did not appear."""

    number: Whole
    absent: tuple[Resource, ...] = ()


MeetingRequest = SetMeeting | MoveMeeting | CancelMeeting | EndMeeting


class Meetings:
    """The diary of a platform's cases.

    Parameters
    ----------
    scheduler
        Finds times and keeps the diary.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler: Final = scheduler

    def set(
        self, request: SetMeeting, dispute: Dispute, process: Process, panel: tuple[int, ...], at: int
    ) -> AnyRecord:
        """Book a meeting of the panel, the parties and their agents, within the case's period.

        Raises
        ------
        UnknownDisputeError
            If the case is another dispute's.
        RequestError
            If nobody handles the case yet.
        SchedulingError
            If there is no such time.
        """
        if request.dispute_id != dispute.dispute_id:
            raise UnknownDisputeError(f"case_id = {request.case_id}: must be a case of dispute {request.dispute_id}")
        if not panel:
            raise RequestError(f"case_id = {process.case_id}: must be held by somebody before a meeting can be set")
        kind = _kind_of(process.track)
        order = Order(
            dispute_id=dispute.dispute_id,
            case_id=process.case_id,
            court_id=dispute.court_id,
            track=process.track,
            purpose=_PURPOSE_OF_TRACK.get(process.track, Purpose.HEARING),
            medium=request.medium,
            participants=(
                *(() if kind is None else (Resource(kind, member) for member in panel)),
                *(Resource(ResourceKind.PARTY, subject(dispute, party)) for party in range(dispute.parties)),
                *(Resource(ResourceKind.AGENT, agent) for agent in request.agents),
            ),
            pools=(request.pool,) if request.pool else (),
            duration_minutes=request.duration_minutes,
            agreed=request.agreed,
            not_after=None if process.next_deadline is None else process.next_deadline[0],
        )
        return self._done(self._scheduler.book_earliest(order, request.not_before, at=at))

    def change(self, request: MoveMeeting | CancelMeeting | EndMeeting, at: int) -> AnyRecord:
        """Move, cancel or end a meeting.

        Raises
        ------
        SchedulingError
            If there is no such meeting, or it cannot be changed so.
        """
        diary = self._scheduler.diary
        if isinstance(request, CancelMeeting):
            return self._done(cancel(diary, request.number, at=at, reason=request.reason))
        if isinstance(request, EndMeeting):
            if request.absent:
                return self._done(record_no_show(diary, request.number, request.absent, at=at))
            return self._done(record_held(diary, request.number, at=at))
        return self._done(self._moved(request, at))

    def end_case(self, case_id: int, at: int) -> list[AnyRecord]:
        """Cancel what is still booked for a case that is over."""
        diary = self._scheduler.diary
        return [
            self._done(cancel(diary, booking.number, at=at, reason=ChangeReason.CASE_CLOSED))
            for booking in diary.open_of_case(case_id)
        ]

    def release(self, event: Released, at: int) -> list[AnyRecord]:
        """Cancel what is still booked for a case with somebody who has lost it."""
        diary, kind = self._scheduler.diary, _kind_of(event.track)
        who = None if kind is None else Resource(kind, event.mediator_id)
        return [
            self._done(cancel(diary, booking.number, at=at, reason=ChangeReason.STAFF_UNAVAILABLE))
            for booking in diary.open_of_case(event.case_id)
            if who in booking.participants
        ]

    def replay(self, record: AnyRecord) -> None:
        """Let the diary follow a recorded change."""
        self._scheduler.diary.apply(record)

    def _moved(self, request: MoveMeeting, at: int) -> AnyRecord:
        order = order_of(self._scheduler.diary.booking(request.number))
        proposal = self._scheduler.earliest_common_time(order, request.not_before, at=at, moving=request.number)
        return self._scheduler.rebook(request.number, proposal.starts_at, at=at, reason=request.reason)

    def _done(self, record: AnyRecord) -> AnyRecord:
        self._scheduler.diary.apply(record)
        return record


def _kind_of(track: Track) -> ResourceKind | None:
    return _KIND_OF_TRACK.get(track, ResourceKind.JUDGE)


def subject(dispute: Dispute, party: int) -> int:
    """Return the number under which a party is known outside its dispute."""
    return dispute.dispute_id * PARTIES_MAX + party
