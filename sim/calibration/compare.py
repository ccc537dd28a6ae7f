"""Observed against simulated: measures, distribution of waits, abandonment by hour, arrivals, distances."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.calibration.customers import Customers
from sim.calibration.distances import distances
from sim.calibration.measures import abandonment_by_hour, arrivals_by_half_hour, customers_by_hour, summary
from sim.calibration.rates import dispersion_of
from sim.calibration.slots import Slots
from sim.calibration.tolerance import LEVEL, Verdict, distance_verdict, half_width, verdict
from sim.output.empirical import ks_distance

CURVE_POINTS = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class Band:
    """A measure by time of day."""

    observed: NDArray[np.float64]
    """float64[k]."""
    simulated: NDArray[np.float64]
    """float64[k]: mean over the replications."""
    low: NDArray[np.float64]
    """float64[k]: lower end of the interval in which one more run lies."""
    high: NDArray[np.float64]
    """float64[k]: upper end."""

    @property
    def inside(self) -> tuple[int, int]:
        """How many of the observed lie in their intervals, and how many there are."""
        known = np.isfinite(self.observed) & np.isfinite(self.low)
        within = known & (self.observed >= self.low) & (self.observed <= self.high)
        return int(np.sum(within)), int(np.sum(known))


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """What a comparison finds."""

    days: tuple[int, ...]
    """Days compared."""
    customers: int
    """Customers observed."""
    replications: int
    """Simulated runs."""
    verdicts: tuple[Verdict, ...]
    """Measures; the judged ones first."""
    service_ks: float
    """Distance of the simulated services to the log's."""
    distances: dict[str, tuple[float, float]]
    """Distance to the log, mean over replications, and the same between two replications, by name."""
    curve: NDArray[np.float64]
    """float64[points, 3]: wait, and the share of the served who waited no longer, observed and simulated."""
    by_hour: Band
    """Share who left, by hour of coming."""
    came_by_hour: NDArray[np.float64]
    """float64[24]: customers observed."""
    dispersion: tuple[float, float]
    """Variance over mean of hourly counts, observed and simulated; NaN with too few like days."""
    by_half_hour: Band
    """Arrivals a day by half-hour."""

    @property
    def met(self) -> bool:
        """Whether every judged measure is within its tolerance."""
        return all(each.met for each in self.verdicts if each.judged)

    @property
    def judged(self) -> list[Verdict]:
        """The measures judged."""
        return [each for each in self.verdicts if each.judged]


def compare(observed: Customers, runs: Sequence[Customers], slots: Slots) -> Comparison:
    """Compare a log with simulated runs over the same days.

    Parameters
    ----------
    observed
        The log.
    runs
        At least two.
    slots
        Which days are alike, for the dispersion.

    """
    seen, made = summary(observed), [summary(run) for run in runs]
    verdicts = [verdict(name, value, [each[name] for each in made]) for name, value in seen.items()]
    verdicts.append(_wait_distance(observed, runs))
    verdicts.sort(key=lambda each: not each.judged)
    return Comparison(
        days=observed.days,
        customers=int(observed.arrival.size),
        replications=len(runs),
        verdicts=tuple(verdicts),
        service_ks=ks_distance(_services(observed), np.concatenate([_services(run) for run in runs])),
        distances=_distances(observed, runs),
        curve=_curve(observed, runs),
        by_hour=_band(abandonment_by_hour(observed), [abandonment_by_hour(run) for run in runs]),
        came_by_hour=customers_by_hour(observed),
        dispersion=(
            dispersion_of(observed.arrival, observed.days, slots),
            float(np.mean([dispersion_of(run.arrival, run.days, slots) for run in runs])),
        ),
        by_half_hour=_band(arrivals_by_half_hour(observed), [arrivals_by_half_hour(run) for run in runs]),
    )


def _services(log: Customers) -> NDArray[np.float64]:
    return log.service[np.isfinite(log.service)]


def _wait_distance(observed: Customers, runs: Sequence[Customers]) -> Verdict:
    waits = [run.wait[run.served] for run in runs]
    between = [
        ks_distance(own, np.concatenate([other for place, other in enumerate(waits) if place != number]))
        for number, own in enumerate(waits)
    ]
    to_log = ks_distance(observed.wait[observed.served], np.concatenate(waits))
    return distance_verdict("wait_ks_served", to_log, between)


def _distances(observed: Customers, runs: Sequence[Customers]) -> dict[str, tuple[float, float]]:
    to_log = [distances(observed, run) for run in runs]
    between = [distances(one, two) for one, two in pairwise(runs)]
    return {
        name: (float(np.mean([each[name] for each in to_log])), float(np.mean([each[name] for each in between])))
        for name in to_log[0]
    }


def _curve(observed: Customers, runs: Sequence[Customers]) -> NDArray[np.float64]:
    one = np.sort(observed.wait[observed.served])
    two = np.sort(np.concatenate([run.wait[run.served] for run in runs]))
    end = float(np.quantile(np.concatenate((one, two)), 0.995))
    places = np.linspace(0.0, end, CURVE_POINTS)
    shares = [np.searchsorted(each, places, side="right") / each.size for each in (one, two)]
    return np.column_stack((places, *shares))


def _band(observed: NDArray[np.float64], made: Sequence[NDArray[np.float64]]) -> Band:
    """Interval by interval, where every run has a value; the level is that of `tolerance.LEVEL`."""
    assert 0 < LEVEL < 1
    columns = [[float(row[place]) for row in made] for place in range(observed.size)]
    widths = np.array([half_width(own) if np.all(np.isfinite(own)) else np.nan for own in columns])
    mean = np.array([float(np.mean(own)) for own in columns])
    return Band(observed=observed, simulated=mean, low=np.maximum(mean - widths, 0.0), high=mean + widths)
