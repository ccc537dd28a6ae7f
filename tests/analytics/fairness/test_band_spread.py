"""How far apart mediators of one court lie."""

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.fairness.band_spread import band_spread
from tests.analytics.fairness.files import observed
from tests.analytics.fairness.rows import held_cases, taken
from tests.analytics.fairness.second import Walk
from tests.examples import examples


def test_the_spread_of_a_court_is_largest_less_smallest():
    """One took 3, one 1 and one nothing: 3 apart; in a court of one nobody is apart."""
    with observed([taken(0, 0, 3000), taken(1, 1), taken(2, 3)], courts=[0, 0, 0, 1]) as offers:
        found = band_spread(offers)

    assert found is not None
    assert [court.range_milli for court in found.by_court] == [3000, 0]
    assert (found.mean_range_milli, found.largest_range_milli) == (3 * 3000 / 4, 3000)


@settings(max_examples=examples(25))
@given(held_cases())
def test_percentiles_are_those_of_numpy(cases):
    """Ranges and inner ranges are those that numpy's percentiles give, and means weigh courts by mediators."""
    rows, courts = cases
    by_court = Walk(rows, courts).by_court()
    with observed(rows, courts=courts) as offers:
        found = band_spread(offers)

    assert found is not None
    ranges = [int(np.ptp(weights)) for weights in by_court.values()]
    inner = [float(np.subtract(*np.percentile(weights, [95, 5]))) for weights in by_court.values()]
    sizes = [len(weights) for weights in by_court.values()]
    assert [court.range_milli for court in found.by_court] == ranges
    assert [court.inner_range_milli for court in found.by_court] == pytest.approx(inner, abs=1e-6)
    assert found.mean_range_milli == pytest.approx(np.average(ranges, weights=sizes))
    assert found.mean_inner_range_milli == pytest.approx(np.average(inner, weights=sizes), abs=1e-6)
    assert found.largest_range_milli == max(ranges)


def test_without_mediators_there_is_no_spread():
    """No roster gives nothing, an empty one a measure without values."""
    with observed([taken(0, 0)]) as offers:
        assert band_spread(offers) is None
    with observed([taken(0, 0)], courts=[]) as offers:
        found = band_spread(offers)

    assert found is not None
    assert (found.mean_range_milli, found.largest_range_milli, found.by_court) == (None, None, [])
