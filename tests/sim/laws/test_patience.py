"""As many parties lose patience as the scenario says, after an exponential time."""

import math

import numpy as np
from scipy import stats

from engine.calendar.day import DAY_US
from sim.laws.patience import NEVER_WITHDRAWN, patience_law, withdrawn_at
from sim.scenario.handling import Withdrawal

COUNT = 20_000
FILED_AT = 1_600_000_000_000_000


def _instants(share: float, mean_days: float = 10.0) -> np.ndarray:
    law = patience_law(Withdrawal(share=share, patience_mean_days=mean_days))
    return np.array([withdrawn_at(law, 1, 0, case, FILED_AT) for case in range(COUNT)])


def test_the_share_of_limited_patience_is_the_one_asked_for():
    """Of 20,000 cases a share of 0.3 may be withdrawn (z-score below 4); of a share of 0 none, of 1 all."""
    limited = int((_instants(0.3) != NEVER_WITHDRAWN).sum())

    assert abs(limited - 0.3 * COUNT) < 4 * math.sqrt(COUNT * 0.3 * 0.7)
    assert (_instants(0.0) == NEVER_WITHDRAWN).all()
    assert (_instants(1.0) != NEVER_WITHDRAWN).all()


def test_patience_is_exponential_in_calendar_time():
    """Its law agrees with the exponential of that mean (Kolmogorov-Smirnov, p above 1e-4) and is never 0."""
    patience = _instants(1.0) - FILED_AT

    assert patience.min() > 0
    assert stats.kstest(patience / DAY_US, "expon", args=(0, 10.0)).pvalue > 1e-4


def test_more_impatience_only_brings_a_withdrawal_forward():
    """With a larger share or a shorter mean each case is withdrawn no later: scenarios share their random numbers."""
    assert (_instants(0.6) <= _instants(0.3)).all()
    assert (_instants(0.6, 5.0) <= _instants(0.6)).all()
