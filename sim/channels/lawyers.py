"""The lawyers' site: lawyers join one by one, each on a day of his or her own, and file from then on.

Given who has joined, the filings of all lawyers together are one Poisson process: only its counts of hours are drawn.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.channels.expected import Days, expected_by_hour
from sim.channels.poisson import drawn_by_hour
from sim.channels.records import LawyersMeasures, ratio
from sim.channels.scenario import FilingsScenario, LawyersSite
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform

_LAWYER_JOINS = int(Purpose.LAWYER_JOINS)
_LAWYERS_STREAM: Final = 2_000


def draw_lawyers(
    scenario: FilingsScenario, days: Days, seed: int, replication: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw who has joined the site by each day, and the cases they file.

    Parameters
    ----------
    scenario
        What to simulate.
    days
        The weeks of the site.
    seed, replication
        Key of all random words.

    Returns
    -------
    tuple[NDArray[np.int64], NDArray[np.int64]]
        int64[days] lawyers, and int64[days, 24] cases.

    """
    site = scenario.lawyers_site
    joined = np.cumsum(_joining(seed, replication, site.lawyers, site.at_opening_share, site.days))
    expected = expected_cases(scenario, days, joined.astype(np.float64))
    return joined, drawn_by_hour(seed, replication, _LAWYERS_STREAM, days, expected)


def expected_cases(scenario: FilingsScenario, days: Days, joined: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the expected cases of the lawyers' site by day and hour.

    Parameters
    ----------
    scenario
        Says how many cases a lawyer files a workday, and which part of them outside working hours.
    days
        The weeks of the site.
    joined
        float64[days]: lawyers who have joined by each day.

    Returns
    -------
    NDArray[np.float64]
        float64[days, 24].

    """
    off_hours = scenario.off_hours
    shape = expected_by_hour(
        days, 1.0, scenario.hours, off_hours_share=off_hours.outside, off_day_share=off_hours.on_days_off
    )
    a_lawyer = scenario.lawyers_site.cases_a_workday * days.workday.sum() * shape
    return joined[:, None] * a_lawyer


def expected_joined(site: LawyersSite) -> NDArray[np.float64]:
    """float64[days]: lawyers who are expected to have joined by each day."""
    evenly = np.arange(1, site.days + 1) / site.days
    return site.lawyers * (site.at_opening_share + (1.0 - site.at_opening_share) * evenly)


@njit(cache=True)
def _joining(seed: int, replication: int, lawyers: int, at_opening_share: float, days: int) -> NDArray[np.int64]:
    """Count the lawyers who join on each day."""
    counts = np.zeros(days, np.int64)
    for lawyer in range(lawyers):
        u = uniform(seed, replication, _LAWYER_JOINS, lawyer, 0)
        late = (u - at_opening_share) / (1.0 - at_opening_share) if u >= at_opening_share else 0.0
        counts[min(int(late * days), days - 1)] += 1
    return counts


def lawyers_measures(joined: NDArray[np.int64], cases: NDArray[np.int64], days: Days) -> LawyersMeasures:
    """Sum the lawyers and their cases up.

    Parameters
    ----------
    joined, cases
        As drawn by `draw_lawyers`.
    days
        The weeks of the site.

    """
    total, workdays = int(cases.sum()), int(days.workday.sum())
    return LawyersMeasures(
        lawyers=int(joined[-1]),
        lawyers_mean=float(joined.mean()),
        cases=total,
        cases_per_lawyer=ratio(total, int(joined[-1])),
        cases_per_workday=ratio(total, workdays),
        cases_per_calendar_day=ratio(total, len(joined)),
        workdays=workdays,
    )
