"""Sessions in the diary: booked for mediator, parties and room or line, moved, missed, set again; nobody twice at once.

A course draws when a session is wished for. The diary finds the earliest time from there on at which everybody is free,
and the session takes place then, as long as it is over before the course goes on; else it stays where it was drawn, and
is counted.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final, NamedTuple

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US
from engine.events.lifecycle_words import Medium
from engine.lifecycle.dispute import Dispute
from engine.registry.meetings import subject
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.errors import SchedulingError
from engine.scheduling.order import Order
from engine.scheduling.outcomes import record_held, record_no_show
from engine.scheduling.pools import lines_of, rooms_of
from engine.scheduling.records import Booked, Rebooked
from engine.scheduling.resource import Resource
from engine.scheduling.scheduler import Scheduler
from engine.scheduling.words import BookingStatus, ChangeReason, ResourceKind
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import chance
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.steps import HOLD_SESSION, IDENTIFY, START_SESSION
from sim.scenario.lifecycle import Lifecycle as Section

_DIARY: Final = int(Purpose.DIARY)
_LATER_US: Final = DAY_US
"""Who asks for another time wants it a day later at the earliest (assumption)."""
_AT: Final = 0
_WHAT: Final = 1
_ORDINAL: Final = 4


class _Set(NamedTuple):
    """What is booked for a case."""

    ordinal: int
    """Of the attempt at a session, odd where somebody will miss it."""
    number: int
    """Of the booking; -1 if none was made."""


class SessionDiary:
    """Books the sessions of the mediators who keep the diary.

    Parameters
    ----------
    section
        Shares, and the rooms of a court.
    calendar
        The courts' working calendar.
    laws
        Key of the words.
    """

    def __init__(self, section: Section, calendar: WorkCalendar, laws: CaseLaws) -> None:
        self._section: Final = section
        self._laws: Final = laws
        self._diary: Final = Diary()
        self._scheduler: Final = Scheduler(self._diary, calendar)
        self._keeps: Final[dict[int, bool]] = {}
        """Whether a mediator keeps the diary."""
        self._of_case: Final[dict[int, _Set]] = {}
        self._without_time = 0
        self._moved = 0
        self._missed = 0

    def set_next(self, dossier: Dossier) -> None:
        """Book the session that a dispute's next steps lead to, and let them wait for it."""
        steps, place, case_id = dossier.steps, dossier.place, dossier.case_id
        ordinal, before = steps[place][_ORDINAL], self._of_case.get(case_id)
        if (before is not None and before.ordinal == ordinal) or not self._is_kept(dossier.process.mediator_id):
            return
        rows = steps[place + 1 : place + (2 if ordinal % 2 else 3)]
        following = place + 1 + len(rows)
        # What people do at the same time, such as agreeing to a longer period, leaves no room to move the session.
        is_whole = rows[0][_WHAT] == IDENTIFY and (len(rows) == 1) == bool(ordinal % 2)
        if not is_whole or (len(rows) > 1 and rows[1][_WHAT] not in (START_SESSION, HOLD_SESSION)):
            number = -1
        else:
            until = steps[following][_AT] if following < len(steps) else dossier.closes_at
            number = self._book(dossier, before, rows[0][_AT], until)
        self._of_case[case_id] = _Set(ordinal, number)
        if number < 0:
            self._without_time += 1
            return
        for row in rows:
            row[_AT] = self._diary.booking(number).starts_at

    def summary(self, ends_at: int) -> dict[str, Any]:
        """Return what a run's summary says of the diary, at the end of the run."""
        for ordinal, number in self._of_case.values():
            self._settle(ordinal, number, ends_at)
        bookings = self._diary.bookings.values()
        held = sum(booking.status.value == "held" for booking in bookings)
        return {
            "booked": len(bookings),
            "moved": self._moved,
            "missed": self._missed,
            "held": held,
            "settings_per_held": round(sum(b.attempt for b in bookings if b.status.value == "held") / held, 3)
            if held
            else None,
            "without_time": self._without_time,
            "double_booked": double_booked(self._diary.bookings.values()),
        }

    def _is_kept(self, mediator: int | None) -> bool:
        if mediator is None:
            return False
        keeps = self._keeps.get(mediator)
        if keeps is None:
            keeps = self._keeps[mediator] = chance(self._laws, _DIARY, mediator, 0) < self._section.diary_share
        return keeps

    def _book(self, dossier: Dossier, before: _Set | None, wished_at: int, until: int) -> int:
        """Book a session, or set one again that was missed; return its number, -1 if there is no time for it."""
        dispute, ordinal = dossier.dispute, dossier.steps[dossier.place][_ORDINAL]
        at, again = dispute.last_at, -1
        if before is not None and self._settle(*before, wished_at):
            again, at = before.number, max(at, self._diary.booking(before.number).starts_at)
        order = self._order(dossier, dispute, until)
        try:
            if again < 0:
                record: Booked | Rebooked = self._scheduler.book_earliest(order, wished_at, at=at)
            else:
                record = self._set_again(again, order, wished_at, at, ChangeReason.NO_SHOW)
        except SchedulingError:
            return -1
        self._diary.apply(record)
        if chance(self._laws, _DIARY, dossier.case_id, ordinal) < self._section.rescheduled_share:
            self._move(record, order, at)
        return record.number

    def _move(self, record: Booked | Rebooked, order: Order, at: int) -> None:
        """Move a session because somebody asks for it, if there is another time for it."""
        try:
            moved = self._set_again(record.number, order, record.starts_at + _LATER_US, at, ChangeReason.PARTY_REQUEST)
        except SchedulingError:
            return
        self._diary.apply(moved)
        self._moved += 1

    def _set_again(self, number: int, order: Order, not_before: int, at: int, reason: ChangeReason) -> Rebooked:
        proposal = self._scheduler.earliest_common_time(order, not_before, at=at, moving=number)
        return self._scheduler.rebook(number, proposal.starts_at, at=at, reason=reason, order=order)

    def _settle(self, ordinal: int, number: int, at: int) -> bool:
        """Say what became of a booking whose time has come; return whether somebody missed it."""
        if number < 0:
            return False
        booking = self._diary.booking(number)
        if booking.starts_at >= at:
            return False
        if ordinal % 2:
            party = next(one for one in booking.participants[::-1] if one.kind is ResourceKind.PARTY)
            self._diary.apply(record_no_show(self._diary, number, (party,), at=booking.starts_at))
            self._missed += 1
            return True
        self._diary.apply(record_held(self._diary, number, at=booking.starts_at))
        return False

    def _order(self, dossier: Dossier, dispute: Dispute, until: int) -> Order:
        mediator = dossier.process.mediator_id
        assert mediator is not None, "whoever meets has a mediator"
        rooms, court = self._section.rooms_a_court, dispute.court_id
        pool = {Medium.VIDEO: lines_of, Medium.ON_SITE: rooms_of}.get(dossier.medium)
        return Order(
            dispute_id=dispute.dispute_id,
            case_id=dossier.case_id,
            court_id=court,
            medium=dossier.medium,
            participants=(
                Resource(ResourceKind.MEDIATOR, mediator),
                *(Resource(ResourceKind.PARTY, subject(dispute, party)) for party in range(dispute.parties)),
            ),
            pools=() if pool is None else (pool(court, rooms),),
            agreed=True,  # to a short notice: many are woken for their session only
            not_after=until,
        )


def double_booked(bookings: Iterable[Booking]) -> int:
    """Count by itself how often somebody or something is booked twice at a time, cancelled bookings left out."""
    busy: dict[Resource, list[tuple[int, int]]] = {}
    for booking in bookings:
        for one in () if booking.status is BookingStatus.CANCELLED else booking.participants:
            busy.setdefault(one, []).append((booking.starts_at, booking.ends_at))
    return sum(later[0] < earlier[1] for spans in busy.values() for earlier, later in pairwise(sorted(spans)))
