"""Hearings, and meetings of experts, in the diary: set, moved, missed and set again, held, given up."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.calendar.day import DAY_US
from engine.errors import EngineError
from engine.events.lifecycle_words import Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.registry.meetings import CancelMeeting, EndMeeting, MeetingRequest, MoveMeeting, SetMeeting, subject
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.records import Booked
from engine.scheduling.resource import Resource
from engine.scheduling.words import BookingStatus, ChangeReason, ResourceKind
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance
from sim.rehearsal.sessions import double_booked
from sim.scenario.lifecycle import Lifecycle as Section

_HEARING: Final = int(Purpose.DOOR_HEARING)
_LATER_US: Final = DAY_US
"""Who asks for another time wants it a day later at the earliest (assumption)."""
_HEARD: Final = frozenset({
    (Track.ARBITRATION, Transition.OPEN_HEARING), (Track.LITIGATION, Transition.OPEN_HEARING),
    (Track.EVALUATION, Transition.DELIVER_OPINION),
})  # fmt: skip
"""What is done where all have come together."""


class Hearings:
    """Sets a time for what a panel does together with the parties.

    Parameters
    ----------
    section
        How many are missed, and how many moved.
    laws
        Key of the words.
    diary
        Of the platform.
    ask
        Asks the platform for something about a meeting, at an instant.
    """

    def __init__(
        self, section: Section, laws: CaseLaws, diary: Diary, ask: Callable[[MeetingRequest, int], Sequence[object]]
    ) -> None:
        self._section: Final = section
        self._laws: Final = laws
        self._diary: Final = diary
        self._ask: Final = ask
        self._number_of: Final[dict[int, int]] = {}
        """Of the last booking of each case."""
        self._counted: Final[Counter[str]] = Counter()

    def time_of(self, dispute: Dispute, command: Command, wished_at: int, at: int) -> int:
        """Return when something takes place: if all must come together, at the earliest time at which they can.

        Parameters
        ----------
        dispute
            As it stands.
        command
            What shall be done.
        wished_at
            When it is wished for, microseconds.
        at
            Now.
        """
        if not self.are_needed(command):
            return wished_at
        booking = self.booked(command.case_id)
        if booking is not None:
            return max(booking.starts_at, at)
        due = dispute.processes[command.case_id].next_deadline
        if due is not None and due[0] <= wished_at:
            return wished_at  # a reminder comes before it, and then it is planned anew
        request = SetMeeting(dispute_id=dispute.dispute_id, case_id=command.case_id, not_before=wished_at, agreed=True)
        booking = self._set(request, at)
        return wished_at if booking is None else booking.starts_at

    def are_needed(self, command: Command) -> bool:
        """Tell whether all must come together for a command."""
        return (command.track, command.transition) in _HEARD

    def booked(self, case_id: int) -> Booking | None:
        """Return the hearing that is booked for a case; None if there is none."""
        number = self._number_of.get(case_id)
        booking = None if number is None else self._diary.booking(number)
        return booking if booking is not None and booking.status is BookingStatus.BOOKED else None

    def is_missed(self, dispute: Dispute, booking: Booking, at: int) -> bool:
        """Tell whether somebody misses a hearing whose time has come; if so, it gets another time or none."""
        k = 2 * (booking.attempt + 64 * booking.number)
        if chance(self._laws, _HEARING, booking.case_id, k) >= self._section.no_show_share:
            return False
        absent = Resource(ResourceKind.PARTY, subject(dispute, dispute.parties - 1))
        self._ask(EndMeeting(number=booking.number, absent=(absent,)), at)
        self._counted["missed"] += 1
        if not self._move(booking.number, at + _LATER_US, ChangeReason.NO_SHOW, at):
            self.give_up(booking.case_id, at)
        return True

    def hold(self, booking: Booking, at: int) -> None:
        """Say that a hearing has taken place."""
        self._ask(EndMeeting(number=booking.number), at)

    def give_up(self, case_id: int, at: int) -> None:
        """Cancel what is booked for a case that goes to mediation first."""
        number = self._number_of.get(case_id)
        if number is not None and self._diary.booking(number).is_open:
            self._ask(CancelMeeting(number=number, reason=ChangeReason.PARTY_REQUEST), at)

    def summary(self, since: int) -> dict[str, Any]:
        """Return what a run's summary says, after the run, of hearings set for an instant or later."""
        bookings = [one for one in self._diary.bookings.values() if one.starts_at >= since]
        states = Counter(one.status for one in bookings)
        return {
            "booked": len(bookings),
            "held": states[BookingStatus.HELD],
            "cancelled": states[BookingStatus.CANCELLED],
            "moved": self._counted["moved"],
            "missed": self._counted["missed"],
            "without_time": self._counted["without_time"],
            "double_booked": double_booked(self._diary.bookings.values()),
        }

    def forget_counts(self) -> None:
        """Begin to count anew, as a run begins."""
        self._counted.clear()

    def _set(self, request: SetMeeting, at: int) -> Booking | None:
        try:
            booked = next(one for one in self._ask(request, at) if isinstance(one, Booked))
        except EngineError:
            self._counted["without_time"] += 1
            return None
        booking = self._diary.booking(booked.number)
        self._number_of[request.case_id] = booking.number
        k = 2 * (booking.attempt + 64 * booking.number) + 1
        if chance(self._laws, _HEARING, request.case_id, k) < self._section.rescheduled_share and self._move(
            booking.number, booking.starts_at + _LATER_US, ChangeReason.PARTY_REQUEST, at
        ):
            self._counted["moved"] += 1
        return self._diary.booking(booking.number)

    def _move(self, number: int, not_before: int, reason: ChangeReason, at: int) -> bool:
        """Move a hearing, if there is another time for it."""
        try:
            self._ask(MoveMeeting(number=number, not_before=not_before, reason=reason), at)
        except EngineError:
            return False
        return True
