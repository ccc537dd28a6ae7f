"""What is measured of a log, observed or simulated alike."""

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import DAY_SECONDS, Customers
from sim.calibration.slots import counts_by_slot, slots_of

HOURS = 24
HALF_HOURS = 48
HOUR_CUSTOMERS_MIN = 20
"""Fewest customers of an hour whose share says anything."""
QUANTILES = (0.5, 0.75, 0.9, 0.95)
"""Quantiles of the wait that are told."""
_EVERY_DAY = slots_of((("mon", "tue", "wed", "thu", "fri", "sat", "sun"),), 30)


def summary(log: Customers) -> dict[str, float]:
    """Measure a log.

    Parameters
    ----------
    log
        At least one customer.

    Returns
    -------
    dict[str, float]
        Waits and services in seconds; NaN where nobody was served.

    """
    waits, services = log.wait[log.served], log.service[log.served & np.isfinite(log.service)]
    found = {
        "arrivals_per_day": log.arrival.size / len(log.days),
        "wait_mean_served": _mean(waits),
        "wait_mean_all": _mean(log.wait),
        "wait_share_served": _mean(waits > 0),
        "abandonment_share": _mean(~log.served),
        "service_mean": _mean(services),
    }
    for share in QUANTILES:
        found[f"wait_p{100 * share:.0f}_served"] = float(np.quantile(waits, share)) if waits.size else float("nan")
    return found


def abandonment_by_hour(log: Customers) -> NDArray[np.float64]:
    """Return the share who left, by hour of the day of coming.

    Parameters
    ----------
    log
        The customers.

    Returns
    -------
    NDArray[np.float64]
        float64[24]; NaN where fewer than `HOUR_CUSTOMERS_MIN` came.

    """
    hour = ((log.arrival % DAY_SECONDS) // 3_600).astype(np.int64)
    came = np.bincount(hour, minlength=HOURS).astype(np.float64)
    left = np.bincount(hour[~log.served], minlength=HOURS).astype(np.float64)
    return np.divide(left, came, out=np.full(HOURS, np.nan), where=came >= HOUR_CUSTOMERS_MIN)


def customers_by_hour(log: Customers) -> NDArray[np.float64]:
    """Return how many came, by hour of the day: float64[24]."""
    hour = ((log.arrival % DAY_SECONDS) // 3_600).astype(np.int64)
    return np.bincount(hour, minlength=HOURS).astype(np.float64)


def arrivals_by_half_hour(log: Customers) -> NDArray[np.float64]:
    """Return the mean arrivals a day by half-hour: float64[48]."""
    return counts_by_slot(log.arrival, log.days, _EVERY_DAY).mean(axis=0)


def _mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if values.size else float("nan")
