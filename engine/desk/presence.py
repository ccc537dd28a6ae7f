"""Who is there: causes of absence set and ended, leases and leave running out."""

from typing import Final

from engine.core.policy import WEIGHT_MILLI_MAX
from engine.desk.ladder_walk import LadderWalk
from engine.desk.office import Office
from engine.events.enums import AbsenceCause
from engine.events.records import LeaseHeld, LeaveBegun, LeaveEnded, LeavePlanned, Returned, WentAbsent


class Presence:
    """Sets and ends causes of absence; which leave has begun stands in `engine.desk.leave_record`.

    Parameters
    ----------
    office
        Where it is recorded.
    walk
        Matches whoever comes back.
    """

    def __init__(self, office: Office, walk: LadderWalk) -> None:
        self._office: Final = office
        self._walk: Final = walk

    def leave(self, mediator: int, cause: AbsenceCause) -> None:
        """Set a cause of absence, unless it is set already."""
        office = self._office
        if cause not in office.staff.absent_for(mediator):
            about = office.about_court(office.court_of(mediator))
            office.record(WentAbsent(**about, mediator_id=mediator, cause=cause))

    def come_back(self, mediator: int, cause: AbsenceCause) -> None:
        """End a cause of absence, if it is set; with the last one, raise the mediator and match him."""
        office = self._office
        causes = office.staff.absent_for(mediator)
        if cause not in causes:
            return
        becomes_present = len(causes) == 1
        raise_milli = office.core.entry_raise(mediator, office.rules.drift_cap_milli) if becomes_present else 0
        returned = Returned(
            **office.about_court(office.court_of(mediator)),
            mediator_id=mediator,
            cause=cause,
            entry_milli=min(raise_milli, WEIGHT_MILLI_MAX),
        )
        office.record(returned)
        self._walk.match([mediator])

    def hold(self, mediator: int, until: int) -> None:
        """Let a lease run until an instant."""
        office = self._office
        about = office.about_court(office.court_of(mediator))
        office.record(LeaseHeld(**about, mediator_id=mediator, deadline=until))
        self.come_back(mediator, AbsenceCause.LEASE)

    def end_lease(self, mediator: int) -> None:
        """Let a lease run out."""
        self.leave(mediator, AbsenceCause.LEASE)

    def plan(self, mediator: int, starts_at: int, ends_at: int) -> None:
        """Enter a leave; one that has begun begins now."""
        office = self._office
        about, ordinal = office.about_court(office.court_of(mediator)), office.leaves.following(mediator)
        office.record(
            LeavePlanned(**about, mediator_id=mediator, ordinal=ordinal, starts_at=starts_at, deadline=ends_at)
        )
        if starts_at <= office.at:
            self.start_leave(mediator, ordinal)

    def start_leave(self, mediator: int, ordinal: int) -> None:
        """Let a planned leave begin."""
        office = self._office
        about = office.about_court(office.court_of(mediator))
        office.record(LeaveBegun(**about, mediator_id=mediator, ordinal=ordinal))
        self.leave(mediator, AbsenceCause.CALENDAR)

    def end_leave(self, mediator: int, ordinal: int) -> None:
        """Let a leave end; the mediator comes back with the last one that has begun."""
        self._end(mediator, ordinal)
        if not self._office.leaves.begun(mediator):
            self.come_back(mediator, AbsenceCause.CALENDAR)

    def break_off_leave(self, mediator: int) -> None:
        """End every leave that has begun, before its time."""
        for ordinal in self._office.leaves.begun(mediator):
            self._end(mediator, ordinal)
        self.come_back(mediator, AbsenceCause.CALENDAR)

    def _end(self, mediator: int, ordinal: int) -> None:
        office = self._office
        about = office.about_court(office.court_of(mediator))
        office.record(LeaveEnded(**about, mediator_id=mediator, ordinal=ordinal))
