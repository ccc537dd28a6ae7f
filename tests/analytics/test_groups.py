"""Groups: each is what the measures say of its cases alone, and together they are the whole."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings

from analytics.errors import CaseTableError
from analytics.groups import COLUMNS, NOT_RECORDED, Grouping, GroupMeasures, groups_in, measure_groups
from analytics.measure import measure
from analytics.records import Measures
from cli.analytics_options import Grouping as Choice
from engine.calendar.calendar import WorkCalendar
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT, case_table, tangled_cases, write_cases
from tests.examples import examples

CALENDAR = WorkCalendar.china()


def grouped(frame: pl.DataFrame, by: Grouping, **options) -> list[GroupMeasures]:
    """Measure the groups of a table, through a file."""
    with TemporaryDirectory() as folder:
        return measure_groups(write_cases(frame, Path(folder)), by, **options)


def alone(frame: pl.DataFrame) -> Measures:
    """Measure cases as if they were all there are, and nobody had noted acceptances: times run from filing then."""
    with TemporaryDirectory() as folder:
        unaccepted = frame.with_columns(pl.lit(None, pl.Datetime("us", "UTC")).alias("accepted_at"))
        return measure(write_cases(unaccepted, Path(folder)), calendar=CALENDAR)


@settings(max_examples=examples(20))
@given(tangled_cases())
def test_a_group_is_measured_as_if_it_were_alone(frame):
    """Flow, stock, success, time to close and deadlines of a channel are those of a table of its cases only."""
    whole, *groups = grouped(frame, "channel")
    assert sum(group.filed for group in groups) == whole.filed
    assert sum(group.open_at_end for group in groups) == whole.open_at_end
    for group in groups:
        name = None if group.label == NOT_RECORDED else group.label
        agree(group, alone(frame.filter(pl.col("channel").eq_missing(name))))
    agree(whole, alone(frame))


def agree(group: GroupMeasures, expected: Measures) -> None:
    """The group's numbers are those of the measures; those of few cases are not shown."""
    flow, every = expected.clearance, expected.timeliness.with_flagged
    assert (group.filed, group.closed, group.open_at_end) == (flow.incoming, flow.resolved, flow.unresolved_at_end)
    assert group.clearance_rate == flow.clearance_rate
    if not group.success.suppressed:
        assert expected.success is not None
        overall = expected.success.overall
        assert (group.success.rate, group.success.low, group.success.high) == (overall.rate, overall.low, overall.high)
    if group.label != "all" and group.closed < 5:
        assert (group.median_days, group.late_days, group.past_deadline_share) == (None, None, None)
        return
    quantiles = {} if expected.time_to_close is None else expected.time_to_close.quantile_days
    assert (group.median_days, group.late_days) == (quantiles.get("0.5"), quantiles.get("0.9"))
    if every:
        deadlines = every[0].with_deadline, every[0].past_deadline_share
        assert (group.with_deadline, group.past_deadline_share) == deadlines


def test_a_case_that_was_never_at_risk_has_no_days():
    """A table whose only case was closed before the period has its group, and nothing to estimate times from."""
    frame = case_table({"filed_at": [STARTS_AT - 2 * DAY], "closed_at": [STARTS_AT - DAY], "channel": ["desk"]})

    assert [(group.label, group.filed, group.median_days) for group in grouped(frame, "channel")] == [
        ("all", 0, None),
        ("desk", 0, None),
    ]


def test_groups_stand_in_the_order_of_their_names():
    """Courts go by the names their source gives them, numbers without a name by size before them, the unknown last."""
    courts = [2, 0, 11, None, 1, 2]
    frame = case_table({"filed_at": [STARTS_AT + DAY] * 6, "court_id": courts})

    found = grouped(frame, "court", names={0: "Yiwu", 1: "Kashgar"})

    assert [group.label for group in found] == ["all", "2", "11", "Kashgar", "Yiwu", NOT_RECORDED]
    assert [group.filed for group in found] == [6, 2, 1, 1, 1, 1]


def test_a_small_group_keeps_its_counts_alone():
    """Of a court with four concluded cases nobody can read the outcome, nor reckon it from the others."""
    sizes = {0: 4, 1: 9, 2: 12}
    courts = [court for court, size in sizes.items() for _ in range(size)]
    frame = case_table(
        {
            "filed_at": [STARTS_AT] * 25,
            "closed_at": [ENDS_AT - 1] * 25,
            "outcome": ["settled"] * 25,
            "court_id": courts,
        }
    )

    found = {group.label: group for group in grouped(frame, "court")}

    assert {label: group.success.rate for label, group in found.items()} == {"all": 1.0, "0": None, "1": None, "2": 1.0}
    assert (found["0"].closed, found["0"].median_days, found["0"].success.numerator) == (4, None, None)


def test_the_command_offers_every_grouping():
    """What may be asked for on the command line is what can be measured."""
    assert [choice.value for choice in Choice] == list(COLUMNS)


def test_groups_are_counted_before_they_are_measured(tmp_path):
    """Courts that are named are counted, cases without one are none."""
    frame = case_table({"filed_at": [STARTS_AT] * 4, "court_id": [3, 3, 5, None]})

    assert groups_in(write_cases(frame, tmp_path), "court") == 2


def test_a_missing_table_is_named():
    """A file that is not there is named."""
    with pytest.raises(CaseTableError, match=r"nowhere\.parquet: no such file"):
        measure_groups(Path("nowhere.parquet"), "court")
