"""The pointwise interval of a survival curve."""

import numpy as np
import pytest

from analytics.statistics.kaplan_meier import kaplan_meier
from analytics.statistics.log_log import log_log_interval
from tests.analytics.statistics import leukaemia


def test_the_textbook_sample():
    """The 95 % intervals of the leukaemia sample agree with the printed ones to the digit."""
    low, high = log_log_interval(kaplan_meier(leukaemia.EXITS, leukaemia.RELAPSED))

    assert low.round(3).tolist() == leukaemia.LOW
    assert high.round(3).tolist() == leukaemia.HIGH


def test_symmetric_on_its_scale():
    """log(-log) of the bounds lie equally far from log(-log) of the estimate, by z sd / |log S|."""
    curve = kaplan_meier(leukaemia.EXITS, leukaemia.RELAPSED)
    low, high = log_log_interval(curve, confidence=0.9)

    centre = np.log(-np.log(curve.survival))
    reach = 1.6448536269514722 * np.sqrt(curve.variance) / -np.log(curve.survival)
    assert (np.log(-np.log(low)) - centre).tolist() == pytest.approx(reach.tolist(), rel=1e-12)
    assert (centre - np.log(-np.log(high))).tolist() == pytest.approx(reach.tolist(), rel=1e-12)


def test_where_all_have_ended():
    """At survival 0 the interval reaches from 0 to the last bound that could be reckoned."""
    low, high = log_log_interval(kaplan_meier(np.array([1, 2, 3]), np.ones(3, dtype=bool)))

    assert low[-1] == 0
    assert high[-1] == high[-2] < 1


def test_one_subject_tells_nothing():
    """One subject that ended leaves the whole range open."""
    low, high = log_log_interval(kaplan_meier(np.array([1]), np.array([True])))

    assert (low.tolist(), high.tolist()) == ([0.0], [1.0])
