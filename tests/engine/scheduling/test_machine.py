"""A court's days at random: whatever is booked, moved, cancelled, missed or blocked, nobody is ever in two places."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US
from engine.scheduling.blocking import block
from engine.scheduling.diary import Diary
from engine.scheduling.errors import (
    BusyError,
    NoCommonTimeError,
    NoticeError,
    OutsideHoursError,
    ResettingsError,
    SchedulingError,
    StatutoryDeadlineError,
)
from engine.scheduling.order import order_of
from engine.scheduling.outcomes import cancel, record_held, record_no_show
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.scheduler import Scheduler
from engine.scheduling.words import BookingStatus, ChangeReason, Purpose
from tests.engine.scheduling.worlds import (
    CALENDAR,
    FRIDAY,
    LINES,
    PEOPLE,
    changed,
    duration_us,
    is_open,
    missing,
    notice_ends,
    orders,
    plain_earliest,
)

REASON = ChangeReason.PARTY_REQUEST
INSTANTS = st.integers(0, 4 * 24 * 6).map(lambda tens: FRIDAY + tens * 10 * MINUTE_US)
"""Every ten minutes from Friday nine o'clock to Tuesday."""


Decided = TypeVar("Decided")


def outcome(decide: Callable[[], Decided]) -> tuple[Decided | None, SchedulingError | None]:
    """What a command gives: a record or a refusal."""
    try:
        return decide(), None
    except SchedulingError as error:
        return None, error


class Court(RuleBasedStateMachine):
    """A diary, a second one that is only told what happened, and plain notes of who is busy when."""

    def __init__(self) -> None:
        super().__init__()
        self.diary = Diary()
        self.told = Diary()
        self.now = FRIDAY
        self.notes: dict[int, tuple[tuple, int, int]] = {}
        """Participants, beginning and end of each booking that takes time."""
        self.meetings: dict[int, tuple] = {}
        """Order and times of each meeting that was set."""

    @initialize(step=st.sampled_from([10, 15, 30]), outside=st.booleans(), notice=st.integers(0, 1))
    def open_court(self, step: int, outside: bool, notice: int) -> None:
        """Lay down the rules."""
        self.law = SchedulingRules(
            start_step_minutes=step,
            outside_office_hours=outside,
            session_notice_days=notice,
            hearing_notice_days=1,
            horizon_days=3,
            resettings_max=2,
        )
        self.scheduler = Scheduler(self.diary, CALENDAR, self.law)

    def happen(self, record) -> None:
        """Let a record happen in both diaries."""
        self.diary.apply(record)
        self.told.apply(record)

    def held(self, but: int | None = None) -> list:
        """Who is busy when, one booking left out."""
        return [(who, start, end) for n, (people, start, end) in self.notes.items() if n != but for who in people]

    def numbers(self, *statuses: BookingStatus) -> list[int]:
        """The meetings that stand somewhere."""
        return [
            number
            for number, booking in self.diary.bookings.items()
            if booking.status in statuses and booking.purpose is not Purpose.BLOCKED
        ]

    def note(self, record, wanted) -> None:
        """Let a setting happen, check what it says and note it."""
        assert record.ends_at - record.starts_at == duration_us(wanted, self.law)
        assert record.participants[: len(wanted.participants)] == wanted.participants
        chosen = record.participants[len(wanted.participants) :]
        held = self.held(but=record.number)
        for pool, one in zip(wanted.pools, chosen, strict=True):
            busy = [
                missing(changed(wanted, pools=((other,),)), held, record.starts_at, record.ends_at) for other in pool
            ]
            assert one == pool[busy.index(False)]
        self.happen(record)
        self.notes[record.number] = (record.participants, record.starts_at, record.ends_at)
        self.meetings[record.number] = (wanted, record.starts_at, record.ends_at)

    @rule(wanted=orders(), not_before=INSTANTS)
    def book_earliest(self, wanted, not_before: int) -> None:
        """The earliest time is the one that a look at every time finds, or there is none."""
        expected = plain_earliest(wanted, self.law, self.held(), not_before, self.now)
        record, error = outcome(lambda: self.scheduler.book_earliest(wanted, not_before, at=self.now))
        assert error is None or isinstance(error, NoCommonTimeError | StatutoryDeadlineError)
        assert (None if record is None else record.starts_at) == expected
        if record is not None:
            self.note(record, wanted)

    @rule(wanted=orders(), starts_at=INSTANTS)
    def book(self, wanted, starts_at: int) -> None:
        """A named time is taken, or refused by the name of the first thing that stands against it."""
        expected = self.refusal(wanted, starts_at, None)
        record, error = outcome(lambda: self.scheduler.book(wanted, starts_at, at=self.now))
        assert (None if error is None else type(error)) is expected
        if record is not None:
            self.note(record, wanted)

    def refusal(self, wanted, starts_at: int, moving: int | None) -> type[SchedulingError] | None:
        """What stands against a time."""
        ends_at = starts_at + duration_us(wanted, self.law)
        if starts_at < notice_ends(wanted, self.law, self.now):
            return NoticeError
        if not is_open(starts_at, ends_at, wanted, self.law):
            return OutsideHoursError
        if wanted.not_after is not None and ends_at > wanted.not_after:
            return StatutoryDeadlineError
        return BusyError if missing(wanted, self.held(but=moving), starts_at, ends_at) else None

    @precondition(lambda self: self.numbers(BookingStatus.BOOKED, BookingStatus.NO_SHOW))
    @rule(data=st.data(), starts_at=INSTANTS)
    def rebook(self, data, starts_at: int) -> None:
        """A meeting moves to any time at which a new one could be booked, were the old one not there."""
        number = data.draw(st.sampled_from(self.numbers(BookingStatus.BOOKED, BookingStatus.NO_SHOW)))
        booking = self.diary.booking(number)
        wanted = changed(
            order_of(booking, pools=data.draw(st.sampled_from([(), (LINES,)]))), agreed=data.draw(st.booleans())
        )
        if (starts_at, booking.status) == (booking.starts_at, BookingStatus.BOOKED):
            return  # people stay told; the ordinary tests say what may change then
        expected = ResettingsError if booking.attempt == 3 else self.refusal(wanted, starts_at, number)
        record, error = outcome(
            lambda: self.scheduler.rebook(number, starts_at, at=self.now, reason=REASON, order=wanted)
        )
        assert (None if error is None else type(error)) is expected
        if record is not None:
            assert (record.attempt, record.revision) == (booking.attempt + 1, booking.revision + 1)
            self.note(record, wanted)

    @precondition(lambda self: self.numbers(BookingStatus.BOOKED, BookingStatus.NO_SHOW))
    @rule(data=st.data(), not_before=INSTANTS)
    def rebook_earliest(self, data, not_before: int) -> None:
        """For a meeting that moves its own time counts as free."""
        number = data.draw(st.sampled_from(self.numbers(BookingStatus.BOOKED, BookingStatus.NO_SHOW)))
        wanted = changed(order_of(self.diary.booking(number), pools=(LINES,)), agreed=True)
        expected = plain_earliest(wanted, self.law, self.held(but=number), not_before, self.now)
        proposal, error = outcome(
            lambda: self.scheduler.earliest_common_time(wanted, not_before, at=self.now, moving=number)
        )
        assert error is None or isinstance(error, NoCommonTimeError | StatutoryDeadlineError)
        assert (None if proposal is None else proposal.starts_at) == expected

    @precondition(lambda self: self.diary.bookings)
    @rule(data=st.data())
    def cancel(self, data) -> None:
        """What is cancelled takes no time."""
        open_ones = [number for number, booking in self.diary.bookings.items() if booking.is_open]
        if open_ones:
            number = data.draw(st.sampled_from(open_ones))
            self.happen(cancel(self.diary, number, at=self.now, reason=REASON))
            del self.notes[number]

    @rule(data=st.data())
    def record_outcome(self, data) -> None:
        """Meetings that have begun were held, or somebody did not appear."""
        begun = [n for n in self.numbers(BookingStatus.BOOKED) if self.diary.booking(n).starts_at <= self.now]
        if begun:
            number = data.draw(st.sampled_from(begun))
            absent = self.diary.booking(number).participants[:1]
            was_held = data.draw(st.booleans())
            if was_held:
                self.happen(record_held(self.diary, number, at=self.now))
            else:
                self.happen(record_no_show(self.diary, number, absent, at=self.now))

    @rule(who=st.sampled_from((*PEOPLE, *LINES)), starts_at=INSTANTS, hours=st.integers(1, 30))
    def block(self, who, starts_at: int, hours: int) -> None:
        """Leave is taken where nothing is booked, at whatever hour."""
        starts_at = max(starts_at, self.now)
        ends_at = starts_at + hours * HOUR_US
        clashing = [start for name, start, end in self.held() if name == who and start < ends_at and starts_at < end]
        record, error = outcome(
            lambda: block(self.diary, self.law, (who,), starts_at, ends_at, at=self.now, court_id=0)
        )
        found = error.clashes if isinstance(error, BusyError) else ()
        assert [clash.starts_at for clash in found] == sorted(clashing)
        if record is not None:
            self.happen(record)
            self.notes[record.number] = ((who,), starts_at, ends_at)

    @rule(hours=st.integers(1, 12))
    def wait(self, hours: int) -> None:
        """Time passes; in the night what is over and settled is forgotten."""
        self.now = min(self.now + hours * HOUR_US, FRIDAY + 3 * DAY_US)
        for diary in (self.diary, self.told):
            diary.forget_before(self.now)
        self.notes = {number: note for number, note in self.notes.items() if number in self.diary.bookings}

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        """The slots of each resource follow each other, and are those that the notes say."""
        slots = self.diary.occupancy.slots()
        assert all(before.ends_at <= after.starts_at for row in slots.values() for before, after in pairwise(row))
        assert sorted((who, slot.starts_at, slot.ends_at) for who, row in slots.items() for slot in row) == sorted(
            self.held()
        )

    @invariant()
    def meetings_lie_in_open_hours(self) -> None:
        """Whatever was set lies in the hours that its order allows."""
        assert all(is_open(start, end, wanted, self.law) for wanted, start, end in self.meetings.values())

    @invariant()
    def who_is_told_everything_knows_everything(self) -> None:
        """A diary to which the same records were applied is equal, and so is one restored from the bytes of it."""
        assert self.told == self.diary
        restored = Diary()
        restored.restore(self.told.standing())
        assert restored == self.diary
        assert restored.standing() == self.diary.standing()


Court.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
TestCourt = Court.TestCase
