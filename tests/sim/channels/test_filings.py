"""Filings by channel: counts against their expectation, shares, denominators, and the switch of the off-hours share."""

import math
from datetime import date

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.channels.expected import days_of, expected_by_hour
from sim.channels.lawyers import expected_cases, expected_joined
from sim.channels.load import filings_from, load_filings, with_reading
from sim.channels.simulate import simulate_filings

CALENDAR = WorkCalendar.china(2020, 2021)
SCENARIO = load_filings("court-filings-2020")


def z_of_share(share, expected, count):
    """How many standard errors a share lies from its expectation."""
    return (share - expected) / math.sqrt(expected * (1 - expected) / count)


@pytest.fixture(scope="module")
def found():
    return simulate_filings(SCENARIO, CALENDAR, seed=4)


def test_each_channel_has_its_expected_count(found):
    """Registered filings, by channel and sort, and every service of the mobile court lie within four sigma."""
    online, registered = 10_800_000, 13_136_000 * 1.487
    civil = 1 / 1.487
    visits = 2_000_000 * 366
    expected = {
        ("online_filing", "civil"): online * civil,
        ("online_filing", "other"): online * (1 - civil),
        ("court_window", "civil"): (registered - online) * civil,
        ("court_window", "other"): (registered - online) * (1 - civil),
        ("mobile_court", "evidence_filing"): visits * 0.30,
        ("mobile_court", "mediation"): visits * 0.15,
        ("mobile_court", "litigation"): visits * 0.30,
        ("mobile_court", "document_delivery"): visits * 0.25,
    }
    counts = {(each.channel, each.sort): each.rates.count for each in found.channels}
    z = {key: (counts[key] - mean) / math.sqrt(mean) for key, mean in expected.items()}

    assert set(counts) - set(expected) == {("lawyers_site", "case")}
    assert max(map(abs, z.values())) < 4, z


def test_shares_of_time_are_those_of_the_scenario(found):
    """Online a fifth outside working hours and a tenth on days off, the mobile court twice that, the window none."""
    shares = {"online_filing": (0.2, 0.1), "court_window": (0.0, 0.0), "mobile_court": (0.4, 0.2)}
    for each in found.channels:
        if each.channel == "court_window":
            assert (each.off_hours_share, each.off_day_share) == (0.0, 0.0)
        elif each.channel in shares:
            outside, on_days_off = shares[each.channel]
            assert abs(z_of_share(each.off_hours_share, outside, each.rates.count)) < 4
            assert abs(z_of_share(each.off_day_share, on_days_off, each.rates.count)) < 4


def test_every_rate_has_its_denominator(found):
    """2020 has 249 workdays of 480 minutes and 366 days; the weeks of the lawyers' site have 32 workdays of 49 days."""
    for each in found.channels:
        workdays, days = (32, 49) if each.channel == "lawyers_site" else (249, 366)
        assert (each.workdays, each.days) == (workdays, days)
        assert each.rates.per_workday == each.rates.count / workdays
        assert each.rates.per_working_minute == pytest.approx(each.rates.count / (workdays * 480))
        assert each.rates.per_calendar_day == each.rates.count / days
        assert sum(each.by_hour_of_week) == each.rates.count


def test_the_online_share_has_two_bases(found):
    """Of all registered filings it is 55 %, of civil ones alone 82 %: each is the quotient of the counts printed."""
    civil = sum(each.rates.count for each in found.channels if each.sort == "civil")
    other = sum(each.rates.count for each in found.channels if each.sort == "other")

    assert (found.registered, found.civil) == (civil + other, civil)
    assert found.online_share == found.online / (civil + other)
    assert found.online_share_of_civil == found.online / civil
    assert (round(found.online_share, 3), round(found.online_share_of_civil, 3)) == (0.553, 0.822)


def test_the_switch_moves_filings_in_time_and_not_in_number():
    """Read as all off-hours, the tenth halves both shares; expected counts stay, on the lawyers' site almost."""
    literal = with_reading(SCENARIO, "hours")
    found = simulate_filings(literal, CALENDAR, seed=4)
    site = SCENARIO.lawyers_site
    days = days_of(CALENDAR, site.starts_on, site.days)
    expected = [expected_cases(each, days, expected_joined(site)).sum() for each in (SCENARIO, literal)]

    assert (literal.off_hours.outside, literal.off_hours.on_days_off) == (0.1, 0.05)
    assert abs(z_of_share(found.online_off_hours_share, 0.1, found.online)) < 4
    assert abs(z_of_share(found.online_off_day_share, 0.05, found.online)) < 4
    assert abs(found.online - 10_800_000) < 4 * math.sqrt(10_800_000)
    assert expected[1] == pytest.approx(expected[0], rel=0.005)


def test_lawyers_join_evenly_and_file_from_then_on():
    """Over thirty replications, lawyers and cases have the expected means: a fifth at once, the others by the day."""
    runs = [simulate_filings(SCENARIO, CALENDAR, seed=9, replication=number).lawyers for number in range(30)]
    site = SCENARIO.lawyers_site
    days = days_of(CALENDAR, site.starts_on, site.days)
    joined = expected_joined(site)
    for values, mean in (
        ([run.lawyers_mean for run in runs], joined.mean()),
        ([run.cases for run in runs], expected_cases(SCENARIO, days, joined).sum()),
    ):
        error = np.std(values, ddof=1) / math.sqrt(len(values))
        assert abs(np.mean(values) - mean) < 4 * error

    assert joined[0] == pytest.approx(50_000 * (0.2 + 0.8 / 49))
    assert {run.lawyers for run in runs} == {50_000}
    assert all(run.cases_per_workday == run.cases / 32 for run in runs)


def test_a_part_without_hours_goes_to_the_others():
    """A span of workdays alone keeps its count; a closed window on days off has none to keep."""
    hours = SCENARIO.hours
    week = days_of(CALENDAR, date(2020, 8, 24), 5)
    weekend = days_of(CALENDAR, date(2020, 8, 29), 2)

    workdays = expected_by_hour(week, 100.0, hours, off_hours_share=0.2, off_day_share=0.1)
    closed = expected_by_hour(weekend, 100.0, hours, off_hours_share=0.0, off_day_share=0.0)
    assert workdays.sum() == pytest.approx(100.0)
    assert workdays[~week.working].sum() == pytest.approx(100.0 * 0.1 / 0.9)
    assert closed.sum() == 0.0


def test_the_season_moves_filings_between_months_and_keeps_their_number():
    """December has more filings a workday than February in the proportion of their factors."""
    days = days_of(CALENDAR, date(2020, 1, 1), 366)
    by_day = expected_by_hour(days, 1e6, SCENARIO.hours, off_hours_share=0.0, off_day_share=0.0).sum(axis=1)

    assert by_day.sum() == pytest.approx(1e6)
    december, february = by_day[350], by_day[45]
    assert days.workday[350]
    assert days.workday[45] == (date(2020, 2, 15).weekday() < 5)
    assert by_day[31 + 10] / december == pytest.approx(0.85 / 1.13)
    assert february == 0.0


def test_equal_keys_give_equal_counts(found):
    """The same seed gives the same measures, another seed others."""
    assert simulate_filings(SCENARIO, CALENDAR, seed=4) == found
    assert simulate_filings(SCENARIO, CALENDAR, seed=5) != found


def test_a_world_of_windows_has_nothing_online():
    """Where the court's window takes everything, no filing is online and shares of nothing are 0."""
    values = SCENARIO.model_dump(mode="python") | {"channel": [{"name": "court_window", "always_open": False}]}
    found = simulate_filings(filings_from(values, file="windows"), CALENDAR, seed=1)

    assert (found.online, found.online_share, found.online_off_day_share) == (0, 0.0, 0.0)
    assert abs(found.registered - 13_136_000 * 1.487) < 4 * math.sqrt(13_136_000 * 1.487)
