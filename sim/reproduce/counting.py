"""All filings since the launch, drawn by the platform's own arrival process and counted; nobody mediates them."""

from datetime import timedelta
from itertools import pairwise
from typing import Final

from engine.calendar.calendar import WorkCalendar
from sim.arrivals.draw import Variation, draw_days, first_cursor
from sim.arrivals.intensity import intensity
from sim.population.build import build_population
from sim.reproduce.platform import DAYS_SINCE_LAUNCH, LAUNCH
from sim.scenario.load import with_changes
from sim.scenario.scenario import Scenario

_DAYS_AT_ONCE: Final = 30
"""Half a million filings of a national month lie in memory, not all since the launch."""


def since_the_launch(scenario: Scenario) -> Scenario:
    """Give the same scenario from the launch of the platform, before which nobody had filed, to the end of 2020."""
    window = {"window.starts_on": LAUNCH, "window.days": DAYS_SINCE_LAUNCH, "window.history_days": 0}
    return with_changes(scenario, window)


def count_filings(scenario: Scenario, calendar: WorkCalendar, *, seed: int, replication: int = 0) -> int:
    """Draw every filing of a scenario's window, as a run of it would, and count them.

    Parameters
    ----------
    scenario
        What to draw; its history is drawn too, so that the filings are those of a run.
    calendar
        The courts' working calendar.
    seed, replication
        Key of the random words.

    Returns
    -------
    int
        Filings in the window; 13.6 million take some seconds.

    Raises
    ------
    CalendarRangeError
        If the calendar does not know a day that is needed.

    Examples
    --------
    >>> from sim.scenario.load import load_scenario
    >>> 60 < count_filings(load_scenario("one-court"), WorkCalendar.china(2020, 2020), seed=1) < 130
    True

    """
    window, arrivals = scenario.window, scenario.arrivals
    shares = build_population(scenario, seed=seed).court_share
    before = timedelta(days=window.history_days)
    days = window.history_days + window.days
    expected = intensity(arrivals, scenario.cases.channel, calendar, starts_on=window.starts_on - before, days=days)
    variation = Variation(arrivals.court_day_variation, arrivals.national_day_variation)
    cursor = first_cursor(seed, replication, len(shares))
    filings = 0
    edges = [*range(0, window.history_days, _DAYS_AT_ONCE), *range(window.history_days, days, _DAYS_AT_ONCE), days]
    for first, last in pairwise(edges):
        drawn, _ = draw_days(seed, replication, shares, expected, variation, cursor, first, last)
        filings += len(drawn) if first >= window.history_days else 0
    return filings
