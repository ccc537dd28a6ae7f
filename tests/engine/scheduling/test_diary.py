"""What a diary does with records: times are taken and given back, stale records refused, the past forgotten."""

import tracemalloc

import pytest

from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US
from engine.scheduling.blocking import block
from engine.scheduling.booking import NO_CASE
from engine.scheduling.diary import Diary
from engine.scheduling.errors import BookingStateError, BusyError, RecordError
from engine.scheduling.example import MONDAY, one_court_order, one_court_scheduler
from engine.scheduling.order import order_of
from engine.scheduling.outcomes import cancel, record_held
from engine.scheduling.words import BookingStatus
from tests.engine.scheduling.court import REASON, SATURDAY, Court
from tests.engine.scheduling.worlds import (
    AGENT,
    FRIDAY,
    LINES,
    MEDIATOR,
    OTHER_MEDIATOR,
    OTHER_PARTY,
    PARTY,
    changed,
    order,
    refused,
)


def test_a_decision_changes_nothing():
    """Until its record is applied, the time that a command asks for stays free."""
    court = Court()
    first = court.scheduler.book(order(), SATURDAY, at=FRIDAY)

    assert len(court.diary) == 0
    assert court.scheduler.book(order(), SATURDAY, at=FRIDAY) == first


def test_moving_frees_the_old_time():
    """Whoever wants the time of a meeting that was moved away gets it."""
    court = Court()
    court.book()
    court.rebook(0, SATURDAY + HOUR_US)

    assert court.book(order(case_id=8)).starts_at == SATURDAY


def test_a_meeting_may_move_into_its_own_time():
    """Fifteen minutes later overlaps the old time of the same people, which they give back."""
    court = Court()
    court.book()

    assert court.rebook(0, SATURDAY + 15 * MINUTE_US).starts_at == SATURDAY + 15 * MINUTE_US


def test_one_free_line_of_a_pool_is_enough():
    """While the second line has no booking at all, the first one's does not delay others; then both do."""
    court = Court()
    starts: list[int] = []
    for person in (MEDIATOR, OTHER_MEDIATOR, AGENT):
        record = court.scheduler.book_earliest(order(person, pools=(LINES,)), SATURDAY, at=FRIDAY)
        starts.append(court.happen(record).starts_at)

    assert starts == [SATURDAY, SATURDAY, SATURDAY + 45 * MINUTE_US]
    assert [court.diary.booking(number).participants[1] for number in range(3)] == [*LINES, LINES[0]]


def test_cancelling_frees_time():
    """Cancelled meetings and leave that is given back hold nobody up."""
    court = Court()
    court.book()
    court.cancel(0)
    court.happen(block(court.diary, court.rules, (MEDIATOR,), SATURDAY, SATURDAY + DAY_US, at=FRIDAY, court_id=0))
    court.cancel(1)

    assert court.book().number == 2


def test_leave_is_not_taken_over_bookings():
    """Blocking time in which there are bookings is refused with all of them, for they must be moved first."""
    court = Court()
    for hours in (0, 1, 2):
        court.book(starts_at=SATURDAY + hours * HOUR_US)
    with pytest.raises(BusyError) as refusal:
        block(court.diary, court.rules, (PARTY, AGENT), SATURDAY + HOUR_US, SATURDAY + DAY_US, at=FRIDAY, court_id=0)

    assert [(clash.resource, clash.number) for clash in refusal.value.clashes] == [(PARTY, 1), (PARTY, 2)]


def test_settings_are_counted_until_a_meeting_is_held():
    """Booked, moved, missed, set again, held: three settings, of which trial-date certainty is made."""
    court = Court()
    court.book()
    court.rebook(0, SATURDAY + HOUR_US)
    assert court.miss(0, at=SATURDAY + 2 * HOUR_US).status is BookingStatus.NO_SHOW
    court.rebook(0, SATURDAY + 2 * DAY_US, at=SATURDAY + 3 * HOUR_US)
    held = court.hold(0, at=SATURDAY + 2 * DAY_US)

    assert (held.status, held.attempt, held.revision) == (BookingStatus.HELD, 3, 2)


def test_replacing_a_mediator_is_no_new_setting():
    """Another mediator or line at the same time needs no notice, and frees the first."""
    court = Court()
    court.book(order(MEDIATOR, PARTY, pools=(LINES,)))
    wanted = changed(order_of(court.diary.booking(0), pools=(LINES[1:],)), participants=(OTHER_MEDIATOR, PARTY))
    moved = court.rebook(0, SATURDAY, changed(wanted, pools=(LINES[1:],)), at=SATURDAY - MINUTE_US)

    assert (moved.attempt, moved.revision) == (1, 1)
    assert moved.participants == (OTHER_MEDIATOR, PARTY, LINES[1])
    assert court.book(order(MEDIATOR, OTHER_PARTY, pools=(LINES[:1],), case_id=8)).number == 1


def test_a_meeting_keeps_its_deadline_when_it_moves():
    """The statutory deadline goes along unless an order brings another."""
    court = Court()
    deadline = SATURDAY + 2 * DAY_US + HOUR_US
    court.book(order(not_after=deadline))

    assert court.rebook(0, SATURDAY + 2 * DAY_US).not_after == deadline
    extended = changed(order_of(court.diary.booking(0)), not_after=deadline + DAY_US)
    assert court.rebook(0, SATURDAY + 3 * DAY_US, extended).not_after == deadline + DAY_US


def test_a_closed_case_knows_what_to_cancel():
    """The open bookings of a case are those neither held nor cancelled, missed ones among them."""
    court = Court()
    for hours in range(4):
        court.book(starts_at=SATURDAY + hours * HOUR_US if hours < 3 else SATURDAY + 4 * HOUR_US)
    court.book(order(AGENT, case_id=8))
    court.hold(0)
    court.cancel(1)
    court.miss(2, at=SATURDAY + 3 * HOUR_US)

    assert [booking.number for booking in court.diary.open_of_case(7)] == [2, 3]
    assert court.diary.open_of_case(NO_CASE) == ()


def test_a_record_that_came_too_late_is_refused():
    """Of two decisions on the same state only one is applied, and none twice; the diary stays as it was."""
    court, before = Court(), Court()
    first = court.scheduler.book(order(), SATURDAY, at=FRIDAY)
    second = changed(first, number=1, case_id=8)
    for diary in (court.diary, before.diary):
        diary.apply(first)
    moved = court.scheduler.rebook(0, SATURDAY + HOUR_US, at=FRIDAY, reason=REASON)
    held = record_held(court.diary, 0, at=SATURDAY)
    cancelled = cancel(court.diary, 0, at=FRIDAY, reason=REASON)

    assert "must be 1, the diary's next" in refused(lambda: court.diary.apply(first), RecordError)
    assert "mediator 0 is busy" in refused(lambda: court.diary.apply(second), BusyError)
    assert "must be one of the 0" in refused(lambda: Diary().apply(held), BookingStateError)
    assert court.diary == before.diary
    for diary in (court.diary, before.diary):
        diary.apply(moved)
    for stale in (moved, cancelled):
        assert "must be open at revision 0" in refused(lambda stale=stale: court.diary.apply(stale), RecordError)
    assert court.diary == before.diary


def test_only_settled_bookings_are_forgotten():
    """What was held, cancelled or blocked goes; what nobody has recorded, and what was missed, stays for somebody."""
    court = Court()
    for hours in (0, 1, 2, 4, 5):
        court.book(starts_at=SATURDAY + hours * HOUR_US)
    court.happen(block(court.diary, court.rules, (AGENT,), FRIDAY, SATURDAY, at=FRIDAY, court_id=0))
    court.hold(0)
    court.cancel(1)
    court.miss(2, at=SATURDAY + 3 * HOUR_US)
    noon = SATURDAY + 3 * HOUR_US

    assert court.diary.forget_before(noon) == 3
    assert list(court.diary.bookings) == [2, 3, 4]
    assert [booking.number for booking in court.diary.unrecorded(SATURDAY + DAY_US)] == [3, 4]
    assert court.diary.of_resource(AGENT) == []
    late = court.scheduler.book(order(case_id=8), SATURDAY, at=FRIDAY)
    assert "now forgotten" in refused(lambda: court.diary.apply(late), RecordError)


def test_forgetting_everything_leaves_nothing_behind():
    """After a day is settled and forgotten the tables are as empty as at first."""
    court = Court()
    for number, hours in enumerate((0, 1, 2)):
        court.book(order(MEDIATOR, PARTY, pools=(LINES,)), SATURDAY + hours * HOUR_US)
        court.rebook(number, SATURDAY + hours * HOUR_US, changed(order(OTHER_MEDIATOR, PARTY)))
        court.hold(number, at=SATURDAY + DAY_US)
    court.diary.forget_before(SATURDAY + DAY_US)

    assert court.diary.occupancy.slots() == {}
    assert len(court.diary) == 0
    assert all(court.diary.of_resource(who) == [] for who in (MEDIATOR, OTHER_MEDIATOR, PARTY, *LINES))
    assert court.diary.next_number == 3


def test_a_booking_takes_less_than_two_kilobytes():
    """Half a million live bookings of a mediator, two parties and a line each fit into a gigabyte."""
    scheduler = one_court_scheduler()
    orders = [one_court_order(case, mediator=case // 4, lines=8) for case in range(1000)]
    tracemalloc.start()
    for wanted in orders:
        scheduler.diary.apply(scheduler.book_earliest(wanted, MONDAY, at=MONDAY))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert taken / len(orders) < 2000
