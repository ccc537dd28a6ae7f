"""A case comes through a channel that is open when it is filed, as often as the channel's rate says."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, UTC_OFFSET_US, local_midnight_us
from engine.events.enums import Channel
from sim.arrivals.draw import Variation, draw_filings
from sim.arrivals.intensity import intensity
from sim.arrivals.mixture import channel_shares_by_hour
from sim.model.course import features
from sim.model.laws import case_laws
from sim.scenario.load import load_scenario, with_changes

CALENDAR = WorkCalendar.china()
SCENARIO = with_changes(load_scenario("national-2022"), {"arrivals.cases_per_year": 1_500_000})
STARTS_ON, DAYS = date(2022, 4, 25), 28
"""Four weeks with the holiday of May and two make-up days."""
KINDS = ("working hours", "off hours of workdays", "days off")


class Filings:
    """Filings of four weeks: who came when and how, and how many were expected by kind of hour and channel."""

    def __init__(self) -> None:
        expected = intensity(SCENARIO.arrivals, SCENARIO.cases.channel, CALENDAR, starts_on=STARTS_ON, days=DAYS)
        no_variation = Variation(0.0, 0.0)
        case_ids, self.filed_at = draw_filings(7, 0, np.full(50, 0.02), expected, no_variation)
        laws = case_laws(SCENARIO, CALENDAR, seed=7, replication=0)
        self.channel = features(laws, case_ids, self.filed_at).channel
        midnights = local_midnight_us(STARTS_ON) + DAY_US * np.arange(DAYS)
        worked = CALENDAR.is_workday_many(midnights)
        middles = midnights[:, None] + HOUR_US * np.arange(24)[None, :] + HOUR_US // 2
        working = CALENDAR.is_working_many(middles.ravel()).reshape(DAYS, 24)
        shares = channel_shares_by_hour(SCENARIO.arrivals, SCENARIO.cases.channel)[worked.astype(int)]
        self.rates = expected.day_mean[:, None, None] * expected.hour_share[:, :, None] * shares
        """float64[days, 24, channels]"""
        self.hour_kind = np.where(working, 0, np.where(worked[:, None], 1, 2))
        """int64[days, 24]: place in `KINDS`."""
        self.hour = (self.filed_at - local_midnight_us(STARTS_ON)) // HOUR_US
        self.kind = self.hour_kind.ravel()[self.hour]


@pytest.fixture(scope="module")
def filings() -> Filings:
    """The filings, drawn once."""
    return Filings()


def test_every_channel_has_its_filings_of_every_kind_of_hour(filings):
    """Counts by channel and kind of hour are Poisson of the expected ones (each |z| below 4.5, chi-square p > 1e-4)."""
    expected = np.array([filings.rates[filings.hour_kind == kind].sum(axis=0) for kind in range(len(KINDS))])
    observed = np.array(
        [np.bincount(filings.channel[filings.kind == kind], minlength=len(Channel)) for kind in range(len(KINDS))]
    )
    some = expected > 0.0
    z = (observed[some] - expected[some]) / np.sqrt(expected[some])

    assert (observed[~some] == 0).all()
    assert np.abs(z).max() < 4.5
    assert stats.chi2.sf(float((z**2).sum()), int(some.sum())) > 1e-4


def test_given_its_hour_a_case_has_the_channels_of_the_hour(filings):
    """Given how many came in an hour of the day, channels have their exact shares (chi-square, p above 1e-4)."""
    of_day = filings.hour % 24
    statistic, freedom = 0.0, 0
    for kind in range(len(KINDS)):
        for hour in range(24):
            here = filings.channel[(filings.kind == kind) & (of_day == hour)]
            days = filings.hour_kind[:, hour] == kind
            if not days.any():
                continue
            shares = filings.rates[days, hour].sum(axis=0)
            expected = shares / shares.sum() * len(here)
            some = expected > 5.0
            observed = np.bincount(here, minlength=len(Channel))
            statistic += float(((observed - expected)[some] ** 2 / expected[some]).sum())
            freedom += int(some.sum()) - 1

    assert stats.chi2.sf(statistic, freedom) > 1e-4
    assert freedom > 100


def test_the_window_never_takes_a_filing_outside_working_hours(filings):
    """Of tens of thousands of filings off hours none came through the window, and in working hours many did."""
    window = list(Channel).index(Channel.COURT_WINDOW)
    closed = ~CALENDAR.is_working_many(filings.filed_at)

    assert closed.sum() > 20_000
    assert not (filings.channel[closed] == window).any()
    assert (filings.channel[~closed] == window).sum() > 20_000


def test_the_mobile_court_takes_filings_in_every_hour(filings):
    """Each of the 24 hours of a workday, and of a day off, has filings by the mobile court."""
    mobile = filings.channel == list(Channel).index(Channel.MOBILE_COURT)
    hours = (filings.filed_at[mobile] + UTC_OFFSET_US) // HOUR_US % 24
    worked = CALENDAR.is_workday_many(filings.filed_at[mobile])

    assert np.unique(hours[worked]).size == 24
    assert np.unique(hours[~worked]).size == 24


def test_a_channel_without_cases_is_never_drawn():
    """Where one channel has all cases and others none, no word leads to another."""
    court = with_changes(load_scenario("one-court"), {"cases.channel": {"mobile_court": 1.0, "hotline": 0.0}})
    laws = case_laws(court, CALENDAR, seed=1, replication=0)
    case_ids = np.arange(20_000)
    filed_at = local_midnight_us(date(2020, 8, 24)) + case_ids * (HOUR_US // 60)

    channels = features(laws, case_ids, filed_at).channel
    assert set(channels.tolist()) == {list(Channel).index(Channel.MOBILE_COURT)}
