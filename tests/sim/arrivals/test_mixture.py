"""The channels' own profiles add up to what is said of all filings, exactly."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_midnight_us
from engine.events.enums import Channel
from sim.arrivals.intensity import intensity
from sim.arrivals.mixture import channel_shares_by_hour
from sim.errors import ScenarioError
from sim.scenario.load import load_scenario, preset_names, with_changes
from sim.scenario.scenario import Scenario
from tests.examples import examples

CALENDAR = WorkCalendar.china()
NATION = load_scenario("national-2020")
PLACE = {channel: place for place, channel in enumerate(Channel)}


def by_channel(scenario: Scenario) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Filings expected in the reference year: float64[days, 24, channels], and which hours and days are worked."""
    year = scenario.arrivals.year
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    expected = intensity(scenario.arrivals, scenario.cases.channel, CALENDAR, starts_on=date(year, 1, 1), days=days)
    midnights = local_midnight_us(date(year, 1, 1)) + DAY_US * np.arange(days)
    worked = CALENDAR.is_workday_many(midnights)
    middles = midnights[:, None] + HOUR_US * np.arange(24)[None, :] + HOUR_US // 2
    working = CALENDAR.is_working_many(middles.ravel()).reshape(days, 24)
    shares = channel_shares_by_hour(scenario.arrivals, scenario.cases.channel)
    rates = expected.day_mean[:, None] * expected.hour_share
    return rates[:, :, None] * shares[worked.astype(int)], working, worked


@pytest.mark.parametrize("name", preset_names())
def test_a_presets_channels_add_up_to_its_filings(name):
    """Over a year each channel has its share, and off-hours and days off have theirs of all filings."""
    scenario = load_scenario(name)
    filings, working, worked = by_channel(scenario)
    arrivals, total = scenario.arrivals, filings.sum()
    of_channel = filings.sum(axis=(0, 1)) / total

    assert {channel: of_channel[PLACE[channel]] for channel in scenario.cases.channel} == pytest.approx(
        dict(scenario.cases.channel), abs=1e-9
    )
    assert filings[~working].sum() / total == pytest.approx(arrivals.off_hours_share, abs=1e-9)
    assert filings[~worked].sum() / total == pytest.approx(arrivals.off_day_share, abs=1e-9)


@pytest.mark.parametrize("name", ["national-2020", "national-2022"])
def test_a_channel_keeps_its_own_hours(name):
    """Each profiled channel files the share outside working hours and on days off that its profile says."""
    scenario = load_scenario(name)
    filings, working, worked = by_channel(scenario)
    for channel in scenario.cases.channel:
        profile = scenario.arrivals.profile.own(channel)
        if profile is None:
            continue
        own = filings[:, :, PLACE[channel]]
        assert own[~working].sum() / own.sum() == pytest.approx(profile.off_hours_share, abs=1e-9)
        assert own[~worked].sum() / own.sum() == pytest.approx(profile.off_day_share, abs=1e-9)


def test_hours_of_a_channel_have_its_own_shape():
    """Within working hours, the other hours of workdays and days off, filings are in proportion to the weights."""
    filings, working, worked = by_channel(NATION)
    mobile, profile = filings[:, :, PLACE[Channel.MOBILE_COURT]], NATION.arrivals.profile.mobile_court
    assert profile is not None
    for days, weights in ((worked, profile.workday_hour_weights), (~worked, profile.off_day_hour_weights)):
        assert weights is not None
        by_hour = mobile[days].sum(axis=0)
        for part in (working[days][0], ~working[days][0]):
            if part.any():
                assert by_hour[part] / by_hour[part].sum() == pytest.approx(
                    np.array(weights)[part] / np.array(weights)[part].sum(), abs=1e-12
                )


def test_the_window_closes_and_the_mobile_court_does_not():
    """Outside working hours the window has no filings at all; the mobile court has some in every hour of every day."""
    filings, working, _ = by_channel(NATION)

    assert (filings[~working][:, PLACE[Channel.COURT_WINDOW]] == 0.0).all()
    assert (filings[:, :, PLACE[Channel.MOBILE_COURT]] > 0.0).all()


def test_without_profiles_every_hour_has_the_shares_of_all_filings():
    """A scenario that says nothing of channels' hours draws every case's channel alike, as it always did."""
    court = load_scenario("one-court")
    shares = channel_shares_by_hour(court.arrivals, court.cases.channel)

    assert (shares == shares[0, 0]).all()
    assert shares[0, 0].tolist() == [0.54, 0.46, 0.0, 0.0, 0.0]


@settings(max_examples=examples(60), deadline=None)
@given(
    weights=st.lists(st.floats(0.05, 1.0), min_size=5, max_size=5),
    halves=st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), min_size=5, max_size=5),
    own=st.sets(st.sampled_from(list(Channel))),
)
def test_any_profiles_that_fit_are_kept(weights, halves, own):
    """Whatever shares and profiles fit together, the mixture gives every channel its share and its own hours."""
    shares = {channel: weight / sum(weights) for channel, weight in zip(Channel, weights, strict=True)}
    spreads = dict(zip(Channel, [(hours, hours * days) for hours, days in halves], strict=True))
    profiles = {
        channel.value: {"off_hours_share": spreads[channel][0], "off_day_share": spreads[channel][1]} for channel in own
    }
    rest = [spreads[channel] for channel in Channel if channel not in own][:1]
    mixed = [
        sum(share * (spreads[channel] if channel in own else rest[0])[place] for channel, share in shares.items())
        for place in (0, 1)
    ]
    changes = {
        "cases.channel": shares,
        "arrivals.profile": profiles,
        "arrivals.off_hours_share": min(mixed[0], 0.999),
        "arrivals.off_day_share": min(mixed[1], mixed[0], 0.998),
    }
    try:
        scenario = with_changes(NATION, changes)
    except ScenarioError:
        return  # almost everything of some kind of hour: no room is left for rounding
    filings, working, worked = by_channel(scenario)

    of_channel = filings.sum(axis=(0, 1)) / filings.sum()
    assert of_channel == pytest.approx([shares[channel] for channel in Channel], abs=1e-4)
    for channel in Channel:
        off_hours, off_days = spreads[channel] if channel in own else rest[0]
        of_it = filings[:, :, PLACE[channel]] / filings[:, :, PLACE[channel]].sum()
        assert of_it[~working].sum() == pytest.approx(off_hours, abs=0.01)
        assert of_it[~worked].sum() == pytest.approx(off_days, abs=0.01)
