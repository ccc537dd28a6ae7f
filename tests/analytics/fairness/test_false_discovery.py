"""Control of the share of false alarms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analytics.errors import StatisticsError
from analytics.fairness.false_discovery import adjusted_p_values

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=50).map(np.array)


@given(P_VALUES, st.integers(0, 30))
def test_adjusted_as_scipy_adjusts(p_values, untested):
    """The values are scipy's, with a 1 for each hypothesis that was passed over."""
    whole = np.append(p_values, np.ones(untested))

    expected = false_discovery_control(whole)[: p_values.size]
    assert adjusted_p_values(p_values, untested=untested) == pytest.approx(expected, rel=1e-12)


def test_of_none_there_are_none():
    """No tests give no values."""
    assert adjusted_p_values(np.array([])).tolist() == []


@pytest.mark.parametrize(
    ("p_values", "untested", "named"), [([1.1], 0, "p_values: 1.1"), ([np.nan], 0, "nan"), ([0.5], -1, "untested: -1")]
)
def test_impossible_values_are_refused(p_values, untested, named):
    """A p-value outside 0 to 1 and a negative count are refused by value."""
    with pytest.raises(StatisticsError, match=named):
        adjusted_p_values(np.array(p_values), untested=untested)
