"""The hotline: its week on the calendar, both backends, and a constant-rate slice against Erlang A."""

from datetime import date

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.channels.hotline import over_calendar, simulate_hotline
from sim.errors import ScenarioError
from sim.queueing.arrival_sections import Intervals
from sim.queueing.load import load_queue, queue_from, with_changes
from sim.queueing.run import run_queue
from sim.theory.erlang_a import erlang_a
from sim.validation.score import judge

CALENDAR = WorkCalendar.china(2020, 2020)
HOTLINE = load_queue("hotline")
DAY = 1_440.0


def calls_between(scenario, starts, ends):
    """Expected calls of all classes from one time to another."""
    total = 0.0
    for each in scenario.classes:
        arrivals = each.arrivals
        assert isinstance(arrivals, Intervals)
        for left, right, rate in zip(arrivals.edges, arrivals.edges[1:], arrivals.rates, strict=False):
            total += max(0.0, min(right, ends) - max(left, starts)) * rate * arrivals.scale
    return total


def agents_at(scenario, time):
    """Servers on duty in all pools."""
    return sum(
        shift.servers for pool in scenario.pools for shift in pool.shifts or () if shift.starts <= time < shift.ends
    )


def test_each_day_of_the_year_has_its_pattern():
    """Ordinary days have their weekday's calls and agents, holidays a Sunday's, working weekends a Friday's."""
    year = over_calendar(HOTLINE, CALENDAR, starts_on=date(2020, 1, 1), days=366)
    like = {
        date(2020, 8, 26): 2,  # a Wednesday
        date(2020, 8, 29): 5,  # a Saturday
        date(2020, 10, 1): 6,  # a holiday on a Thursday
        date(2020, 9, 27): 4,  # a working Sunday
    }
    for day, weekday in like.items():
        starts = (day - date(2020, 1, 1)).days * DAY
        assert calls_between(year, starts, starts + DAY) == pytest.approx(
            calls_between(HOTLINE, weekday * DAY, (weekday + 1) * DAY)
        )
        for hour in (3, 10, 12, 15, 17, 20):
            assert agents_at(year, starts + hour * 60) == agents_at(HOTLINE, weekday * DAY + hour * 60)


def test_the_year_brings_the_expected_calls():
    """Over ten seeds the mean count of a fortnight with a festival lies within four standard errors of its mean."""
    span = {"starts_on": date(2020, 1, 13), "days": 14}
    expected = calls_between(over_calendar(HOTLINE, CALENDAR, **span), 0.0, 14 * DAY)
    counts = [simulate_hotline(HOTLINE, CALENDAR, seed=seed, **span).calls.count for seed in range(10)]

    assert judge(counts, expected, by_size=False).verdict == "agrees"


def test_rates_and_shares_have_their_denominators():
    """Calls are divided by workdays, working minutes and days; answered and abandoned make one whole."""
    found = simulate_hotline(HOTLINE, CALENDAR, starts_on=date(2020, 8, 24), days=7, seed=1)

    assert (found.workdays, found.days) == (5, 7)
    assert found.calls.per_workday == found.calls.count / 5
    assert found.calls.per_working_minute == pytest.approx(found.calls.count / 2_400)
    assert found.calls.per_calendar_day == found.calls.count / 7
    assert found.answered_share + found.abandonment_share == pytest.approx(1.0)
    assert found.target_wait_seconds == pytest.approx(20.0, abs=0.001)
    assert found.service_level <= found.answered_share


def test_two_in_a_hundred_answered_calls_become_cases():
    """The share of the calls answered that is put through to a clerk is the scenario's, within four standard errors."""
    found = simulate_hotline(HOTLINE, CALENDAR, starts_on=date(2020, 8, 24), days=28, seed=3)
    answered = round(found.answered_share * found.calls.count)

    assert found.became_cases == round(found.share_that_becomes_cases * answered)
    error = (0.02 * 0.98 / answered) ** 0.5
    assert abs(found.share_that_becomes_cases - 0.02) < 4 * error


def test_both_backends_give_the_same():
    """The compiled loop and the SimPy model agree on a workday, number for number."""
    span = {"starts_on": date(2020, 8, 24), "days": 1, "seed": 6}

    assert simulate_hotline(HOTLINE, CALENDAR, **span) == simulate_hotline(HOTLINE, CALENDAR, backend="simpy", **span)


def busiest_hour(length, warm_up):
    """The hotline's busiest hour held for ever: its calls, patience and agents, all alike, exponential service."""
    calls = HOTLINE.classes[0]
    assert isinstance(calls.arrivals, Intervals)
    rate, agents = max(calls.arrivals.rates), agents_at(HOTLINE, 620.0) - 8  # without the clerks
    return queue_from(
        {
            "kind": "queue",
            "name": "busiest-hour",
            "title": {"en": "Busiest hour", "zh": "最忙时段"},
            "time_unit": "minutes",
            "run": {"length": length, "warm_up": warm_up, "target_wait": HOTLINE.run.target_wait},
            "class": [
                {
                    "name": "calls",
                    "arrivals": {"kind": "poisson", "rate": rate},
                    "service": {"kind": "exponential", "mean": 4.5},
                    "patience": {"kind": "exponential", "mean": 3.0},
                }
            ],
            "pool": [{"name": "desk", "servers": agents}],
        },
        file="busiest-hour",
    ), erlang_a(arrival_rate=rate, service_rate=1 / 4.5, servers=agents, mean_patience=3.0)


@pytest.mark.parametrize(
    ("backend", "runs", "length", "warm_up"),
    [
        ("fast", 30, 900.0, 60.0),
        ("simpy", 6, 45.0, 20.0),
        pytest.param("simpy", 20, 200.0, 50.0, marks=pytest.mark.full),
    ],
)
def test_the_busiest_hour_is_erlang_a(backend, runs, length, warm_up):
    """Held at its busiest rate, the desk has Erlang A's waiting, abandonment, occupancy and service level."""
    scenario, theory = busiest_hour(length, warm_up)
    measured = [run_queue(scenario, seed=17, replication=run, backend=backend).measures for run in range(runs)]
    exact = {
        "wait_probability": theory.wait_probability,
        "abandonment_share": theory.abandonment,
        "wait_mean": theory.mean_wait,
        "utilisation": theory.occupancy,
        "service_level_offered": theory.service_levels(HOTLINE.run.target_wait).of_all,
    }
    found = {name: judge([run[name] for run in measured], value, by_size=False) for name, value in exact.items()}

    assert theory.wait_probability > 0.3
    assert {name: score.verdict for name, score in found.items() if score.verdict != "agrees"} == {}


def test_one_number_fewer_of_agents_would_be_noticed():
    """The same test tells the desk from one with two agents fewer."""
    scenario, theory = busiest_hour(900.0, 60.0)
    fewer = with_changes(scenario, {"pool.desk.servers": (scenario.pools[0].servers or 0) - 2})
    waits = [run_queue(fewer, seed=17, replication=run).measures["wait_mean"] for run in range(30)]

    assert judge(waits, theory.mean_wait, by_size=False).verdict == "differs"


@pytest.mark.parametrize(("name", "word"), [("textbook/mm1", "station"), ("textbook/jackson", "station")])
def test_a_queue_that_is_no_hotline_is_refused(name, word):
    """A scenario without the two stations is refused by name."""
    with pytest.raises(ScenarioError, match=word):
        simulate_hotline(load_queue(name), CALENDAR, starts_on=date(2020, 1, 1), days=7, seed=1)


def test_only_a_week_can_be_laid_over_a_calendar():
    """Another cycle is refused with the cycle it has."""
    with pytest.raises(ScenarioError, match=r"run.cycle = 20160.0: must be a week"):
        over_calendar(
            with_changes(HOTLINE, {"run.cycle": 20_160.0}),
            CALENDAR,
            starts_on=date(2020, 1, 1),
            days=7,
        )


def test_the_agents_are_enough_for_nine_in_ten_calls():
    """In ordinary weeks of 2020 the desk answers between 90 and 95 of 100 calls, the published share of 2022 inside."""
    shares = [
        simulate_hotline(HOTLINE, CALENDAR, starts_on=date(2020, 8, 24), days=14, seed=seed).answered_share
        for seed in range(5)
    ]

    assert 0.90 < float(np.mean(shares)) < 0.95
