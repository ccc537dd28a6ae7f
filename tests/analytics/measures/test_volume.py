"""Volume: counts, rates and the week's shape, by hand."""

import pytest

from analytics.measures.volume import volume
from analytics.records import Rates
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT
from tests.analytics.measures.observation import CALENDAR, HOUR, WEEK, observed


def test_the_period_holds_its_start_and_not_its_end():
    """Of filings just before, at and after each edge of the week, those from its start to before its end count."""
    times = [STARTS_AT - 1, STARTS_AT, STARTS_AT + 1, ENDS_AT - 1, ENDS_AT, ENDS_AT + 1]
    with observed({"filed_at": times}) as cases:
        counted = volume(cases, WEEK, CALENDAR)

    assert counted.filed.count == 3


def test_each_rate_has_its_denominator():
    """Twelve acceptances in a week of 5 workdays, 2,400 working minutes and 7 calendar days."""
    with observed({"filed_at": [STARTS_AT] * 12, "accepted_at": [STARTS_AT + HOUR] * 12}) as cases:
        counted = volume(cases, WEEK, CALENDAR)

    assert counted.accepted == Rates(count=12, per_workday=2.4, per_working_minute=0.005, per_calendar_day=12 / 7)


@pytest.mark.parametrize(
    ("day", "hour", "index"),
    [(0, 0.01, 0), (0, 9.5, 9), (2, 23.99, 71), (4, 8, 104), (5, 12, 132), (6, 23.5, 167)],
)
def test_the_hour_of_the_week_is_local(day, hour, index):
    """A closing at a local hour of a day of the week is counted under it, Monday 00:00 first."""
    closed_at = STARTS_AT + day * DAY + int(hour * HOUR)
    with observed({"filed_at": [STARTS_AT - DAY], "closed_at": [closed_at]}) as cases:
        counted = volume(cases, WEEK, CALENDAR)

    assert [hour for hour, closed in enumerate(counted.closed_by_hour_of_week) if closed] == [index]
    assert sum(counted.filed_by_hour_of_week) == 0


def test_shares_outside_working_time():
    """Of filings at Monday 10:00, 12:30 and 20:00, and Saturday 10:00, three are off-hours and one on a day off."""
    at = [10 * HOUR, 12 * HOUR + HOUR // 2, 20 * HOUR, 5 * DAY + 10 * HOUR]
    with observed({"filed_at": [STARTS_AT + offset for offset in at]}) as cases:
        counted = volume(cases, WEEK, CALENDAR)

    assert (counted.off_hours_share, counted.off_day_share) == (0.75, 0.25)


def test_a_date_without_a_time_has_no_hour():
    """Of filings at midnight of Monday and Saturday and at Monday 20:00, the last alone tells an hour."""
    at = [STARTS_AT, STARTS_AT + 5 * DAY, STARTS_AT + 20 * HOUR]
    with observed({"filed_at": at, "closed_at": [None, None, STARTS_AT + DAY]}) as cases:
        counted = volume(cases, WEEK, CALENDAR)

    assert (counted.filed.count, counted.filed_without_time, counted.closed_without_time) == (3, 2, 1)
    assert (counted.off_hours_share, counted.off_day_share) == (1.0, 1 / 3)
    assert [hour for hour, filed in enumerate(counted.filed_by_hour_of_week) if filed] == [20]
    assert not any(counted.closed_by_hour_of_week)


def test_dates_alone_tell_no_off_hours():
    """Where no filing has a time of day there is no share of those outside working hours, and one of days off."""
    with observed({"filed_at": [STARTS_AT, STARTS_AT + 5 * DAY]}) as cases:
        counted = volume(cases, WEEK, CALENDAR)

    assert (counted.off_hours_share, counted.off_day_share) == (None, 0.5)


def test_working_time_ends_to_the_microsecond():
    """17:59:59.999999 is inside working hours, 18:00 is not."""
    closing_time = STARTS_AT + 18 * HOUR
    with observed({"filed_at": [closing_time - 1, closing_time]}) as cases:
        assert volume(cases, WEEK, CALENDAR).off_hours_share == 0.5


def test_no_filings_no_shares():
    """Without filings in the week there is nothing to take a share of."""
    with observed({"filed_at": [STARTS_AT - DAY]}) as cases:
        counted = volume(cases, WEEK, CALENDAR)

    assert (counted.off_hours_share, counted.off_day_share) == (None, None)
