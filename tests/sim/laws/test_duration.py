"""The law of durations has the mean it was asked for, and its survival function is its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.laws.duration import duration_law, duration_us, survival
from sim.scenario.handling import Durations

DAY_US = 86_400_000_000
NATIONAL = Durations(mean_days=23.33, period_days=30, within_period_share=0.82, within_period_mean_days=18.6)
ALL_WITHIN = Durations(mean_days=18.6, period_days=30, within_period_share=1.0, within_period_mean_days=18.6)


@pytest.mark.parametrize("section", [NATIONAL, ALL_WITHIN])
def test_the_mean_is_the_one_published(section):
    """Averaged over all quantiles, the duration is `mean_days` to a hundredth of a per cent."""
    law = duration_law(section)
    quantiles = (np.arange(200_000) + 0.5) / 200_000

    mean_days = np.mean([duration_us(law, quantile) for quantile in quantiles]) / DAY_US

    assert mean_days == pytest.approx(section.mean_days, rel=1e-4)


@given(st.floats(0.0, 1.0, exclude_max=True))
def test_survival_undoes_the_quantile(quantile):
    """The probability of lasting longer than the q-quantile is 1 - q."""
    law = duration_law(NATIONAL)

    lasting_longer = survival(law, np.array([float(duration_us(law, quantile))]))[0]

    assert lasting_longer == pytest.approx(1.0 - quantile, abs=1e-9)


def test_a_duration_is_never_zero():
    """The smallest quantile lasts a microsecond, so that no case closes at the instant it is accepted."""
    assert duration_us(duration_law(NATIONAL), 0.0) == 1


def test_the_share_within_the_period_is_kept():
    """At the end of the statutory period exactly the extended share is still open."""
    law = duration_law(NATIONAL)

    assert survival(law, np.array([30.0 * DAY_US]))[0] == pytest.approx(0.18)
