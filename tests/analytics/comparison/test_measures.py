"""Two periods compared: complete counts as they stand, estimates with what chance may do."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings

from analytics.comparison.measures import compare_measures, counts_are_comparable
from analytics.comparison.records import Change, Comparison
from analytics.measure import measure
from analytics.records import Measures
from engine.calendar.calendar import WorkCalendar
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT, Truth, case_table, look_alike, tangled_cases, write_cases
from tests.examples import examples

CALENDAR = WorkCalendar.china()
MIDDLE = STARTS_AT + 3 * DAY
TRUTH = Truth(accepted_per_day=120.0, waiting_days=1.5, duration_days=6.0, settled_share=0.65)


def measured(frame: pl.DataFrame, period: tuple[int, int]) -> Measures:
    """Measure a period of a table, through a file."""
    with TemporaryDirectory() as folder:
        return measure(write_cases(frame, Path(folder)), calendar=CALENDAR, period=period)


def halves(frame: pl.DataFrame) -> Comparison:
    """Compare the second three days of the look-alike's week with the first three."""
    return compare_measures(measured(frame, (MIDDLE, MIDDLE + 3 * DAY)), measured(frame, (STARTS_AT, MIDDLE)))


def by_name(comparison: Comparison) -> dict[str, Change]:
    """The changes by their measures."""
    return {change.measure: change for change in comparison.changes}


@settings(max_examples=examples(30))
@given(tangled_cases())
def test_each_change_is_that_of_two_measures(frame):
    """Whatever is missing or out of order, both values are those of the measures, and the change follows from them."""
    now, before = measured(frame, (MIDDLE, ENDS_AT)), measured(frame, (STARTS_AT, MIDDLE))
    found = by_name(compare_measures(now, before, now_is_whole=True))

    for name, pick in {
        "filed_per_workday": lambda one: one.volume.filed.per_workday,
        "closed_per_workday": lambda one: one.volume.closed.per_workday,
        "open_at_end": lambda one: one.open_at_end,
        "clearance_rate": lambda one: one.clearance.clearance_rate,
    }.items():
        value, earlier = pick(now), pick(before)
        expected = None if value is None or earlier is None else value - earlier
        assert (found[name].now, found[name].before, found[name].difference) == (value, earlier, expected)
    if "success_rate" in found:
        values = [None if one.success is None else one.success.overall.rate for one in (now, before)]
        assert [found["success_rate"].now, found["success_rate"].before] == values
    assert all(change.verdict is None or change.low is not None for change in found.values())


def test_counts_are_told_with_their_ratio():
    """Twelve filings after ten are a fifth more."""
    days = [STARTS_AT] * 10 + [MIDDLE] * 12
    found = by_name(halves(case_table({"filed_at": days})))["filed"]

    assert (found.now, found.before, found.difference) == (12, 10, 2)
    assert found.relative == pytest.approx(0.2)
    assert (found.low, found.verdict) == (None, None)


@pytest.mark.parametrize("cut", ["now", "before"])
def test_counts_of_a_part_are_not_held_against_those_of_a_whole(cut):
    """Where workdays were not observed, counts are told and not compared; cases a workday and stock still are."""
    frame = case_table({"filed_at": [STARTS_AT, MIDDLE, MIDDLE + DAY]})
    now, before = measured(frame, (MIDDLE, MIDDLE + 3 * DAY)), measured(frame, (STARTS_AT, MIDDLE))
    comparison = compare_measures(now, before, now_is_whole=cut != "now", before_is_whole=cut != "before")
    found = by_name(comparison)

    assert f"{cut}_is_cut" in comparison.remarks
    assert not counts_are_comparable(comparison.remarks)
    assert (found["filed"].now, found["filed"].before, found["filed"].relative) == (2, 1, None)
    assert found["filed_per_workday"].relative == pytest.approx(2.0)  # two on the one workday left, one on three
    assert found["open_at_end"].difference == 2


@pytest.mark.parametrize(("days", "differ"), [(28, False), (27, True)])
def test_months_are_compared_and_longer_stretches_are_not(days, differ):
    """February is held against January; a stretch shorter still is not."""
    frame = case_table({"filed_at": [STARTS_AT]})
    long, short = (
        measured(frame, (STARTS_AT, STARTS_AT + 31 * DAY)),
        measured(frame, (STARTS_AT, STARTS_AT + days * DAY)),
    )

    for pair in ((long, short), (short, long)):
        assert ("lengths_differ" in compare_measures(*pair).remarks) is differ


def test_a_period_before_which_nothing_is_recorded_is_told():
    """Where one of two periods begins with nothing open, cases filed before it are missing."""
    frame = case_table({"filed_at": [STARTS_AT + DAY, MIDDLE + DAY]})

    assert halves(frame).remarks == ["before_begins_empty"]
    now, before = measured(frame, (MIDDLE, MIDDLE + 3 * DAY)), measured(frame, (STARTS_AT, MIDDLE))
    assert compare_measures(before, now).remarks == ["now_begins_empty"]


def test_a_real_difference_is_found():
    """Settled of two hundred fell from nine in ten to six in ten, and half of the cases now take twice as long."""
    filed = [STARTS_AT] * 200 + [MIDDLE] * 200
    closed = [STARTS_AT + (1 + index % 5) * DAY // 4 for index in range(200)]
    closed += [MIDDLE + (1 + index % 5) * DAY // 2 for index in range(200)]
    outcomes = ["settled"] * 180 + ["not_settled"] * 20 + ["settled"] * 120 + ["not_settled"] * 80
    found = by_name(halves(case_table({"filed_at": filed, "closed_at": closed, "outcome": outcomes})))

    success, days = found["success_rate"], found["median_days_filed_to_closed"]
    assert (success.verdict, days.verdict) == ("lower", "higher")
    assert success.difference == pytest.approx(-0.3)
    assert success.high is not None
    assert success.high < 0
    assert days.difference == pytest.approx(0.75)


def test_a_median_without_an_upper_bound_is_told_without_a_verdict():
    """Of two cases of which one is closed half were closed by then, and nobody knows how late it might have been."""
    filed = [STARTS_AT] * 2 + [MIDDLE] * 200
    closed = [STARTS_AT + DAY, None, *[MIDDLE + DAY // 2] * 200]
    found = by_name(halves(case_table({"filed_at": filed, "closed_at": closed})))["median_days_filed_to_closed"]

    assert (found.now, found.before, found.difference) == (0.5, 1.0, -0.5)
    assert (found.low, found.relative, found.verdict) == (None, None, None)


def test_where_nothing_changed_nothing_is_called_a_change_more_often_than_told():
    """Of 36 platforms in steady state about one of twenty has a share or a median that seems to have moved."""
    alarms = {"success_rate": 0, "median_days_filed_to_accepted": 0, "median_days_accepted_to_closed": 0}
    for seed in range(36):
        found = by_name(halves(look_alike(seed, TRUTH)))
        for name in alarms:
            alarms[name] += found[name].verdict != "not told apart"

    # Binomial, 36 of chance 0.05: more than 6 has chance 0.002. The medians' intervals go out to drawn points.
    assert max(alarms.values()) <= 6
    assert sum(alarms.values()) > 0


@pytest.mark.parametrize(
    ("bounds", "unit", "verdict", "decimals"),
    [
        ((0.02, 0.0004, 0.0396), "share", "higher", 2),
        ((0.02, -0.0004, 0.0404), "share", "not told apart", 1),
        ((0.001, -0.004, 0.006), "share", "not told apart", 2),
        ((-2.5, -3.1, -1.6), "days", "lower", 1),
        ((0.1, -0.4, 0.6), "days", "not told apart", 2),
    ],
)
def test_a_bound_is_never_rounded_onto_the_other_side_of_nothing(bounds, unit, verdict, decimals):
    """A second decimal is shown where the first would not tell a bound from 0, or all of them are small."""
    difference, low, high = bounds
    change = Change(
        measure="x", unit=unit, now=1.0, before=1.0, difference=difference, low=low, high=high, verdict=verdict
    )

    assert change.decimals == decimals
