"""Stock and clearance: counts at the edges, exact time averages, Little's law, by hand."""

import pytest

from analytics.measures.clearance import clearance
from analytics.measures.stock import stock
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT
from tests.analytics.measures.observation import WEEK, observed


def test_time_averages_are_exact():
    """Pending for the last 7 of 9 days, for 3.5 days and not at all: 1.5 on average; waiting 0.5 + 3.5 days / 7."""
    columns = {
        "filed_at": [STARTS_AT - 3 * DAY, STARTS_AT - DAY, STARTS_AT + 7 * DAY // 2],
        "accepted_at": [STARTS_AT - 2 * DAY, STARTS_AT + 7 * DAY // 2, None],
        "closed_at": [None, None, None],
    }
    with observed(columns) as cases:
        found = stock(cases, WEEK)

    assert (found.pending_mean, found.waiting_mean) == (1.5, 1.0)
    assert (found.pending_at_start, found.pending_at_end) == (1, 2)
    assert (found.waiting_at_start, found.waiting_at_end) == (1, 1)


def test_what_happens_at_an_edge_is_counted_once():
    """A case taken at the start is inflow and not yet stock; one closed at the end is stock and not yet outflow."""
    columns = {
        "filed_at": [STARTS_AT - DAY] * 2,
        "accepted_at": [STARTS_AT, STARTS_AT - DAY],
        "closed_at": [ENDS_AT, STARTS_AT],
    }
    with observed(columns) as cases:
        found, flow = stock(cases, WEEK), clearance(cases, WEEK)

    assert (found.pending_at_start, found.pending_at_end) == (1, 1)
    assert (found.accepted_per_calendar_day, flow.resolved) == (1 / 7, 1)


def test_little_in_balance():
    """One case taken and one closed each day, each open for 3 days: 1 a day x 3 days = 3 pending."""
    taken = [STARTS_AT + day * DAY for day in range(-3, 7)]
    columns = {"filed_at": taken, "accepted_at": taken, "closed_at": [at + 3 * DAY for at in taken]}
    with observed(columns) as cases:
        found = stock(cases, WEEK)

    assert (found.pending_mean, found.accepted_per_calendar_day, found.mean_duration_days) == (3, 1, 3)
    assert (found.little_pending, found.little_relative_error) == (3, 0)


def test_a_negative_duration_is_left_out_and_counted():
    """A case closed before it was accepted is never pending and not in the mean duration."""
    columns = {
        "filed_at": [STARTS_AT] * 2,
        "accepted_at": [STARTS_AT + 2 * DAY, STARTS_AT + DAY],
        "closed_at": [STARTS_AT + DAY, STARTS_AT + 3 * DAY],
    }
    with observed(columns) as cases:
        found = stock(cases, WEEK)

    assert (found.mean_duration_days, found.left_out) == (2, 1)
    assert found.pending_mean == pytest.approx(2 / 7)
    assert found.waiting_mean == pytest.approx((1 + 1) / 7)


def test_sums_beyond_64_bits():
    """Twenty thousand cases pending for 30 years sum to more microseconds than 64 bits hold, and exactly."""
    long_ago = STARTS_AT - 30 * 365 * DAY
    columns = {"filed_at": [long_ago] * 20_000, "accepted_at": [long_ago] * 20_000, "closed_at": [STARTS_AT] * 20_000}
    with observed(columns) as cases:
        found = stock(cases, WEEK)

    assert 20_000 * 30 * 365 * DAY > 2**63
    assert found.mean_duration_days == 30 * 365


def test_clearance_and_disposition_time():
    """Four filed, two closed, five open at the end: rate 0.5, disposition time 5 / 2 x 7 days."""
    columns = {
        "filed_at": [STARTS_AT - DAY] * 3 + [STARTS_AT + DAY] * 4,
        "closed_at": [STARTS_AT + 1, None, None, STARTS_AT + 2 * DAY, None, None, ENDS_AT],
    }
    with observed(columns) as cases:
        found = clearance(cases, WEEK)

    assert (found.incoming, found.resolved, found.unresolved_at_end) == (4, 2, 5)
    assert (found.clearance_rate, found.disposition_days) == (0.5, 17.5)


def test_no_flow_no_ratio():
    """Without filings there is no clearance rate, without closings no disposition time."""
    with observed({"filed_at": [STARTS_AT - DAY]}) as cases:
        found = clearance(cases, WEEK)

    assert (found.clearance_rate, found.disposition_days, found.unresolved_at_end) == (None, None, 1)
