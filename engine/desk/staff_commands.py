"""Commands about mediators and courts: room, presence, leave, policy.

Presence has three sources: a lease that a mediator renews while he is there, leave entered beforehand, and what he or
the court says. Whoever is absent for any cause is offered nothing and keeps what he holds.
"""

from typing import Final

from engine.core.policy import PolicySettings
from engine.desk.errors import PresenceError
from engine.desk.part import DeskPart
from engine.events.enums import AbsenceCause, PolicyName, ReleaseGround
from engine.events.records import CapacitySet, Event, PolicyAdopted

BY_THE_COURT: Final = frozenset({AbsenceCause.SUSPENDED, AbsenceCause.OFF_ROSTER})
"""Causes for which a mediator may not even answer: his open offers are taken back (ONL 27, 29)."""


class StaffCommands(DeskPart):
    """Room, presence, leave and policy; whoever gains room or comes back is matched with who waits."""

    def set_capacity(self, mediator: int, capacity: int, at: int) -> list[Event]:
        """Change how many standard cases a mediator may hold at once; what he holds beyond it he keeps.

        Raises
        ------
        CoreError
            If the mediator or the capacity lies outside its range.
        """
        court_id = self._begin(mediator, at)
        about = self._office.about_court(court_id)
        self._office.record(CapacitySet(**about, mediator_id=mediator, capacity=capacity))
        self._walk.match([mediator])
        return self._office.close()

    def go_absent(self, mediator: int, cause: AbsenceCause, at: int, *, release_held: bool = False) -> list[Event]:
        """Offer a mediator nothing from now on, for a cause; nothing happens if it is set already.

        Parameters
        ----------
        mediator
            Who is absent.
        cause
            Why. If the court says so (`SUSPENDED`, `OFF_ROSTER`), his open offers are taken back as well.
        at
            From when, microseconds since the epoch.
        release_held
            With such a cause: whether he loses the cases that he holds, too.

        Raises
        ------
        PresenceError
            If held cases shall be released for a cause that takes nothing away.
        """
        if release_held and cause not in BY_THE_COURT:
            raise PresenceError(f"cause = {cause}: must be one of the court's to take away what a mediator holds")
        self._begin(mediator, at)
        self._presence.leave(mediator, cause)
        if cause in BY_THE_COURT:
            self._take_away(mediator, release_held=release_held)
        return self._office.close()

    def return_(self, mediator: int, cause: AbsenceCause, at: int) -> list[Event]:
        """End a cause of absence; with the last one the mediator is present and is matched with who waits.

        Whoever becomes present is charged so much that he lies at most `drift_cap_milli` below his colleagues, lest
        their lead become his flood of cases. Nothing happens if the cause is not set. Who is new is appointed; see
        `RosterCommands`.
        """
        self._begin(mediator, at)
        if cause is AbsenceCause.CALENDAR:
            self._presence.break_off_leave(mediator)
        else:
            self._presence.come_back(mediator, cause)
        return self._office.close()

    def hold_presence(self, mediator: int, until: int, at: int) -> list[Event]:
        """Renew a mediator's lease of presence: unless it is renewed by then, he is absent.

        Parameters
        ----------
        mediator
            Who is there. Whoever has never held a lease needs none.
        until
            End of the lease, microseconds since the epoch, later than `at`.
        at
            When it is renewed.

        Raises
        ------
        PresenceError
            If the lease would be over already.
        """
        if until <= at:
            raise PresenceError(f"until = {until}: must be later than at = {at}")
        self._begin(mediator, at)
        self._presence.hold(mediator, until)
        return self._office.close()

    def plan_absence(self, mediator: int, starts_at: int, ends_at: int, at: int) -> list[Event]:
        """Enter a mediator's leave beforehand; overlapping leave ends with the last.

        Parameters
        ----------
        mediator
            Who will be away.
        starts_at, ends_at
            First instant away and first instant back, microseconds since the epoch; a leave that has begun begins now.
        at
            When it is entered.

        Raises
        ------
        PresenceError
            If it would end before it begins, or has ended already.
        """
        if ends_at <= max(starts_at, at):
            raise PresenceError(f"ends_at = {ends_at}: must be later than starts_at = {starts_at} and at = {at}")
        self._begin(mediator, at)
        self._presence.plan(mediator, starts_at, ends_at)
        return self._office.close()

    def adopt_policy(self, court_id: int, settings: PolicySettings, at: int) -> list[Event]:
        """Let a court draw by another policy from now on; cases that wait there look again.

        Raises
        ------
        CoreError
            If there is no such court.
        """
        self._office.open(at)
        version, _ = self._office.core.policy_of(court_id)
        adopted = PolicyAdopted(
            **self._office.about_court(court_id),
            policy=PolicyName[settings.policy.name],
            policy_version=version + 1,
            band_width_milli=settings.band_width_milli,
            sample_size=settings.sample_size,
            by_weight=int(settings.by_weight),
        )
        self._office.record(adopted)
        # Under a policy that draws nothing, cases may have waited while somebody was free.
        self._walk.match([], [entry for entry in self._office.waiting() if entry.court_id == court_id])
        return self._office.close()

    def _take_away(self, mediator: int, *, release_held: bool) -> None:
        """Release everything first: a case that looked again at once might overtake an older one still to come."""
        released = [
            entry
            for entry in self._office.seated(mediator)
            if (seat := entry.seat_of(mediator)) is not None and (release_held or seat.deadline is not None)
        ]
        for entry in released:
            seat = entry.seat_of(mediator)
            assert seat is not None, "found above"
            self._answers.release(entry, seat, ReleaseGround.ABSENT)
        self._walk.match([], released)
