"""Time to acceptance and to close: who is at risk when, by hand."""

from itertools import pairwise

import pytest

from analytics.measures.survival import CURVE_POINTS_MAX, time_to_acceptance, time_to_close
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT
from tests.analytics.measures.observation import observed


def test_late_entry_and_censoring():
    """Of cases aged 3 at the start closing at 5, of age 0 closing at 4, of age 1 open at 8: at 4, two of three."""
    columns = {
        "filed_at": [STARTS_AT - 3 * DAY, STARTS_AT, STARTS_AT - DAY],
        "accepted_at": [STARTS_AT - 3 * DAY, STARTS_AT, STARTS_AT - DAY],
        "observed_from": [STARTS_AT, STARTS_AT, STARTS_AT],
        "closed_at": [STARTS_AT + 2 * DAY, STARTS_AT + 4 * DAY, None],
    }
    with observed(columns) as cases:
        found = time_to_close(cases, confidence=0.95)

    assert found is not None
    assert [(point.days, point.at_risk) for point in found.curve] == [(0, 3), (4, 3), (5, 2)]
    assert [point.survival for point in found.curve] == pytest.approx([1, 2 / 3, 1 / 3])
    assert (found.cases, found.events, found.censored, found.mean_limit_days) == (3, 2, 1, 8)
    assert found.mean_days == pytest.approx(4 + 2 / 3 + 3 / 3)
    assert found.quantile_days == {"0.25": 4, "0.5": 5, "0.75": None, "0.9": None}


def test_a_case_closed_the_instant_it_is_taken_counts():
    """A duration of zero is a duration."""
    columns = {"filed_at": [STARTS_AT] * 2, "accepted_at": [STARTS_AT] * 2, "closed_at": [STARTS_AT, STARTS_AT + DAY]}
    with observed(columns) as cases:
        found = time_to_close(cases, confidence=0.95)

    assert found is not None
    assert [(point.days, point.survival) for point in found.curve[1:]] == [(0, 0.5), (1, 0)]


def test_what_ends_at_the_edges_of_the_period():
    """An end at the very start of the period was seen, one at its end was not."""
    columns = {
        "filed_at": [STARTS_AT - DAY] * 2,
        "accepted_at": [STARTS_AT - DAY] * 2,
        "closed_at": [STARTS_AT, ENDS_AT],
    }
    with observed(columns) as cases:
        found = time_to_close(cases, confidence=0.95)

    assert found is not None
    assert (found.cases, found.events, found.censored) == (2, 1, 1)


def test_a_negative_duration_is_left_out_and_counted():
    """A case closed before it was accepted is in no risk set, and the record says so."""
    columns = {
        "filed_at": [STARTS_AT] * 2,
        "accepted_at": [STARTS_AT + 2 * DAY, STARTS_AT],
        "closed_at": [STARTS_AT + DAY, STARTS_AT + DAY],
    }
    with observed(columns) as cases:
        found = time_to_close(cases, confidence=0.95)

    assert found is not None
    assert (found.cases, found.left_out) == (1, 1)


def test_closed_without_acceptance_stops_waiting_unseen():
    """Of two that wait, one is withdrawn after a day and one taken after two: at two days, one of one."""
    columns = {
        "filed_at": [STARTS_AT] * 2,
        "accepted_at": [None, STARTS_AT + 2 * DAY],
        "closed_at": [STARTS_AT + DAY, None],
    }
    with observed(columns) as cases:
        found = time_to_acceptance(cases, confidence=0.95)

    assert found is not None
    assert (found.starts, found.ends, found.events, found.censored) == ("filed", "accepted", 1, 1)
    assert [(point.days, point.at_risk, point.survival) for point in found.curve[1:]] == [(2, 1, 0)]


def test_from_filing_where_nothing_was_accepted():
    """A table without acceptances has no time to one, and its time to close counts from filing."""
    with observed({"filed_at": [STARTS_AT], "closed_at": [STARTS_AT + 3 * DAY]}) as cases:
        found = time_to_close(cases, confidence=0.95)

        assert time_to_acceptance(cases, confidence=0.95) is None
    assert found is not None
    assert (found.starts, found.quantile_days["0.5"]) == ("filed", 3)


def test_a_long_curve_is_thinned():
    """Of 2,000 steps at most 400 are kept, the first and the last among them, none out of order."""
    closed = [STARTS_AT + step * DAY // 1000 for step in range(1, 2001)]
    columns = {"filed_at": [STARTS_AT] * 2000, "accepted_at": [STARTS_AT] * 2000, "closed_at": closed}
    with observed(columns) as cases:
        found = time_to_close(cases, confidence=0.95)

    assert found is not None
    days = [point.days for point in found.curve]
    assert len(days) <= CURVE_POINTS_MAX
    assert days == sorted(set(days))
    assert (days[0], days[1], days[-1]) == (0, 0.001, 2)
    survival = [point.survival for point in found.curve]
    assert max(before - after for before, after in pairwise(survival)) < 0.01
