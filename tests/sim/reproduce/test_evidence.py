"""The figures come out of simulations: counted filings against their expectation, and each preset's verdicts."""

import math
from datetime import timedelta

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from sim.arrivals.intensity import intensity
from sim.fast.backend import simulate_fast
from sim.population.build import build_population
from sim.reproduce.claims import claiming_presets, claims_of
from sim.reproduce.counting import count_filings, since_the_launch
from sim.reproduce.evidence import Setting, preset_figures
from sim.reproduce.figures import missed_figures
from sim.scenario.load import load_scenario, with_changes

CALENDAR = WorkCalendar.china()


def test_counted_filings_are_those_of_a_run():
    """Counting draws exactly the cases that a run of the same seed files, whatever its history and window."""
    scenario = with_changes(load_scenario("one-court"), {"window.days": 40, "window.history_days": 45})
    population = build_population(scenario, seed=3)

    run = simulate_fast(scenario, population, CALENDAR, None, seed=3)

    assert count_filings(scenario, CALENDAR, seed=3) == run.filed


def test_counted_filings_have_the_expected_mean():
    """Over forty replications of three years with growth, the mean count lies within four standard errors."""
    growth = load_scenario("national-2018-20").arrivals.model_dump()["growth"]
    one_court = with_changes(
        load_scenario("one-court"), {"arrivals.growth": growth, "arrivals.court_day_variation": 0.0}
    )
    scenario = since_the_launch(one_court)
    window = scenario.window
    expected = intensity(
        scenario.arrivals, scenario.cases.channel, CALENDAR, starts_on=window.starts_on, days=window.days
    ).day_mean.sum()
    counts = [count_filings(scenario, CALENDAR, seed=5, replication=number) for number in range(40)]

    z = (sum(counts) - len(counts) * expected) / math.sqrt(len(counts) * expected)
    assert abs(z) < 4
    assert expected == pytest.approx(1_200 * 13.6 / 7.993, rel=0.005)


def test_the_window_since_the_launch_has_the_published_length():
    """28 February 2018 to 31 December 2020 are 1,038 days, 711 of them workdays."""
    window = since_the_launch(load_scenario("flat-24x7")).window
    starts_at = local_midnight_us(window.starts_on)

    assert window.starts_on + timedelta(days=window.days - 1) == window.starts_on.replace(2020, 12, 31)
    assert CALENDAR.workdays(starts_at, starts_at + window.days * DAY_US) == 711


@pytest.mark.parametrize(
    ("preset", "reading"), [("court-filings-2020", "days"), ("court-filings-2020", "hours"), ("hotline", "days")]
)
def test_channels_keep_their_claims(tmp_path, preset, reading):
    """The court filings and the hotline reproduce what they claim and contradict what they claim to, either reading."""
    claims = claims_of(preset, reading=reading)
    found = preset_figures(claims, Setting(2, CALENDAR, tmp_path, reading))

    assert [figure.id for figure in found] == sorted((*claims.hits, *claims.cannot))
    assert [figure.id for figure in found if figure.verdict != figure.expected] == []


def test_the_switch_decides_which_reading_of_the_tenth_holds(tmp_path):
    """A tenth on days off is a fifth outside working hours; a tenth outside them is a twentieth on days off."""
    verdicts = {}
    for reading in ("days", "hours"):
        found = preset_figures(
            claims_of("court-filings-2020", reading=reading), Setting(1, CALENDAR, tmp_path, reading)
        )
        verdicts[reading] = {figure.id: figure.verdict for figure in found if figure.id[0] == "l"}

    assert verdicts["days"] == {"l": "reproduced", "l-fifth": "reproduced", "l-hours": "contradicts l"}
    assert verdicts["hours"] == {
        "l": "contradicts l-hours",
        "l-fifth": "contradicts l-hours",
        "l-hours": "reproduced",
    }


@pytest.mark.full
@pytest.mark.timeout(900)
def test_every_preset_keeps_its_claims(tmp_path):
    """All presets together give every figure from a to o a verdict, each the expected one, and none is missed."""
    found = [
        figure
        for name in claiming_presets()
        for figure in preset_figures(claims_of(name), Setting(1, CALENDAR, tmp_path, "days"))
    ]

    assert {figure.id[0] for figure in found} == set("abcdefghijklmno")
    assert [(figure.preset, figure.id) for figure in found if figure.verdict != figure.expected] == []
    assert (
        missed_figures([{"id": figure.id, "expected": figure.expected, "verdict": figure.verdict} for figure in found])
        == []
    )
