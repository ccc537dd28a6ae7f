"""Meetings in a year that nobody had announced: where they may be set, and what is listed when it is announced."""

from datetime import date

import pytest

from engine.calendar.announcement import Announcement
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us
from engine.calendar.in_force import CalendarInForce
from engine.calendar.year import YearDays
from engine.scheduling.days_off import meetings_on_days_off
from engine.scheduling.diary import Diary
from engine.scheduling.errors import OutsideHoursError
from engine.scheduling.outcomes import cancel
from engine.scheduling.resource import Resource
from engine.scheduling.scheduler import Scheduler
from engine.scheduling.words import ChangeReason, ResourceKind
from tests.engine.scheduling.worlds import order

NOW = local_instant_us(2024, 12, 16, 9)
YEAR = YearDays(
    year=2025,
    holidays=frozenset({date(2025, 1, 1), date(2025, 1, 6), date(2025, 1, 7)}),
    workdays=frozenset({date(2025, 1, 11)}),
)


def booked(scheduler: Scheduler, *days: int) -> None:
    """Meetings at ten on days of January 2025."""
    for number, day in enumerate(days):
        meeting = order(Resource(ResourceKind.MEDIATOR, number), case_id=number)
        scheduler.diary.apply(scheduler.book(meeting, local_instant_us(2025, 1, day, 10), at=NOW))


@pytest.fixture
def scheduler() -> Scheduler:
    return Scheduler(Diary(), CalendarInForce(WorkCalendar.china(2024, 2024, provisional_until=2026)))


def test_meetings_on_days_that_turn_out_to_be_off_are_listed_and_stay(scheduler: Scheduler):
    """Of Monday to Wednesday the first two are days off now; who was cancelled is not listed, and nothing has moved."""
    booked(scheduler, 6, 7, 8)
    scheduler.in_force.load(Announcement.of(YEAR))
    listed = meetings_on_days_off(scheduler.diary, scheduler.in_force.calendar, NOW)

    assert [booking.starts_at for booking in listed] == [local_instant_us(2025, 1, day, 10) for day in (6, 7)]
    assert listed[0] == scheduler.diary.booking(listed[0].number)
    scheduler.diary.apply(cancel(scheduler.diary, listed[0].number, at=NOW, reason=ChangeReason.OTHER))
    assert len(meetings_on_days_off(scheduler.diary, scheduler.in_force.calendar, NOW)) == 1
    assert meetings_on_days_off(scheduler.diary, scheduler.in_force.calendar, local_instant_us(2025, 1, 8)) == []


def test_a_scheduler_sets_meetings_by_the_calendar_in_force(scheduler: Scheduler):
    """A worked Saturday is open once it was announced, and a Monday that is off is not any more."""
    saturday, monday = local_instant_us(2025, 1, 11, 10), local_instant_us(2025, 1, 6, 10)
    meeting = order(Resource(ResourceKind.MEDIATOR, 1))
    assert scheduler.book(meeting, monday, at=NOW).starts_at == monday
    with pytest.raises(OutsideHoursError):
        scheduler.book(meeting, saturday, at=NOW)
    scheduler.in_force.load(Announcement.of(YEAR))

    assert scheduler.book(meeting, saturday, at=NOW).starts_at == saturday
    with pytest.raises(OutsideHoursError):
        scheduler.book(meeting, monday, at=NOW)
    assert scheduler.earliest_common_time(meeting, monday, at=NOW).starts_at == local_instant_us(2025, 1, 8, 9)
