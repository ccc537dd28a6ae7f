"""How far two logs are from each other: distances of times, after the measures by which process simulators are scored.

Reference: D. Chapela-Campa, I. Benchekroun, O. Baron, M. Dumas, D. Krass and A. Senderovich (2023), Can I trust my
simulation model? Measuring the quality of business process simulation models, BPM 2023.
"""

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import DAY_SECONDS, WEEK_DAYS, Customers

HOUR_SECONDS = 3_600.0
NAMES = ("absolute_hours", "circadian_hours", "relative_seconds", "cycle_seconds", "arrivals_hours")
"""Distances in the order in which they are told."""


def earth_mover(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return the least work that turns one sample into another: the area between their distribution functions.

    Parameters
    ----------
    first, second
        float64[n] and float64[m], at least 1 each; each sample as a whole weighs 1.

    Examples
    --------
    >>> earth_mover(np.array([0.0, 2.0]), np.array([1.0, 3.0, 1.0, 3.0]))
    1.0

    """
    one, two = np.sort(first), np.sort(second)
    places = np.sort(np.concatenate((one, two)))
    widths = np.diff(places)
    below_one = np.searchsorted(one, places[:-1], side="right") / one.size
    below_two = np.searchsorted(two, places[:-1], side="right") / two.size
    return float(np.sum(np.abs(below_one - below_two) * widths))


def distances(observed: Customers, simulated: Customers) -> dict[str, float]:
    """Return every distance of two logs over the same days.

    Events are the coming, and the end of the wait and of service. Absolute: their instants, whole hours. Circadian:
    their hour of the day, weekday by weekday, weighted by the events observed. Relative: seconds since the customer
    came. Cycle: seconds in all. Arrivals: instants of coming, whole hours.

    Parameters
    ----------
    observed, simulated
        Logs with at least one customer each.

    """
    one, two = _events(observed), _events(simulated)
    return {
        "absolute_hours": earth_mover(one[:, 0] // HOUR_SECONDS, two[:, 0] // HOUR_SECONDS),
        "circadian_hours": _circadian(one[:, 0], two[:, 0]),
        "relative_seconds": earth_mover(one[:, 1], two[:, 1]),
        "cycle_seconds": earth_mover(_cycle(observed), _cycle(simulated)),
        "arrivals_hours": earth_mover(observed.arrival // HOUR_SECONDS, simulated.arrival // HOUR_SECONDS),
    }


def _events(log: Customers) -> NDArray[np.float64]:
    """float64[events, 2]: instant, and seconds since the customer came; the coming itself has no second number."""
    waited = np.column_stack((log.arrival + log.wait, log.wait))
    ended = log.served & np.isfinite(log.service)
    through = log.wait[ended] + log.service[ended]
    return np.concatenate((waited, np.column_stack((log.arrival[ended] + through, through))))


def _cycle(log: Customers) -> NDArray[np.float64]:
    return log.wait + np.nan_to_num(log.service)


def _circadian(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    total, weight = 0.0, 0
    for weekday in range(WEEK_DAYS):
        own = [at[(at // DAY_SECONDS) % WEEK_DAYS == weekday] for at in (one, two)]
        if own[0].size and own[1].size:
            hours = [(at % DAY_SECONDS) // HOUR_SECONDS for at in own]
            total += own[0].size * earth_mover(hours[0], hours[1])
            weight += own[0].size
    return total / weight if weight else float("nan")
