"""Every preset of the platform runs, the same on both backends, and a small twin hits the figures it is made for."""

from datetime import date
from math import sqrt

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_midnight_us
from engine.events.enums import Channel
from engine.events.records import Filed
from sim.arrivals.intensity import intensity
from sim.fast.measures import run_measures
from sim.fast.parity import compare_backends
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of, fraction_of_the_nation
from sim.scenario.load import load_scenario, preset_names, with_changes
from sim.scenario.scenario import Scenario

CALENDAR = WorkCalendar.china()
NATIONAL = ("national", "literal", "flat")
LATER = {"window.starts_on": date(2018, 7, 2), "window.history_days": 60}
"""The platform's first day has hardly a case: a summer week of 2018 stands in."""


def filings_expected(scenario: Scenario) -> np.ndarray:
    """float64[days, 24]: filings expected in the window."""
    window = scenario.window
    plan = intensity(scenario.arrivals, scenario.cases.channel, CALENDAR, starts_on=window.starts_on, days=window.days)
    return plan.day_mean[:, None] * plan.hour_share


def hours_worked(scenario: Scenario) -> np.ndarray:
    """bool[days, 24]: which hours of the window are working hours."""
    window = scenario.window
    middles = local_midnight_us(window.starts_on) + HOUR_US // 2 + HOUR_US * np.arange(24 * window.days)
    return CALENDAR.is_working_many(middles).reshape(window.days, 24)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_the_same_on_both_backends(name):
    """Two days of each preset, of the national ones a two-hundredth: every field of every event agrees."""
    share = 0.005 if name.startswith(NATIONAL) else 1.0
    later = LATER if name == "national-2018-20" else {}
    scenario = fraction_of(load_scenario(name), share, {"window.days": 2} | later)
    found = compare_backends(scenario, build_population(scenario, seed=2), CALENDAR, seed=2)

    assert found.first_difference is None
    assert found.events_compared > 50


@pytest.mark.parametrize("name", ["national-2020", "national-2022", "literal-seed", "flat-24x7"])
def test_a_twin_settles_and_holds_what_its_preset_is_made_for(name):
    """Settled shares are binomial of the target, and open cases are what Little's law makes of it (|z| below 4)."""
    scenario = fraction_of(load_scenario(name), 0.01)
    found = run_measures(scenario, seed=3)
    measures = found.measures
    target, closed = scenario.cases.settled_share, measures["closed"]
    a_day = filings_expected(scenario).sum() / scenario.window.days
    open_cases = a_day * (scenario.durations.mean_days + measures["wait_mean_hours"] / 24.0)

    assert abs(measures["settled_share"] - target) / sqrt(target * (1.0 - target) / closed) < 4.0
    # The day's factor of each court, of variation v, gives its filings of a day of mean m the variance m + (v m)^2.
    of_a_court = a_day / len(found.waiting_mean_by_court)
    spread = sqrt(open_cases * (1.0 + scenario.arrivals.court_day_variation**2 * of_a_court))
    assert abs(measures["pending_mean"] - open_cases) / spread < 4.0


def test_the_literal_reading_has_sixty_six_a_working_minute():
    """Every minute of every workday of 2020 has 66, no other minute has any, and so a workday has 31,680."""
    seed = with_changes(load_scenario("literal-seed"), {"window.starts_on": date(2020, 1, 1), "window.days": 366})
    expected, working = filings_expected(seed), hours_worked(seed)

    assert expected[working] / 60.0 == pytest.approx(np.full(working.sum(), 66.0), rel=1e-9)
    assert (expected[~working] == 0.0).all()


def test_the_flat_reading_is_the_same_in_every_hour():
    """Every hour of the platform's life has the 24th of 13,102, whatever the day; all together are 13.6 million."""
    days = {"window.starts_on": date(2018, 2, 28), "window.days": 1038, "window.history_days": 0}
    expected = filings_expected(with_changes(load_scenario("flat-24x7"), days))

    assert expected == pytest.approx(np.full(expected.shape, 13_102 / 24), rel=1e-9)
    assert expected.sum() == pytest.approx(13_600_000, rel=1e-4)


def test_the_year_2022_has_its_count_and_its_hours():
    """Over 2022 there are 13.56 million filings, a quarter of them outside working hours."""
    year = {"window.starts_on": date(2022, 1, 1), "window.days": 365}
    scenario = with_changes(load_scenario("national-2022"), year)
    expected, working = filings_expected(scenario), hours_worked(scenario)

    assert expected.sum() == pytest.approx(13_560_000, rel=1e-9)
    assert expected[~working].sum() / expected.sum() == pytest.approx(0.25, rel=1e-9)


def test_the_week_of_2022_is_ordinary():
    """Monday to Sunday with five workdays; no holiday or make-up day within fourteen days."""
    window = load_scenario("national-2022").window
    first = local_midnight_us(window.starts_on) - 14 * DAY_US
    worked = [CALENDAR.is_workday(first + day * DAY_US) for day in range(window.days + 28)]

    assert worked == [True, True, True, True, True, False, False] * 5


def test_foreign_disputes_are_of_one_kind_and_find_room():
    """All cases are foreign commercial, and the mediators of twelve institutions have room for half as many again."""
    scenario = load_scenario("international-commercial")
    section = scenario.population
    assert section.kind == "synthetic"
    room = section.mediators * np.dot(section.capacities, section.capacity_shares)

    assert [entry.name for entry in scenario.cases.dispute_type] == ["foreign_commercial"]
    assert (section.courts, section.organisations) == (2, 12)
    assert scenario.arrivals.cases_per_year / 366 * scenario.durations.mean_days < room / 1.5


def test_filings_of_the_loop_come_through_open_channels():
    """In a week of a hundredth of the nation no event tells of a filing at the window outside working hours."""
    scenario = fraction_of_the_nation(0.01)
    people = build_population(scenario, seed=4)
    events: list[Filed] = []
    read = RowEvents(people.mediator_organisation).events
    run_fast(
        scenario,
        people,
        CALENDAR,
        lambda rows: events.extend(event for event in read(rows) if isinstance(event, Filed)),
        seed=4,
    )
    closed = [event for event in events if not CALENDAR.is_working(event.occurred_at)]

    assert {event.channel for event in closed} <= {Channel.ONLINE_FILING, Channel.MOBILE_COURT, Channel.HOTLINE}
    assert {event.channel for event in events} == set(scenario.cases.channel)
    assert len(closed) > 200
