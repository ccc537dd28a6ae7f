"""The survival curve: exact small cases, a textbook sample, and what it refuses."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import StatisticsError
from analytics.statistics.kaplan_meier import kaplan_meier
from tests.analytics.statistics import leukaemia

SPELLS = st.lists(
    st.tuples(st.integers(-1, 12), st.integers(0, 8), st.booleans()).map(lambda s: (s[0], s[0] + 1 + s[1], s[2])),
    min_size=1,
    max_size=60,
)


def reckoned(spells: list[tuple[int, int, bool]]) -> dict[int, tuple[int, int, Fraction, Fraction | None]]:
    """Time to (at risk, ended, survival, variance), each subject looked at anew for each time, in fractions."""
    table: dict[int, tuple[int, int, Fraction, Fraction | None]] = {}
    survival, variance = Fraction(1), Fraction(0)
    for time in sorted({leaves for _, leaves, ended in spells if ended}):
        at_risk = sum(enters < time <= leaves for enters, leaves, _ in spells)
        ended = sum(leaves == time and is_end for _, leaves, is_end in spells)
        survival *= Fraction(at_risk - ended, at_risk)
        if variance is not None:
            variance = None if at_risk == ended else variance + Fraction(ended, at_risk * (at_risk - ended))
        table[time] = (at_risk, ended, survival, variance)
    return table


def test_the_textbook_sample():
    """Estimates and standard errors of the leukaemia sample agree with the printed ones to the digit."""
    curve = kaplan_meier(leukaemia.EXITS, leukaemia.RELAPSED)

    assert curve.times.tolist() == leukaemia.TIMES
    assert curve.at_risk.tolist() == leukaemia.AT_RISK
    assert curve.survival.round(3).tolist() == leukaemia.SURVIVAL
    assert (curve.survival * np.sqrt(curve.variance)).round(4).tolist() == leukaemia.STANDARD_ERRORS
    assert curve.quantile(0.5) == 23


@given(SPELLS)
def test_agrees_with_fractions(spells):
    """With late entries, ties and censoring the curve is the one reckoned in fractions by the definition."""
    entries, exits, ended = (np.array(column) for column in zip(*spells, strict=True))
    curve = kaplan_meier(exits, ended.astype(bool), entries=entries)

    expected = reckoned(spells)
    assert curve.times.tolist() == list(expected)
    assert curve.at_risk.tolist() == [row[0] for row in expected.values()]
    assert curve.ended.tolist() == [row[1] for row in expected.values()]
    assert curve.survival.tolist() == pytest.approx([float(row[2]) for row in expected.values()], abs=1e-14)
    variances = [np.inf if row[3] is None else float(row[3]) for row in expected.values()]
    assert curve.variance.tolist() == pytest.approx(variances, rel=1e-12)


@given(SPELLS)
def test_peak_is_the_most_at_risk_at_once(spells):
    """`peak_at_risk` is the largest number of subjects whose (entry, exit] holds one time."""
    entries, exits, ended = (np.array(column) for column in zip(*spells, strict=True))
    curve = kaplan_meier(exits, ended.astype(bool), entries=entries)

    assert curve.peak_at_risk == max(sum(e < t <= x for e, x, _ in spells) for t in range(30))


def test_an_end_at_the_start_counts():
    """A case that closes the instant it begins lowers the curve at time 0, unless entry is said to be later."""
    curve = kaplan_meier(np.array([0, 2]), np.array([True, True]))

    assert (curve.times.tolist(), curve.survival.tolist()) == ([0.0, 2.0], [0.5, 0.0])


def test_late_entry_is_at_risk_only_after_it():
    """Two watched from 0 and one from 3: the one ending at 2 is one of two, the one at 4 one of two again."""
    curve = kaplan_meier(np.array([2, 4, 5]), np.array([True, True, False]), entries=np.array([-1, -1, 3]))

    assert curve.at_risk.tolist() == [2, 2]
    assert curve.survival.tolist() == [0.5, 0.25]


def test_read_and_sum_up():
    """Of steps at 1, 2 and 4 with heights 0.8, 0.4 and 0, value, quantile and restricted mean are those by hand."""
    curve = kaplan_meier(np.array([1, 2, 2, 3, 4]), np.array([True, True, True, False, True]))

    assert curve.survival_at(np.array([0.0, 0.9, 1.0, 3.5, 9.0])).tolist() == pytest.approx([1, 1, 0.8, 0.4, 0])
    assert [curve.quantile(share) for share in (0.1, 0.2, 0.5, 0.6, 0.9)] == [1, 1, 2, 2, 4]
    assert curve.restricted_mean(0) == 0
    assert curve.restricted_mean(1.5) == pytest.approx(1 + 0.5 * 0.8)
    assert curve.restricted_mean(4) == pytest.approx(1 + 0.8 + 2 * 0.4)
    assert curve.restricted_mean(40) == curve.restricted_mean(4)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=50))
def test_without_censoring_the_mean_is_the_mean(exits):
    """With every end seen from the start, the area under the curve is the plain mean."""
    curve = kaplan_meier(np.array(exits), np.ones(len(exits), dtype=bool))

    assert curve.restricted_mean(curve.last_time) == pytest.approx(sum(exits) / len(exits), rel=1e-9)


def test_quantile_is_none_where_the_curve_stays_above():
    """A curve that ends at 0.448 has a median but no 0.6 quantile."""
    curve = kaplan_meier(leukaemia.EXITS, leukaemia.RELAPSED)

    assert curve.quantile(0.55) == 23
    assert curve.quantile(0.6) is None


def test_quantile_is_not_moved_by_rounding():
    """Of 2n ends the n-th brings the curve to exactly 1/2, whatever the product of n floats comes to."""
    for half in range(1, 200):
        curve = kaplan_meier(np.arange(1, 2 * half + 1), np.ones(2 * half, dtype=bool))
        assert curve.quantile(0.5) == half


def test_nobody_observed():
    """Without subjects there is a curve without steps."""
    curve = kaplan_meier(np.array([], dtype=np.int64), np.array([], dtype=bool))

    assert (curve.subjects, curve.times.size, curve.last_time, curve.restricted_mean(2.0)) == (0, 0, 0.0, 2.0)


@pytest.mark.parametrize(
    ("exits", "ended", "entries", "named"),
    [
        ([1.0, 2.0], [True], None, "shapes"),
        ([1.0, np.nan], [True, True], None, "1 not finite"),
        ([1.0, 2.0], [True, True], [0.0], r"entries: shape \(1,\)"),
        ([1.0, 2.0], [True, True], [0.0, 2.0], r"entries\[1\]: 2.0 is not below its exit, 2.0"),
        ([1.0, 2.0], [True, True], [np.nan, 0.0], r"entries\[0\]: nan"),
    ],
)
def test_misshapen_input_is_refused(exits, ended, entries, named):
    """Arrays that do not fit, numbers that are none and empty spells are refused, the first one named."""
    with pytest.raises(StatisticsError, match=named):
        kaplan_meier(np.array(exits), np.array(ended), entries=None if entries is None else np.array(entries))


def test_values_out_of_range_are_refused():
    """A share outside (0, 1) and a negative limit are refused by name."""
    curve = kaplan_meier(leukaemia.EXITS, leukaemia.RELAPSED)

    with pytest.raises(StatisticsError, match="share: 1"):
        curve.quantile(1)
    with pytest.raises(StatisticsError, match="limit: -1"):
        curve.restricted_mean(-1)
