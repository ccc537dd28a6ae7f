"""Success: shares, groups, small cells, by hand."""

import pytest

from analytics.measures.success import success
from analytics.records import Proportion
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT
from tests.analytics.measures.observation import WEEK, observed


def closed_cases(**columns):
    """Cases filed before the week and closed in it."""
    rows = len(next(iter(columns.values())))
    return {"filed_at": [STARTS_AT - DAY] * rows, "closed_at": [STARTS_AT + DAY] * rows, **columns}


def test_codes_1_and_2_are_settled():
    """Of the codes 1 to 8 once each, a quarter is settled, with Wilson's interval."""
    with observed(closed_cases(closing_code=list(range(1, 9)))) as cases:
        found = success(cases, WEEK, confidence=0.95)

    assert found is not None
    assert (found.overall.numerator, found.overall.denominator, found.overall.rate) == (2, 8, 0.25)
    assert f"{found.overall.low:.4f} {found.overall.high:.4f}" == "0.0715 0.5907"


def test_only_cases_closed_in_the_period_with_an_outcome_count():
    """A closing at the end of the week, one before it, and one without an outcome are not concluded cases of it."""
    columns = {
        "filed_at": [STARTS_AT - 2 * DAY] * 4,
        "closed_at": [STARTS_AT, ENDS_AT, STARTS_AT - 1, STARTS_AT + 1],
        "outcome": ["settled", "settled", "not_settled", None],
    }
    with observed(columns) as cases:
        found = success(cases, WEEK, confidence=0.95)

    assert found is not None
    assert (found.overall.numerator, found.overall.denominator) == (1, 1)


def test_nothing_concluded_is_none():
    """A week in which no case was concluded has no success rate."""
    with observed({"filed_at": [STARTS_AT], "outcome": [None]}) as cases:
        assert success(cases, WEEK, confidence=0.95) is None


def test_groups_are_sorted_and_small_ones_hidden():
    """Of types with 9, 6, 4 and 1 cases the last two are hidden, all in alphabetical order; a null is in none."""
    types = ["sales"] * 9 + ["family"] * 6 + ["finance"] * 4 + ["traffic"] + [None]
    with observed(closed_cases(dispute_type=types, outcome=["settled", "not_settled"] * 10 + ["settled"])) as cases:
        found = success(cases, WEEK, confidence=0.95)

    assert found is not None
    assert found.overall.denominator == 21
    shown = [(group.label, group.numerator, group.denominator) for group in found.by_dispute_type]
    assert shown == [("family", 3, 6), ("finance", None, 4), ("sales", 5, 9), ("traffic", None, 1)]
    assert found.by_dispute_type[3] == Proportion(
        label="traffic", numerator=None, denominator=1, rate=None, low=None, high=None, confidence=0.95, suppressed=True
    )


def test_a_lone_small_group_is_not_given_away():
    """If one channel alone is too small, the total minus the others would show it: another is hidden too."""
    channels = ["court_window"] * 4 + ["online_filing"] * 20
    with observed(closed_cases(channel=channels, outcome=["settled"] * 24)) as cases:
        found = success(cases, WEEK, confidence=0.95)

    assert found is not None
    assert [group.suppressed for group in found.by_channel] == [True, True]


def test_codes_hide_on_each_side_of_the_outcome():
    """With settled and not settled both shown, a small code hides another of its own side."""
    codes = [1] * 30 + [2] * 3 + [3] * 9 + [4] * 8 + [5] * 7
    with observed(closed_cases(closing_code=codes)) as cases:
        found = success(cases, WEEK, confidence=0.95)

    assert found is not None
    shown = {group.label: group.numerator for group in found.by_closing_code}
    assert shown == {"1": None, "2": None, "3": 9, "4": 8, "5": 7}
    assert {group.denominator for group in found.by_closing_code} == {57}


def test_pre_filing_successes_by_working_time():
    """Ten settled before filing in a week of 144,000 working seconds: one every 14,400."""
    routes = ["party_application"] * 5 + ["delegated"] * 6 + ["entrusted", "judge_led", None]
    outcomes = ["settled"] * 10 + ["not_settled"] + ["settled"] * 3
    with observed(closed_cases(entry_route=routes, outcome=outcomes)) as cases:
        found = success(cases, WEEK, confidence=0.95)

    assert found is not None
    assert found.pre_filing is not None
    assert (found.pre_filing.count, found.pre_filing.per_workday) == (10, 2)
    assert found.seconds_between_pre_filing == pytest.approx(14_400)


def test_no_entry_route_no_pre_filing_successes():
    """Where nothing says how cases came in, none is said to have been settled before filing, not even zero."""
    with observed(closed_cases(outcome=["settled"] * 9)) as cases:
        found = success(cases, WEEK, confidence=0.95)

    assert found is not None
    assert (found.pre_filing, found.seconds_between_pre_filing) == (None, None)
