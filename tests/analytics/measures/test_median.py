"""The interval of a median, read off a drawn curve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.median import median_interval
from analytics.records import Survival
from tests.dashboards.builders import survival


def _curve(shares: list[float], cases: int) -> Survival:
    return survival("accepted", "closed", list(enumerate(sorted(shares, reverse=True))), cases)


@given(
    shares=st.lists(st.floats(min_value=0, max_value=1), min_size=2, max_size=60),
    cases=st.integers(min_value=5, max_value=10_000),
)
def test_the_median_lies_in_its_interval(shares, cases):
    """Where there is an interval, it holds the median; where there is no median, there is none."""
    found = _curve(shares, cases)
    interval = median_interval(found)
    median = found.quantile_days["0.5"]

    assert interval is None or (median is not None and interval[0] <= median <= interval[1])


def test_the_bounds_are_where_the_band_crosses_one_half():
    """Hand-made curve: the lower bound leaves one half after day 2, the upper one by day 5."""
    found = survival("accepted", "closed", [(day, 1 - day / 8) for day in range(9)], 20)
    above = max(point.days for point in found.curve if point.low > 0.5)
    below = min(point.days for point in found.curve if point.high <= 0.5)

    assert median_interval(found) == (above, below)
    assert above < 4 < below


def test_an_open_upper_bound_is_no_interval():
    """A band that never comes down to one half bounds nothing."""
    found = survival("accepted", "closed", [(0, 1.0), (1, 0.5)], 10)

    assert found.quantile_days["0.5"] == 1
    assert median_interval(found) is None


@pytest.mark.parametrize("cases", [10, 1000])
def test_more_cases_narrow_the_interval(cases):
    """A hundred times the cases never give a wider interval."""
    shares = [1 - day / 100 for day in range(101)]
    narrow, wide = median_interval(_curve(shares, cases * 100)), median_interval(_curve(shares, cases))

    assert narrow is not None
    assert wide is not None
    assert narrow[1] - narrow[0] < wide[1] - wide[0]
