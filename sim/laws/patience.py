"""How long parties wait for a mediator to accept before they take their case back."""

import math
from typing import Final, NamedTuple

from numba import njit

from engine.calendar.day import DAY_US
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform
from sim.scenario.handling import Withdrawal

NEVER_WITHDRAWN: Final = 2**63 - 1
"""Instant at which a case of unlimited patience is withdrawn."""
_PATIENCE: Final = int(Purpose.PATIENCE)


class PatienceLaw(NamedTuple):
    """Whose patience ends, and when."""

    share: float
    """Fraction of cases of limited patience."""
    mean_us: float
    """Mean of the exponential law of their patience; calendar time, since people wait at night too."""


def patience_law(withdrawal: Withdrawal) -> PatienceLaw:
    """Return the law of section `[withdrawal]`."""
    return PatienceLaw(withdrawal.share, withdrawal.patience_mean_days * DAY_US)


@njit(cache=True)
def withdrawn_at(law: PatienceLaw, seed: int, replication: int, case_id: int, filed_at: int) -> int:
    """Return when a case is withdrawn if nobody has accepted it by then.

    Returns
    -------
    int
        Microseconds, after the filing; `NEVER_WITHDRAWN` of a case of unlimited patience. A larger share or a shorter
        mean only ever brings it forward.
    """
    if law.share <= 0.0 or uniform(seed, replication, _PATIENCE, case_id, 0) >= law.share:
        return NEVER_WITHDRAWN
    patience = -law.mean_us * math.log1p(-uniform(seed, replication, _PATIENCE, case_id, 1))
    return filed_at + max(1, round(patience))
