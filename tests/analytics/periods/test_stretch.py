"""What of a period was observed, and which earlier one it is compared with."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import CaseTableError, PeriodError
from analytics.periods.stretch import Earlier, Stretch, earlier, observed_period, settle
from analytics.periods.words import local_day, read_period
from engine.calendar.calendar import WorkCalendar
from tests.analytics.generated import ENDS_AT, STARTS_AT, case_table, write_cases

CALENDAR = WorkCalendar.china()
COURT_ZONE = ZoneInfo("Asia/Shanghai")
MONTHS = st.dates(date(2018, 1, 1), date(2024, 12, 1)).map(lambda day: day.replace(day=1))
HOUR = 3_600_000_000


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    """Microseconds since the epoch of a local time of the courts."""
    return round(datetime(year, month, day, hour, tzinfo=COURT_ZONE).timestamp()) * 1_000_000


def settled(words: str, starts_at: int, ends_at: int) -> Stretch:
    """Cut a period down to what was observed."""
    named = read_period(words)
    observed = Stretch(starts_at=starts_at, ends_at=ends_at)
    return settle(named.starts_at, named.ends_at, observed=observed, calendar=CALENDAR, name=f"period = {words}")


def test_a_period_inside_what_was_observed_is_taken_as_it_is():
    """Nothing is cut, and it is whole."""
    found = settled("2024-03", at(2024, 1, 1), at(2025, 1, 1))

    assert found == Stretch(starts_at=at(2024, 3, 1), ends_at=at(2024, 4, 1), is_whole=True)


def test_a_log_that_ends_in_the_evening_of_the_last_workday_holds_the_whole_year():
    """From the first filing after the holiday to the last event of 31 December no workday is missing."""
    found = settled("2024", at(2024, 1, 2) - 1, at(2024, 12, 31, 17))

    assert (found.starts_at, found.ends_at) == (at(2024, 1, 2) - 1, at(2024, 12, 31, 17))
    assert found.is_whole


@pytest.mark.parametrize(("starts_at", "ends_at"), [(at(2024, 1, 3), at(2025, 1, 1)), (0, at(2024, 12, 31))])
def test_a_workday_that_is_missing_is_told(starts_at, ends_at):
    """A log that begins on the second workday of a year, or ends before the last, holds no whole year."""
    assert not settled("2024", starts_at, ends_at).is_whole


def test_outside_the_calendars_years_a_missing_day_counts_as_a_workday():
    """In 1999 nobody knows the workdays: a missing evening is none, a missing day is one."""
    assert settled("1999", at(1999, 1, 1), at(1999, 12, 31, 20)).is_whole
    assert not settled("1999", at(1999, 1, 2), at(2000, 1, 1)).is_whole


@pytest.mark.parametrize("words", ["2023", "2026-Q1"])
def test_a_period_nobody_observed_is_refused(words):
    """The message says from when to when there is something."""
    with pytest.raises(PeriodError) as caught:
        settled(words, at(2024, 1, 1), at(2025, 11, 2, 17))

    assert str(caught.value) == (
        f"period = {words}: must lie where the cases were observed, from 2024-01-01 to 2025-11-02"
    )


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("2025", "2024"),
        ("2025-Q1", "2024-Q1"),
        ("2025-02", "2024-02"),
        ("2024-02", "2023-02"),
        ("2024-02-29", "2023-02-28"),
        ("2024-02-28", "2023-02-28"),
        ("2025-01-15..2025-02-14", "2024-01-15..2024-02-14"),
    ],
)
def test_a_year_before_has_the_same_dates(words, before):
    """February keeps all of its days, however many it has."""
    named, expected = read_period(words), read_period(before)
    whole = Stretch(starts_at=named.starts_at, ends_at=named.ends_at)

    assert earlier(named, whole, Earlier.YEAR) == (expected.starts_at, expected.ends_at)


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("2025", "2024"),
        ("2025-H1", "2024-H2"),
        ("2025-Q1", "2024-Q4"),
        ("2025-03", "2025-02"),
        ("2025-01..2025-05", "2024-08..2024-12"),
        ("2025-03-10", "2025-03-09"),
        ("2025-03-10..2025-03-16", "2025-03-03..2025-03-09"),
    ],
)
def test_the_period_before_ends_where_the_other_starts(words, before):
    """It has as many months, or days where the other is not made of months."""
    named, expected = read_period(words), read_period(before)
    whole = Stretch(starts_at=named.starts_at, ends_at=named.ends_at)

    assert earlier(named, whole, Earlier.PERIOD) == (expected.starts_at, expected.ends_at)


@given(MONTHS, st.integers(1, 26), st.integers(1, 27 * 24))
def test_where_one_is_cut_the_other_is(first, months, hours):
    """A year to date is compared with the same dates, and the first days of a month with those of the month before."""
    last = (first + timedelta(days=31 * (months - 1))).replace(day=1)
    named = read_period(f"{first:%Y-%m}..{last:%Y-%m}")
    now = Stretch(starts_at=named.starts_at, ends_at=named.starts_at + hours * HOUR)

    starts_at, ends_at = earlier(named, now, Earlier.YEAR)
    assert local_day(starts_at) == first.replace(year=first.year - 1)
    if (first.month, first.day + hours // 24) < (2, 29):
        assert ends_at - starts_at == hours * HOUR
    starts_at, ends_at = earlier(named, now, Earlier.PERIOD)
    assert ends_at == min(starts_at + hours * HOUR, named.starts_at)


def test_all_that_was_observed_may_be_compared_with_a_year_before():
    """Without a name a stretch is moved by its own dates."""
    now = Stretch(starts_at=at(2025, 3, 1, 9), ends_at=at(2025, 10, 31, 17))

    assert earlier(None, now, Earlier.YEAR) == (at(2024, 3, 1, 9), at(2024, 10, 31, 17))


def test_a_table_says_how_long_it_was_observed(tmp_path):
    """Its metadata are read, and what is no table is named."""
    path = write_cases(case_table({"filed_at": [STARTS_AT]}), tmp_path)

    assert observed_period(path) == Stretch(starts_at=STARTS_AT, ends_at=ENDS_AT)
    with pytest.raises(CaseTableError, match="no such file"):
        observed_period(tmp_path / "nowhere.parquet")
