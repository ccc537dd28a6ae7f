"""A period that somebody writes: which days it holds, and what is none."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import PeriodError
from analytics.periods.words import local_day, read_period

COURT_ZONE = ZoneInfo("Asia/Shanghai")
# The zone had summer time from 1986 to 1991 and others before 1950; the courts' offset here is UTC+8 throughout.
_NONE = (
    *("", "..", "25", "2025-13", "2025-00", "2025-02-29", "2025-Q5", "2025-H3", "2025-3", "2025/03", "20250310"),
    *("1899", "2200", "2025-01..", "..2025-05", "2025..2026..2027", "2025-Q1-01", "last year", "2025-03-10T00:00"),
)
DAYS = st.dates(date(1992, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2025-01..2025-05", "2025-01-01", "2025-05-31"),
        ("2024..2025-Q1", "2024-01-01", "2025-03-31"),
        (" 2025-03-10 .. 2025-03-12 ", "2025-03-10", "2025-03-12"),
        ("2199", "2199-01-01", "2199-12-31"),
    ],
)
def test_both_ends_are_named_and_included(words, first, last):
    """A unit is all of its days, and two of them are all from the first day of the one to the last of the other."""
    found = read_period(words)

    assert found.first.isoformat() == first
    assert (found.after - timedelta(days=1)).isoformat() == last


@given(DAYS, DAYS)
def test_a_period_runs_from_midnight_to_midnight_of_the_courts(one, other):
    """Its bounds are the courts' local midnights, as a zone database has them."""
    first, last = min(one, other), max(one, other)
    found = read_period(f"{first}..{last}")

    for day, at_us in ((first, found.starts_at), (last + timedelta(days=1), found.ends_at)):
        midnight = datetime(day.year, day.month, day.day, tzinfo=COURT_ZONE)
        assert at_us == round(midnight.timestamp()) * 1_000_000
        assert local_day(at_us) == day
        assert local_day(at_us - 1) == day - timedelta(days=1)


@pytest.mark.parametrize(
    "words",
    _NONE,
)
def test_what_is_no_period_is_refused_with_what_one_looks_like(words):
    """The message has the field, what was written and every form there is."""
    with pytest.raises(PeriodError) as caught:
        read_period(words, "against")

    assert str(caught.value) == (
        f"against = {words}: must be a year, half, quarter, month or day from 1900 to 2199, "
        "as 2025, 2025-H1, 2025-Q1, 2025-03 or 2025-03-10, or two with .. between them"
    )


def test_a_period_that_ends_before_it_starts_is_refused():
    """Two units the wrong way round are named as that."""
    with pytest.raises(PeriodError, match=r"^period = 2025-05\.\.2025-01: must not end before it starts$"):
        read_period("2025-05..2025-01")
