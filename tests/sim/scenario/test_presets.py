"""The scenarios that are shipped say what they claim to say."""

from datetime import timedelta
from math import fsum

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from engine.events.enums import DisputeType
from sim.scenario.load import load_scenario, preset_names
from sim.scenario.population import SyntheticPopulation
from sim.scenario.provinces import china_provinces


@pytest.fixture(scope="module")
def national():
    return load_scenario("national-2020")


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_loads_under_its_own_name(name):
    """A preset's name is its file's name."""
    assert load_scenario(name).name == name


def test_the_presets_are_the_promised_ones():
    """The national platform and the court to learn with are there."""
    assert {"national-2020", "one-court"} <= set(preset_names())


def test_the_national_week_is_ordinary(national):
    """Monday to Sunday with five workdays; no holiday or make-up day within fourteen days; season and day factor 1."""
    calendar = WorkCalendar.china(2020, 2020)
    starts_on = national.window.starts_on
    span = [starts_on + timedelta(days=offset) for offset in range(-14, national.window.days + 14)]

    assert (starts_on.weekday(), national.window.days) == (0, 7)
    assert [calendar.is_workday(local_midnight_us(day)) for day in span] == [day.weekday() < 5 for day in span]
    assert national.arrivals.season[starts_on.month - 1] == 1
    assert national.arrivals.national_day_variation == 0


def test_the_season_averages_to_one(national):
    """Over the reference year's filings the season's mean is 1 within two in a thousand, so 1 is an ordinary month."""
    arrivals, calendar = national.arrivals, WorkCalendar.china(2020, 2020)
    first = local_midnight_us(national.window.starts_on.replace(month=1, day=1))
    days = [national.window.starts_on.replace(month=1, day=1) + timedelta(days=offset) for offset in range(366)]
    worked = [calendar.is_workday(first + offset * DAY_US) for offset in range(366)]
    per_day = {True: (1 - arrivals.off_day_share) / sum(worked), False: arrivals.off_day_share / (366 - sum(worked))}

    mean = fsum(per_day[works] * arrivals.season[day.month - 1] for day, works in zip(days, worked, strict=True))
    assert mean == pytest.approx(1, abs=0.002)


def test_the_national_case_mix_covers_every_dispute_type(national):
    """Each dispute type has a share, and the success rates by type lie around the overall one."""
    types = national.cases.dispute_type
    mean = fsum(entry.share * entry.settled_share for entry in types)

    assert {entry.name for entry in types} == set(DisputeType)
    assert mean == pytest.approx(national.cases.settled_share, abs=0.01)


def test_pre_filing_successes_are_the_published_four_million(national):
    """Intake x share of pre-filing routes x success rate gives the 4.24 million pre-filing successes of 2020."""
    pre_filing = fsum(share for route, share in national.cases.entry_route.items() if route.is_pre_filing)

    successes = national.arrivals.cases_per_year * pre_filing * national.cases.settled_share
    assert successes == pytest.approx(4.24e6, rel=0.001)


def test_mean_capacity_is_five(national):
    """The capacities of 3 to 8 cases have a mean of five."""
    section = national.population
    pairs = zip(section.capacities, section.capacity_shares, strict=True)

    assert fsum(capacity * share for capacity, share in pairs) == pytest.approx(5)


def test_durations_keep_the_published_mean(national):
    """Triangle and tail together have the mean of 23.33 days."""
    durations = national.durations
    triangle = (durations.triangular_mode_days + durations.period_days) / 3
    share = durations.within_period_share

    assert share * triangle + (1 - share) * durations.extended_mean_days == pytest.approx(23.33)
    assert durations.extended_mean_days > durations.period_days


def test_one_court_can_be_followed_by_a_reader():
    """One court and a dozen mediators see two or three dozen cases a week, and have room for them."""
    scenario = load_scenario("one-court")
    section, arrivals = scenario.population, scenario.arrivals
    assert isinstance(section, SyntheticPopulation)
    room = section.mediators * fsum(
        capacity * share for capacity, share in zip(section.capacities, section.capacity_shares, strict=True)
    )

    assert (section.courts, section.mediators, section.organisations) == (1, 12, 3)
    assert 20 <= arrivals.cases_per_year / 52 <= 40
    assert arrivals.cases_per_year / 366 * scenario.durations.mean_days < 0.8 * room


def test_china_has_thirty_two_high_courts():
    """Thirty-one provinces and the production corps, in order of their codes, with the census' population."""
    provinces = china_provinces()

    assert len(provinces) == 32
    assert [province.code for province in provinces] == sorted({province.code for province in provinces})
    unweighted = fsum(province.weight for province in provinces)
    assert 1350 < unweighted < 1450
