"""What may not be booked is refused by its name, and the message says who, when and with which booking."""

import pytest

from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US, local_instant_us
from engine.calendar.errors import CalendarRangeError
from engine.scheduling.blocking import block
from engine.scheduling.errors import (
    BookingStateError,
    BusyError,
    NoCommonTimeError,
    NoticeError,
    OrderError,
    OutsideHoursError,
    ResettingsError,
    StatutoryDeadlineError,
)
from engine.scheduling.order import order_of
from engine.scheduling.outcomes import record_held, record_no_show
from engine.scheduling.resource import Resource
from engine.scheduling.words import Purpose, ResourceKind
from tests.engine.scheduling.court import SATURDAY, Court
from tests.engine.scheduling.worlds import (
    AGENT,
    FRIDAY,
    LINES,
    MEDIATOR,
    OTHER_MEDIATOR,
    OTHER_PARTY,
    PARTY,
    Medium,
    changed,
    order,
    refused,
)


def test_a_clash_names_everybody_who_is_busy():
    """A double booking is refused with who is busy, from when to when, and the number of the booking."""
    court = Court()
    court.book(order(MEDIATOR, AGENT))
    message = refused(lambda: court.book(order(AGENT, MEDIATOR, PARTY), SATURDAY + 30 * MINUTE_US), BusyError)

    times = "busy from 2020-05-09 09:00+08:00 to 2020-05-09 09:45+08:00 with booking 0"
    assert message == f"agent 0 is {times}; mediator 0 is {times}"


def test_a_lawyer_is_not_booked_in_two_courts_at_once():
    """An agent who appears elsewhere is busy there too, and the next free time is proposed."""
    court = Court()
    hearing = order(Resource(ResourceKind.JUDGE, 0), AGENT, purpose=Purpose.HEARING, duration_minutes=120)
    taken = court.book(hearing, local_instant_us(2020, 5, 11, 9))
    elsewhere = changed(hearing, court_id=5, case_id=8, participants=(Resource(ResourceKind.JUDGE, 9), AGENT))

    with pytest.raises(BusyError):
        court.book(elsewhere, taken.starts_at)
    assert court.scheduler.earliest_common_time(elsewhere, taken.starts_at, at=FRIDAY).starts_at == local_instant_us(
        2020, 5, 11, 13
    )


def test_a_full_pool_names_all_of_it():
    """If every line is taken the refusal lists each."""
    court = Court()
    for person in (MEDIATOR, OTHER_MEDIATOR):
        court.book(order(person, pools=(LINES,)))
    message = refused(lambda: court.book(order(PARTY, pools=(LINES,))), BusyError)

    assert "video_line 0 is busy" in message
    assert "video_line 1 is busy" in message
    assert "with booking 1" in message


def test_meetings_that_follow_each_other_do_not_clash():
    """An end belongs to nobody: the next meeting may begin at that instant."""
    court = Court()
    assert court.book(starts_at=court.book().ends_at).number == 1


@pytest.mark.parametrize("purpose", [Purpose.SESSION, Purpose.PANEL])
def test_people_are_told_a_day_before_unless_they_agree(purpose):
    """A meeting on the day of its booking is refused, and allowed if all agree."""
    message = refused(lambda: Court().book(order(purpose=purpose), FRIDAY + HOUR_US), NoticeError)

    assert "starts_at = 2020-05-08 10:00+08:00: must be at least 2020-05-09 00:00+08:00" in message
    assert Court().book(order(purpose=purpose, agreed=True), FRIDAY + HOUR_US).starts_at == FRIDAY + HOUR_US


def test_nobody_can_waive_the_notice_of_a_hearing():
    """Three days of notice are the law's, not the parties' (CPL 139)."""
    hearing = order(purpose=Purpose.HEARING, agreed=True)

    assert "2020-05-11 00:00" in refused(lambda: Court().book(hearing, SATURDAY), NoticeError)
    assert Court().book(hearing, SATURDAY + 2 * DAY_US).attempt == 1


def test_the_past_cannot_be_booked():
    """However all agree, a time before the command is refused."""
    assert "must be at least" in refused(lambda: Court().book(order(agreed=True), SATURDAY, SATURDAY + 1), NoticeError)


@pytest.mark.parametrize("hour", [8, 11.5, 12, 17.5, 20])
def test_meetings_lie_in_office_hours(hour):
    """A meeting before nine, over lunch or after six is refused with the next time that is open."""
    message = refused(lambda: Court().book(starts_at=SATURDAY + int((hour - 9) * HOUR_US)), OutsideHoursError)

    assert "is not within open hours: the next possible time is" in message


def test_a_day_off_is_refused():
    """A Sunday is refused, the Saturday before it, worked in exchange for a holiday, is not."""
    assert "2020-05-11 09:00" in refused(lambda: Court().book(starts_at=SATURDAY + DAY_US), OutsideHoursError)


@pytest.mark.parametrize(
    ("allowed", "agreed", "medium", "fits"),
    [
        (True, True, Medium.VIDEO, True),
        (True, True, Medium.VIDEO_AT_TURNS, True),
        (True, True, Medium.ON_SITE, False),
        (True, True, Medium.ASSISTED_VENUE, False),
        (True, False, Medium.VIDEO, False),
        (False, True, Medium.VIDEO, False),
    ],
)
def test_an_evening_needs_the_rules_consent_and_a_medium_without_a_building(allowed, agreed, medium, fits):
    """Outside office hours only remote meetings are booked, if the rules allow it and all agree."""
    court = Court(outside_office_hours=allowed)
    wanted, sunday_evening = order(agreed=agreed, medium=medium), SATURDAY + DAY_US + 11 * HOUR_US

    if fits:
        assert court.book(wanted, sunday_evening).starts_at == sunday_evening
    else:
        refused(lambda: court.book(wanted, sunday_evening), OutsideHoursError)


def test_nothing_lies_after_the_statutory_deadline():
    """A meeting may end at the deadline of its case and not a microsecond later."""
    deadline = SATURDAY + 45 * MINUTE_US
    message = refused(lambda: Court().book(order(not_after=deadline - 1)), StatutoryDeadlineError)

    assert "must be at most the case's statutory deadline" in message
    assert Court().book(order(not_after=deadline)).ends_at == deadline


def test_a_search_says_whether_deadline_horizon_or_calendar_ended_it():
    """No common time before the deadline, within the horizon, and beyond the known years are three refusals."""
    court = Court(horizon_days=5)
    leave = block(court.diary, court.rules, (MEDIATOR,), FRIDAY, FRIDAY + 30 * DAY_US, at=FRIDAY, court_id=0)
    court.diary.apply(leave)

    def search(not_before: int, **fields) -> object:
        return court.scheduler.earliest_common_time(order(**fields), not_before, at=FRIDAY)

    assert "statutory deadline" in refused(lambda: search(FRIDAY, not_after=FRIDAY + DAY_US), StatutoryDeadlineError)
    assert "horizon_days = 5" in refused(lambda: search(FRIDAY), NoCommonTimeError)
    assert "2020-2021" in refused(lambda: search(local_instant_us(2021, 12, 31, 17, 30)), CalendarRangeError)
    assert "2020-2021" in refused(lambda: search(local_instant_us(2022, 3, 1)), CalendarRangeError)


def test_a_meeting_is_set_again_only_so_often():
    """After the rule's number of resettings a clerk must look; replacing people does not count."""
    court = Court(resettings_max=2)
    number = court.book().number
    for days in (2, 3):
        court.rebook(number, SATURDAY + days * DAY_US)
    message = refused(lambda: court.rebook(number, SATURDAY + 4 * DAY_US), ResettingsError)
    other = changed(order_of(court.diary.booking(number)), participants=(OTHER_MEDIATOR, PARTY))

    assert message == "booking 0 would be set again for the 3. time: must be at most resettings_max = 2"
    assert court.rebook(number, SATURDAY + 3 * DAY_US, other).attempt == 3


def test_a_moved_meeting_stays_its_case_s():
    """An order of another case, or one that changes nothing, is no resetting."""
    court = Court()
    booked = court.book()

    assert "case_id = 8: must be 7" in refused(
        lambda: court.rebook(0, SATURDAY + HOUR_US, order(case_id=8)), OrderError
    )
    assert "stays as it is" in refused(lambda: court.rebook(0, booked.starts_at), OrderError)


def test_what_is_over_or_unknown_is_refused():
    """Nothing happens to bookings that are held, cancelled, unknown, not begun, or no meetings."""
    court = Court()
    for start in (SATURDAY, SATURDAY + HOUR_US):
        court.book(starts_at=start)
    court.diary.apply(block(court.diary, court.rules, (AGENT,), FRIDAY, SATURDAY, at=FRIDAY, court_id=0))

    assert "must not be recorded before" in refused(lambda: court.hold(0, at=FRIDAY), BookingStateError)
    court.hold(0)
    court.cancel(1)
    assert "is held" in refused(lambda: court.cancel(0), BookingStateError)
    assert "is held" in refused(lambda: court.rebook(0, SATURDAY + DAY_US), BookingStateError)
    assert "is cancelled" in refused(lambda: court.miss(1), BookingStateError)
    assert "is blocked time" in refused(lambda: record_held(court.diary, 2, at=SATURDAY), BookingStateError)
    assert "is blocked time" in refused(lambda: court.rebook(2, SATURDAY), BookingStateError)
    assert "is blocked time" in refused(lambda: order_of(court.diary.booking(2)), OrderError)
    assert "must be one of the 3 bookings" in refused(lambda: court.cancel(9), BookingStateError)


@pytest.mark.parametrize("absent", [(), (AGENT,), (LINES[0],)])
def test_only_people_who_were_to_appear_can_be_absent(absent):
    """Nobody, a stranger or a video line cannot have failed to appear."""
    court = Court()
    court.book(order(MEDIATOR, OTHER_PARTY, pools=(LINES,)))

    refused(lambda: record_no_show(court.diary, 0, absent, at=SATURDAY), OrderError)
