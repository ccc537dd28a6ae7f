"""The simultaneous band of a survival curve and its critical value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import solve_banded
from scipy.stats import kstwobign

from analytics.errors import StatisticsError
from analytics.statistics.hall_wellner import bridge_critical_value, bridge_stays_within, hall_wellner_band
from analytics.statistics.kaplan_meier import kaplan_meier
from tests.analytics.statistics import leukaemia


def diffused_probability(bound: float, until: float, *, cells: int = 1000, steps: int = 1000) -> float:
    """Chance that a bridge stays within +-`bound` on [0, `until`], by diffusing its density in small steps.

    The bridge obeys dB = -B / (1 - u) du + dW. Its density p with walls at +-bound obeys
    dp/du = p''/2 + (x p)' / (1 - u), stepped by Crank and Nicolson from the normal law it has early on.
    """
    x = np.linspace(-bound, bound, cells + 1)
    width = x[1] - x[0]
    start = min(bound**2 / 60, until / 2)  # so early, a wall is 7 standard deviations off
    density = np.exp(-(x**2) / (2 * start * (1 - start))) / np.sqrt(2 * np.pi * start * (1 - start))
    du = (until - start) / steps
    for step in range(steps):
        pull = x / (width * (1 - (start + (step + 0.5) * du)))
        above = 0.25 * du * (1 / width**2 + pull)  # half a step's flow to each point from its right neighbour
        below = 0.25 * du * (1 / width**2 - pull)  # and from its left one
        own = -0.5 * du / width**2
        known = density * (1 + own)
        known[:-1] += above[1:] * density[1:]
        known[1:] += below[:-1] * density[:-1]
        bands = np.vstack((-above, np.full(x.size, 1 - own), -below))
        known[[0, -1]] = 0
        bands[1, [0, -1]], bands[0, 1], bands[2, -2] = 1, 0, 0  # nothing is left at the walls
        density = solve_banded((1, 1), bands, known)
    return float(density.sum() * width)


@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.95, 0.99, 0.999])
def test_over_the_whole_bridge_it_is_kolmogorovs(confidence):
    """On [0, 1] the critical value is that of Kolmogorov's limit law."""
    expected = kstwobign.ppf(confidence)

    assert bridge_critical_value(1.0, confidence=confidence) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("bound", "until"), [(0.6, 0.3), (1.2, 0.5), (0.9, 0.75), (1.3, 0.9)])
def test_agrees_with_a_diffusion(bound, until):
    """On part of the bridge the series agrees with a density diffused step by step between two walls."""
    assert bridge_stays_within(bound, until) == pytest.approx(diffused_probability(bound, until), abs=2e-5)


@given(st.floats(1e-6, 1), st.floats(0.5, 0.999))
def test_the_critical_value_has_its_level(until, confidence):
    """Put back into the probability, the critical value gives the level it was asked for."""
    critical = bridge_critical_value(until, confidence=confidence)

    assert bridge_stays_within(critical, until) == pytest.approx(confidence, abs=1e-6)


def test_a_short_stretch_is_brownian_motion():
    """On [0, u] with small u the bridge is Brownian motion, whose 95 % bound is 2.2414 sqrt(u)."""
    assert bridge_critical_value(1e-6) / 1e-3 == pytest.approx(2.2414, abs=1e-3)


@pytest.mark.parametrize(
    ("until", "confidence", "named"),
    [(0, 0.95, "until: 0"), (1.1, 0.95, "until: 1.1"), (0.5, 1, "confidence: 1"), (0.5, 0, "confidence: 0")],
)
def test_values_out_of_range_are_refused(until, confidence, named):
    """A stretch outside (0, 1] and a level outside (0, 1) are refused by name."""
    with pytest.raises(StatisticsError, match=named):
        bridge_critical_value(until, confidence=confidence)


@given(st.integers(2, 300))
def test_without_censoring_the_width_is_kolmogorovs(subjects):
    """With n ends all seen, the band is S +- c / sqrt(n): (1 + n v) S is 1 at every step."""
    curve = kaplan_meier(np.arange(subjects), np.ones(subjects, dtype=bool))
    low, high = hall_wellner_band(curve)

    width = bridge_critical_value(1 - 1 / subjects) / np.sqrt(subjects)
    survival = curve.survival[:-1]
    assert low[:-1].tolist() == pytest.approx(np.maximum(survival - width, 0).tolist(), abs=1e-9)
    assert high[:-1].tolist() == pytest.approx(np.minimum(survival + width, 1).tolist(), abs=1e-9)


def test_wider_than_the_pointwise_normal_interval():
    """A band that must hold everywhere reaches further than S +- 1.96 S sqrt(v) at each step of the sample."""
    curve = kaplan_meier(leukaemia.EXITS, leukaemia.RELAPSED)
    low, high = hall_wellner_band(curve)

    reach = 1.96 * curve.survival * np.sqrt(curve.variance)
    assert np.all(low < curve.survival - reach)
    assert np.all(high > np.minimum(curve.survival + reach, 1) - 1e-12)


def test_where_all_have_ended():
    """At survival 0 the band reaches from 0 to the last bound that could be reckoned; of one subject, to 1."""
    low, high = hall_wellner_band(kaplan_meier(np.arange(400), np.ones(400, dtype=bool)))
    assert low[-1] == 0
    assert high[-1] == high[-2] < 0.1

    alone = hall_wellner_band(kaplan_meier(np.array([1]), np.array([True])))
    assert [bound.tolist() for bound in alone] == [[0.0], [1.0]]
