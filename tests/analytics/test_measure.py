"""All measures of a table: a second computation agrees, a known truth is found, empty tables give None."""

from math import exp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import polars as pl
import pytest
from hypothesis import example, given, settings

from analytics.errors import StatisticsError
from analytics.measure import measure
from analytics.records import GroupDuration, Measures, Proportion, Survival
from analytics.statistics.wilson import wilson_interval
from engine.calendar.calendar import WorkCalendar
from tests.analytics import second, second_survival
from tests.analytics.generated import (
    DAY,
    ENDS_AT,
    STARTS_AT,
    Truth,
    case_table,
    look_alike,
    tangled_cases,
    write_cases,
    write_mediators,
)
from tests.examples import examples

CALENDAR = WorkCalendar.china()
PERIOD = (STARTS_AT, ENDS_AT)
SMALL_TRUTH = Truth(accepted_per_day=30.0, waiting_days=1.5, duration_days=20.0, settled_share=0.6)
CAPACITIES = [1, 2, 1, 3, 5, 8, 1, 1, 2, 4, 2]


def measured(frame: pl.DataFrame, **options: Any) -> Measures:
    """Measure a table through files, with a roster of eleven."""
    with TemporaryDirectory() as folder:
        path, roster = write_cases(frame, Path(folder)), write_mediators(CAPACITIES, Path(folder))
        return measure(path, calendar=CALENDAR, mediators=roster, **options)


def near(value: Any) -> Any:
    """The value up to 1e-12, None itself."""
    return None if value is None else pytest.approx(value, rel=1e-12, abs=1e-12)


def agree(record: Any, expected: dict[str, Any]) -> None:
    """Each field named is equal, floats to 1e-12."""
    fields = msgspec.to_builtins(record)
    for name, value in expected.items():
        plain = msgspec.to_builtins(value)
        if isinstance(plain, dict):
            agree(fields[name], plain)
        else:
            assert fields[name] == near(plain), name


def agree_groups(shown: list[Proportion], expected: dict[str, tuple[int, int]]) -> None:
    """Groups come sorted by label; a hidden one has lost all but its size; the others are exact."""
    assert [group.label for group in shown] == sorted(expected)
    for group in shown:
        part, whole = expected[group.label]
        assert group.denominator == whole
        if group.suppressed:
            assert (group.numerator, group.rate, group.low, group.high) == (None,) * 4
        else:
            low, high = wilson_interval(part, whole)
            assert (group.numerator, group.rate, group.low, group.high) == (part, part / whole, low, high)


def agree_durations(shown: list[GroupDuration], expected: dict[str, tuple[int, float | None, int, int]]) -> None:
    """The whole comes first, then the channels sorted; small ones are hidden."""
    assert [group.label for group in shown] == ["all", *sorted(expected.keys() - {"all"})]
    for group in shown:
        closed, mean, past, with_deadline = expected[group.label]
        assert (group.closed, group.with_deadline) == (closed, with_deadline)
        assert group.suppressed == (closed < 5 and group.label != "all")
        if not group.suppressed:
            assert group.mean_days == near(mean)
            assert group.past_deadline == (past if with_deadline else None)
            assert group.past_deadline_share == (past / with_deadline if with_deadline else None)


def agree_survival(shown: Survival | None, cases: pl.DataFrame, start: str, end: str) -> None:
    """Counts, quantiles, mean and the whole curve are those reckoned case by case."""
    spells, left_out = second_survival.spells(cases, start, end, PERIOD)
    if shown is None:
        assert spells == [] or cases[end].null_count() == cases.height
        return
    steps = second_survival.curve(spells)
    events = sum(is_end for *_, is_end in spells)
    assert (shown.starts, shown.ends) == (start, end)
    assert (shown.cases, shown.events, shown.censored) == (len(spells), events, len(spells) - events)
    assert shown.left_out == left_out
    points = [(point.days * DAY, point.survival, point.low, point.high, point.at_risk) for point in shown.curve]
    assert points[0] == (0, 1, 1, 1, len(spells))
    for point, step in zip(points[1:], steps, strict=True):
        assert point == near(step)
    for share, days in shown.quantile_days.items():
        age = second_survival.quantile(steps, float(share))
        assert days == (None if age is None else age / DAY)
    assert shown.mean_days == near(second_survival.restricted_mean(spells) / DAY)


@settings(max_examples=examples(15))
@example(look_alike(1, SMALL_TRUTH))
@given(tangled_cases())
def test_a_second_computation_agrees(frame):
    """Whatever is missing, tied or out of order, every measure equals its second computation by another way."""
    measures = measured(frame)
    cases = second.prepared(frame)
    has_acceptances = cases["accepted"].count() > 0

    agree(measures.volume, second.volume(cases, PERIOD, CALENDAR))
    agree(measures.stock, second.stock(cases, PERIOD))
    agree_survival(measures.time_to_acceptance, cases, "filed", "accepted")
    agree_survival(measures.time_to_close, cases, "accepted" if has_acceptances else "filed", "closed")
    resolved = cases.filter(second.within("closed", PERIOD)).height
    unresolved = second.open_before(cases, "filed", "closed", ENDS_AT)
    assert (measures.cases, measures.clearance.resolved) == (second.seen(cases, PERIOD), resolved)
    assert measures.open_at_end == measures.clearance.unresolved_at_end == unresolved
    if resolved:
        assert measures.clearance.disposition_days == pytest.approx(7 * unresolved / resolved, rel=1e-12)
    if measures.utilisation is not None:
        agree(measures.utilisation, second.utilisation(cases, CAPACITIES, PERIOD))


@settings(max_examples=examples(12))
@example(look_alike(2, SMALL_TRUTH))
@given(tangled_cases())
def test_a_second_computation_of_groups_agrees(frame):
    """Success and timeliness of every group shown equal their second computation."""
    measures = measured(frame)
    cases = second.prepared(frame)

    expected = second.success(cases, PERIOD)
    assert (measures.success is None) == (expected is None)
    if measures.success is not None and expected is not None:
        agree_groups([measures.success.overall], {"all": expected["overall"]})
        agree_groups(measures.success.by_dispute_type, expected["dispute_type"])
        agree_groups(measures.success.by_channel, expected["channel"])
        agree_groups(measures.success.by_closing_code, expected["closing_code"])
        assert measures.success.pre_filing == second.rates(expected["pre_filing"], PERIOD, CALENDAR)
    unflagged = cases.filter(pl.col("flag").is_null())
    agree_durations(measures.timeliness.with_flagged, second.timeliness(cases, PERIOD))
    agree_durations(measures.timeliness.without_flagged, second.timeliness(unflagged, PERIOD))


@settings(max_examples=examples(15))
@given(tangled_cases(max_size=80))
def test_stock_and_flow_balance(frame):
    """Pending at the start + accepted - closed = pending at the end, among rows whose times are in order."""
    in_order = pl.col("accepted_at").is_between("filed_at", pl.col("closed_at").fill_null(pl.col("accepted_at")))
    never_taken = pl.col("accepted_at").is_null() & pl.col("closed_at").is_null()
    ordered = frame.filter(in_order | never_taken)
    if ordered.is_empty():
        return
    measures = measured(ordered)
    stock, volume = measures.stock, measures.volume

    assert stock.pending_at_start + volume.accepted.count - volume.closed.count == stock.pending_at_end
    assert stock.waiting_at_start + volume.filed.count - volume.accepted.count == stock.waiting_at_end


def test_a_known_truth_is_found():
    """Of a steady state drawn from known laws each measure finds its parameter, within four standard errors."""
    truth = Truth(accepted_per_day=400.0, waiting_days=0.5, duration_days=20.0, settled_share=0.65)
    measures = measured(look_alike(3, truth))
    closed = measures.volume.closed.count
    chance = 4 / closed**0.5

    assert measures.success is not None
    assert measures.success.overall.rate == pytest.approx(truth.settled_share, abs=chance / 2)
    assert measures.time_to_close is not None
    assert measures.time_to_close.mean_days == pytest.approx(truth.duration_days, rel=1.5 * chance)
    assert measures.time_to_acceptance is not None
    assert measures.time_to_acceptance.mean_days == pytest.approx(truth.waiting_days, rel=chance)
    pending = truth.accepted_per_day * truth.duration_days
    assert measures.stock.pending_mean == pytest.approx(pending, abs=4 * pending**0.5)
    assert measures.stock.waiting_mean == pytest.approx(truth.accepted_per_day * truth.waiting_days, rel=chance)


@pytest.mark.parametrize("seed", range(3))
def test_the_curve_holds_the_known_law_in_its_band(seed):
    """At every point drawn, the 99.99 % band of the time to close holds the law the durations were drawn from."""
    truth = Truth(accepted_per_day=150.0, waiting_days=0.5, duration_days=20.0, settled_share=0.65)
    found = measured(look_alike(seed, truth), confidence=0.9999).time_to_close

    assert found is not None
    for point in found.curve:
        assert point.band_low is not None and point.band_high is not None  # noqa: PT018 - narrows both at once
        assert point.band_low <= exp(-point.days / truth.duration_days) <= point.band_high
    assert (found.curve[len(found.curve) // 2].band_high or 1.0) < 0.9


def test_the_same_table_gives_the_same_bytes():
    """Measured twice, whatever the threads do, every figure has the same bits."""
    frame = look_alike(4, Truth(accepted_per_day=900.0, waiting_days=1.0, duration_days=15.0, settled_share=0.6))

    assert msgspec.json.encode(measured(frame)) == msgspec.json.encode(measured(frame))


def test_nothing_recorded_is_none():
    """A table of filings alone has no success, no survival and no utilisation, and names what it lacks."""
    measures = measured(case_table({"filed_at": [STARTS_AT, STARTS_AT + DAY]}))

    assert measures.success is None
    assert measures.time_to_acceptance is None
    assert measures.time_to_close is None
    assert measures.utilisation is None
    assert measures.clearance.disposition_days is None
    assert measures.stock.little_pending is None
    assert measures.timeliness.with_flagged[0].mean_days is None
    assert {"accepted_at", "closed_at", "court_id", "closing_code"} <= set(measures.unrecorded)
    assert "filed_at" not in measures.unrecorded
    assert "flag" not in measures.unrecorded


def test_outside_the_calendars_years():
    """In 1999 there are calendar days and no workdays, and what rests on workdays is None."""
    starts_at = STARTS_AT - 21 * 365 * DAY
    frame = case_table({"filed_at": [starts_at], "closed_at": [starts_at + DAY], "outcome": ["settled"]})
    measures = measured(frame, period=(starts_at, starts_at + 7 * DAY))

    assert (measures.period.workdays, measures.period.working_minutes) == (None, None)
    assert measures.volume.filed.per_calendar_day == 1 / 7
    assert measures.volume.filed.per_workday is None
    assert measures.volume.off_hours_share is None
    assert measures.success is not None
    assert measures.success.seconds_between_pre_filing is None


def test_a_period_given_goes_before_the_files():
    """Asked for the week's first day, only that day is counted, and later closings are not yet known."""
    frame = case_table({"filed_at": [STARTS_AT, STARTS_AT + DAY], "closed_at": [STARTS_AT + DAY, STARTS_AT + 2 * DAY]})
    measures = measured(frame, period=(STARTS_AT, STARTS_AT + DAY))

    assert (measures.cases, measures.cases_filed, measures.open_at_end) == (1, 1, 1)
    assert measures.volume.closed.count == 0


def test_an_impossible_level_is_refused():
    """A confidence of 1 is refused by name and value."""
    frame = case_table({"filed_at": [STARTS_AT], "closed_at": [STARTS_AT + 1], "outcome": ["settled"]})

    with pytest.raises(StatisticsError, match="confidence: 1"):
        measured(frame, confidence=1.0)
