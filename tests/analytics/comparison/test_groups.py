"""Groups compared: each with itself, none called changed because there are many."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.random import Generator, Philox

from analytics.comparison.groups import compare_groups, groups_confidence
from analytics.comparison.records import Change, GroupChanges, GroupComparison
from analytics.groups import NOT_RECORDED, measure_groups
from tests.analytics.generated import DAY, STARTS_AT, case_table, write_cases

MIDDLE = STARTS_AT + 3 * DAY
ENDS_AT = MIDDLE + 3 * DAY


def compared(now: pl.DataFrame, before: pl.DataFrame, **options) -> GroupComparison:
    """Compare the courts of two tables in the two halves, through files."""
    with TemporaryDirectory() as folder:
        first = measure_groups(write_cases(now, Path(folder)), "court", period=(MIDDLE, ENDS_AT))
    with TemporaryDirectory() as folder:
        second = measure_groups(write_cases(before, Path(folder)), "court", period=(STARTS_AT, MIDDLE))
    return compare_groups(first, second, "court", **options)


def concluded(court: int | None, start: int, settled: int, other: int) -> dict[str, list[Any]]:
    """Cases of a court that are filed and closed on the day that starts then."""
    count = settled + other
    return {
        "court_id": [court] * count,
        "filed_at": [start] * count,
        "closed_at": [start + DAY] * count,
        "deadline_at": [start + DAY - 1] * settled + [start + DAY] * other,
        "outcome": ["settled"] * settled + ["not_settled"] * other,
    }


def together(*parts: dict[str, list[Any]]) -> pl.DataFrame:
    """A table of several courts' cases."""
    return case_table({name: [value for part in parts for value in part[name]] for name in parts[0]})


def change(found: GroupComparison, label: str, measure: str) -> Change:
    """One measure of one group."""
    (group,) = (group for group in found.groups if group.label == label)
    return measured(group, measure)


def measured(group: GroupChanges, measure: str) -> Change:
    """One measure of a group."""
    return next(one for one in group.changes if one.measure == measure)


def test_each_group_is_held_against_itself():
    """Two courts moved in opposite ways, and the whole did not."""
    now = together(concluded(0, MIDDLE, 90, 10), concluded(1, MIDDLE, 40, 60))
    before = together(concluded(0, STARTS_AT, 40, 60), concluded(1, STARTS_AT, 90, 10))
    found = compared(now, before)

    assert [group.label for group in found.groups] == ["all", "0", "1"]
    verdicts = [change(found, label, "success_rate").verdict for label in ("all", "0", "1")]
    assert verdicts == ["not told apart", "higher", "lower"]
    late = change(found, "0", "past_deadline_share")
    assert (late.now, late.before, late.verdict) == (0.9, 0.4, "higher")


def test_a_group_that_only_one_period_has_keeps_its_values():
    """A court that came later, one that went and cases without a court have no change, and are all there."""
    now = together(concluded(2, MIDDLE, 6, 1), concluded(None, MIDDLE, 5, 5))
    before = together(concluded(11, STARTS_AT, 5, 3))
    found = compared(now, before)

    assert [group.label for group in found.groups] == ["all", "2", "11", NOT_RECORDED]
    assert (change(found, "2", "filed").now, change(found, "2", "filed").before) == (7, None)
    assert (change(found, "11", "filed").now, change(found, "11", "filed").before) == (None, 8)
    assert change(found, "2", "success_rate").difference is None
    assert change(found, "all", "filed").difference == 9


def test_counts_that_are_not_comparable_have_no_change():
    """What holds for the whole holds for its groups."""
    frame = together(concluded(0, MIDDLE, 6, 1), concluded(0, STARTS_AT, 6, 3))
    found = compared(frame, frame, is_comparable=False)

    assert change(found, "0", "filed").relative is None
    assert change(found, "0", "open_at_end").difference == 0


def test_few_cases_are_shown_in_neither_period():
    """Of a court with four concluded cases no difference tells the outcome."""
    now = together(concluded(0, MIDDLE, 4, 0), concluded(1, MIDDLE, 9, 1), concluded(2, MIDDLE, 20, 5))
    before = together(concluded(0, STARTS_AT, 9, 3), concluded(1, STARTS_AT, 9, 1), concluded(2, STARTS_AT, 20, 5))
    found = compared(now, before)

    for label in ("0", "1"):  # the smallest other is hidden too, or the whole would give the first away
        share = change(found, label, "success_rate")
        assert (share.now, share.difference, share.low, share.verdict) == (None, None, None, None)
    assert change(found, "2", "success_rate").difference == 0.0


@pytest.mark.parametrize(("groups", "told"), [(1, "95.00"), (5, "99.00"), (60, "99.917"), (3502, "99.9986")])
def test_the_level_of_many_groups_is_told_from_certainty(groups, told):
    """However many groups there are, their level is printed with a digit that is no 9."""
    found = GroupComparison(by="court", groups=[], confidence=groups_confidence(groups, 0.95))

    assert f"{100 * found.confidence:.{found.level_decimals}f}" == told


def test_of_many_courts_in_which_nothing_changed_seldom_any_is_called_changed():
    """In 40 comparisons of 30 courts without a change, few have a court that seems to have moved."""
    random = Generator(Philox(8))
    alarmed = 0
    for _ in range(40):
        tables = []
        for start in (MIDDLE, STARTS_AT):
            settled = random.binomial(60, np.full(30, 0.65))
            tables.append(together(*(concluded(court, start, int(n), 60 - int(n)) for court, n in enumerate(settled))))
        alarmed += any(
            measured(group, "success_rate").verdict != "not told apart" for group in compared(*tables).groups[1:]
        )

    assert alarmed <= 6  # binomial, 40 of chance 0.05: more than 6 has chance 0.003
