"""The course of the period: units, sums, the identity of the stock, and a second count of everything."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.measure import measure
from analytics.measures.course import course_unit
from analytics.records import Course, Measures
from tests.analytics import second
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT, Truth, case_table, look_alike, tangled_cases, write_cases
from tests.analytics.measures.observation import CALENDAR, HOUR
from tests.examples import examples

PERIODS = {
    "1d": (STARTS_AT, ENDS_AT),
    "1w": (STARTS_AT - 40 * DAY - 5 * HOUR, ENDS_AT + 3 * HOUR),
    "1mo": (STARTS_AT - 220 * DAY, ENDS_AT + DAY + 1),
}
"""One for each unit; the latter two begin and end inside one."""
FROM_TO = ("accepted", "closed")
UNITS = {"1d": "day", "1w": "week", "1mo": "month"}


def measured(frame: pl.DataFrame, period: tuple[int, int]) -> tuple[Measures, Course]:
    """All measures, and the course among them."""
    with TemporaryDirectory() as folder:
        found = measure(write_cases(frame, Path(folder)), calendar=CALENDAR, period=period)
    assert found.course is not None
    return found, found.course


def course_of(columns: Mapping[str, object], period: tuple[int, int]) -> Course:
    """The course of a table of the given columns."""
    return measured(case_table(columns), period)[1]


def plain(course: Course) -> list[dict[str, Any]]:
    """The units as dicts that keep their dates."""
    return [msgspec.structs.asdict(unit) for unit in course.units]


@settings(max_examples=examples(12))
@given(tangled_cases(), st.sampled_from(list(PERIODS)))
def test_a_second_count_agrees(frame, every):
    """Whatever is missing, tied or out of order, each unit holds what Polars counts by local dates."""
    _, found = measured(frame, PERIODS[every])
    expected = second.course(second.prepared(frame), PERIODS[every], every, CALENDAR)

    assert found.unit == UNITS[every]
    for unit, counted in zip(plain(found), expected, strict=True):
        concluded, settled = counted.pop("concluded"), counted.pop("settled")
        shown, share = unit.pop("settled"), unit.pop("success")
        assert unit == counted
        assert (0 if share is None else share.denominator) == concluded
        assert share is None or (share.numerator, share.suppressed) == (shown, shown is None)
        assert shown in ({None} if 0 < concluded < 5 else {None, settled} if unit["closed"] else {0})


@settings(max_examples=examples(8))
@given(tangled_cases(), st.sampled_from(list(PERIODS)))
def test_the_units_add_up_to_the_period(frame, every):
    """Days, workdays and flows sum to those of the period, and the last stock is the stock at the end."""
    whole, found = measured(frame, PERIODS[every])
    total = {name: sum(unit[name] for unit in plain(found)) for name in ("filed", "accepted", "closed", "workdays")}
    volume = whole.volume

    assert total == {
        "filed": volume.filed.count,
        "accepted": volume.accepted.count,
        "closed": volume.closed.count,
        "workdays": whole.period.workdays,
    }
    assert sum(unit.calendar_days for unit in found.units) == pytest.approx(whole.period.calendar_days, rel=1e-12)
    assert found.units[-1].pending_at_end == whole.stock.pending_at_end


@settings(max_examples=examples(8))
@given(tangled_cases(), st.sampled_from(list(PERIODS)))
def test_the_stock_is_carried_over(frame, every):
    """In each unit, pending before it + entered - left is pending at its end, however the rows are tangled."""
    whole, found = measured(frame, PERIODS[every])
    cases = second.prepared(frame).filter(pl.col("closed").is_null() | (pl.col("closed") >= pl.col("accepted")))
    pending, starts_at = whole.stock.pending_at_start, PERIODS[every][0]
    for unit in found.units:
        part = starts_at, starts_at + round(unit.calendar_days * DAY)
        entered, left = (cases.drop_nulls("accepted").filter(second.within(name, part)) for name in FROM_TO)
        pending += entered.height - left.height
        starts_at = part[1]
        assert unit.pending_at_end == pending


@pytest.mark.parametrize("every", PERIODS)
def test_settled_adds_up_where_nothing_is_withheld(every):
    """Of a thousand cases a day every unit shows its settled cases, and they sum to the numerator of the rate."""
    frame = look_alike(6, Truth(accepted_per_day=1000.0, waiting_days=0.2, duration_days=1.0, settled_share=0.6))
    whole, found = measured(frame, PERIODS[every])

    assert whole.success is not None
    assert sum(unit.settled or 0 for unit in found.units) == whole.success.overall.numerator
    assert all(unit.settled is not None for unit in found.units)


def test_outcomes_of_few_are_withheld():
    """A day with 3 concluded cases hides how many were settled, and so does the smallest other; 0 closed is 0."""
    concluded = {0: 9, 1: 3, 2: 6, 4: 20}
    days = [day for day, count in concluded.items() for _ in range(count)]
    filed, closed = [STARTS_AT - DAY] * len(days), [STARTS_AT + day * DAY for day in days]
    found = course_of({"filed_at": filed, "closed_at": closed, "closing_code": [1] * len(days)}, PERIODS["1d"])

    assert [unit.settled for unit in found.units] == [9, None, None, 0, 20, 0, 0]


def test_the_share_of_each_unit_is_that_of_its_cases():
    """A day's success is that of the day's closings alone, with the interval of a table that holds no others."""
    concluded, agreed = {0: 90, 1: 60, 4: 200}, {0: 63, 1: 12, 4: 200}
    codes = {day: [1] * agreed[day] + [5] * (count - agreed[day]) for day, count in concluded.items()}

    def table(days: Sequence[int]) -> dict[str, object]:
        closed = [STARTS_AT + day * DAY for day in days for _ in codes[day]]
        code = [code for day in days for code in codes[day]]
        return {"filed_at": [STARTS_AT - DAY] * len(closed), "closed_at": closed, "closing_code": code}

    found = course_of(table(list(concluded)), PERIODS["1d"])
    for day in concluded:
        alone = measured(case_table(table([day])), PERIODS["1d"])[0].success
        share = found.units[day].success
        assert alone is not None
        assert share is not None
        assert (share.label, msgspec.structs.replace(share, label="all")) == (
            found.units[day].starts_on.isoformat(),
            alone.overall,
        )
    assert [found.units[day].success for day in (2, 3, 5, 6)] == [None] * 4


def test_closings_without_an_outcome_settle_nothing_and_fail_nothing():
    """Where nobody recorded how a case ended, settled is empty and not 0."""
    found = course_of({"filed_at": [STARTS_AT] * 9, "closed_at": [STARTS_AT + DAY] * 9}, PERIODS["1d"])

    assert [unit.settled for unit in found.units] == [0, None, 0, 0, 0, 0, 0]
    assert all(unit.success is None for unit in found.units)


def test_a_unit_begins_at_local_midnight():
    """A filing at 23:59:59.999999 in the courts is of that day, one at 24:00 of the next."""
    found = course_of({"filed_at": [STARTS_AT + DAY - 1, STARTS_AT + DAY]}, PERIODS["1d"])

    assert [unit.filed for unit in found.units] == [1, 1, 0, 0, 0, 0, 0]
    assert found.units[1].starts_on == date(2020, 8, 25)


def test_a_year_is_told_by_month():
    """Of 2020 there are twelve whole months; January, with the festival and a make-up day, has 17 workdays of 31."""
    new_year = STARTS_AT - 236 * DAY
    found = course_of({"filed_at": [new_year]}, (new_year, new_year + 366 * DAY))

    assert found.unit == "month"
    assert [unit.starts_on for unit in found.units] == [date(2020, month, 1) for month in range(1, 13)]
    assert [unit.calendar_days for unit in found.units] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert (found.units[0].workdays, all(unit.is_whole for unit in found.units)) == (17, True)


def test_a_month_can_be_cut():
    """From 20 January to 10 August 2020, the first month has 12 days and the last 9, and both say so."""
    found = course_of({"filed_at": [STARTS_AT]}, (STARTS_AT - 217 * DAY, STARTS_AT - 14 * DAY))
    ends = [found.units[0], found.units[-1]]

    assert [(unit.starts_on, unit.calendar_days, unit.is_whole) for unit in ends] == [
        (date(2020, 1, 20), 12, False),
        (date(2020, 8, 1), 9, False),
    ]
    assert all(unit.is_whole for unit in found.units[1:-1])


@pytest.mark.parametrize(("days", "unit"), [(0.5, "day"), (31, "day"), (32, "week"), (175, "week"), (176, "month")])
def test_the_unit_suits_the_length(days, unit):
    """A month at most by the day, less than half a year by the week, more by the month."""
    assert course_unit(days) == unit


def test_a_unit_outside_the_calendar_has_no_workdays():
    """Around the first known new year, the weeks before it have None and those after it a number."""
    starts_at = CALENDAR.starts_at - 40 * DAY
    found = course_of({"filed_at": [starts_at]}, (starts_at, starts_at + 80 * DAY))

    assert found.units[0].workdays is None
    assert found.units[-1].workdays is not None


def test_a_period_without_dates_has_no_course():
    """Of the year 10000 there is no date to tell, and the other measures are as ever."""
    starts_at = STARTS_AT + 8000 * 365 * DAY
    with TemporaryDirectory() as folder:
        path = write_cases(case_table({"filed_at": [STARTS_AT]}), Path(folder))
        found = measure(path, calendar=CALENDAR, period=(starts_at, starts_at + DAY))

    assert found.course is None
    assert found.stock.waiting_at_end == 1
