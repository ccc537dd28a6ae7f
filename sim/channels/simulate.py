"""Draw a filings scenario, hour by hour, and measure it.

Each sort of filing through each channel is a Poisson process whose rate changes from hour to hour; only the counts of
hours are drawn.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.records import Rates
from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import MINUTE_US
from engine.events.enums import Channel
from sim.channels.expected import HOURS, Days, days_of, expected_by_hour
from sim.channels.lawyers import draw_lawyers, lawyers_measures
from sim.channels.poisson import drawn_by_hour
from sim.channels.records import ChannelMeasures, FilingsMeasures, ratio
from sim.channels.scenario import FilingsScenario

_SORTS: Final = ("civil", "other")
_MOBILE_STREAM: Final = 1_000
"""First stream of the mobile court's services: those of channels lie below, that of lawyers above."""
_MINUTES_A_WORKDAY: Final = WORKING_DAY_US // MINUTE_US


def simulate_filings(
    scenario: FilingsScenario, calendar: WorkCalendar, *, seed: int, replication: int = 0
) -> FilingsMeasures:
    """Draw every hour of a scenario and measure what came.

    Parameters
    ----------
    scenario
        What to simulate.
    calendar
        The courts' working calendar; must know the window and the weeks of the lawyers' site.
    seed, replication
        Key of all random words; equal keys give equal counts on every machine.

    Returns
    -------
    FilingsMeasures
        Counts and rates; about 0.1 s for the nation's year.

    Raises
    ------
    CalendarRangeError
        If a day needed leaves the calendar.

    Examples
    --------
    >>> from sim.channels.load import load_filings
    >>> found = simulate_filings(load_filings("court-filings-2020"), WorkCalendar.china(2020, 2021), seed=1)
    >>> round(found.online_share, 2), round(found.online_off_day_share, 2), found.lawyers.workdays
    (0.55, 0.1, 32)

    """
    days = days_of(calendar, scenario.window.starts_on, scenario.window.days)
    filings = _registered(scenario, days, seed, replication)
    requests = _requests(scenario, days, seed, replication)
    site_days = days_of(calendar, scenario.lawyers_site.starts_on, scenario.lawyers_site.days)
    joined, cases = draw_lawyers(scenario, site_days, seed, replication)
    online = sum(
        (counts for (channel, _), counts in filings.items() if channel != Channel.COURT_WINDOW),
        start=np.zeros(days.working.shape, np.int64),
    )
    civil = sum(int(counts.sum()) for (_, sort), counts in filings.items() if sort == "civil")
    registered = sum(int(counts.sum()) for counts in filings.values())
    online_measures = measured(Channel.ONLINE_FILING, "all", days, online)
    return FilingsMeasures(
        scenario=scenario.name,
        seed=seed,
        channels=[measured(*key, days, counts) for key, counts in (*filings.items(), *requests.items())]
        + [measured(Channel.LAWYERS_SITE, "case", site_days, cases)],
        registered=registered,
        civil=civil,
        online=int(online.sum()),
        online_share=ratio(int(online.sum()), registered),
        online_share_of_civil=ratio(int(online.sum()), civil),
        online_off_hours_share=online_measures.off_hours_share,
        online_off_day_share=online_measures.off_day_share,
        lawyers=lawyers_measures(joined, cases, site_days),
        mobile_courts=scenario.mobile_court.courts,
        platform_courts=scenario.mediation_platform.courts,
    )


def measured(channel: str, sort: str, days: Days, counts: NDArray[np.int64]) -> ChannelMeasures:
    """Sum the counts of a channel up.

    Parameters
    ----------
    channel, sort
        What was counted.
    days
        The span.
    counts
        int64[days, 24].

    """
    total, workdays = int(counts.sum()), int(days.workday.sum())
    by_weekday = np.zeros((7, HOURS), np.int64)
    np.add.at(by_weekday, (days.starts_on.weekday() + np.arange(len(counts))) % 7, counts)
    return ChannelMeasures(
        channel=str(channel),
        sort=sort,
        starts_on=days.starts_on,
        days=len(counts),
        workdays=workdays,
        rates=Rates(
            count=total,
            per_workday=total / workdays if workdays else None,
            per_working_minute=total / (workdays * _MINUTES_A_WORKDAY) if workdays else None,
            per_calendar_day=total / len(counts),
        ),
        off_hours_share=ratio(int(counts[~days.working].sum()), total),
        off_day_share=ratio(int(counts[~days.workday].sum()), total),
        by_hour_of_week=by_weekday.ravel().tolist(),
    )


def _registered(
    scenario: FilingsScenario, days: Days, seed: int, replication: int
) -> dict[tuple[str, str], NDArray[np.int64]]:
    """int64[days, 24] by channel and sort: a filing is civil with the same probability on every channel."""
    civil = 1.0 / scenario.registered.all_per_civil
    counts: dict[tuple[str, str], NDArray[np.int64]] = {}
    for place, channel in enumerate(scenario.channel):
        off_hours = scenario.off_hours
        expected = expected_by_hour(
            days,
            scenario.filings_of(channel),
            scenario.hours,
            off_hours_share=off_hours.outside if channel.always_open else 0.0,
            off_day_share=off_hours.on_days_off if channel.always_open else 0.0,
        )
        for number, (sort, share) in enumerate(zip(_SORTS, (civil, 1.0 - civil), strict=True)):
            stream = place * len(_SORTS) + number
            counts[channel.name, sort] = drawn_by_hour(seed, replication, stream, days, share * expected)
    return counts


def _requests(
    scenario: FilingsScenario, days: Days, seed: int, replication: int
) -> dict[tuple[str, str], NDArray[np.int64]]:
    """int64[days, 24] by service of the mobile court, which is never closed."""
    court = scenario.mobile_court
    expected = expected_by_hour(
        days,
        court.visits_a_day * scenario.window.days,
        scenario.hours,
        off_hours_share=court.off_hours_share,
        off_day_share=court.off_day_share,
    )
    return {
        (Channel.MOBILE_COURT, service.name): drawn_by_hour(
            seed, replication, _MOBILE_STREAM + place, days, service.share * expected
        )
        for place, service in enumerate(court.service)
    }
