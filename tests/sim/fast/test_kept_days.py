"""Filings that are kept for the next scenario are those that it would draw."""

import itertools

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.fast import history
from sim.fast.history import Filings
from sim.fast.kept_days import KeptDays
from sim.fast.measures import run_measures
from sim.model.laws import case_laws
from sim.model.simulate import window_of
from sim.population.build import build_population
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario


@pytest.fixture(autouse=True)
def days(monkeypatch: pytest.MonkeyPatch) -> KeptDays:
    """Days of a process that has run nothing yet."""
    days = KeptDays()
    monkeypatch.setattr(history, "_DAYS", days)
    return days


def kept(days: KeptDays) -> list[int]:
    """Days that are kept."""
    return sorted(days._days)


def rows_of(scenario: Scenario, replication: int, asked: range) -> list[bytes]:
    """Some days' rows of a run that begins now."""
    calendar = WorkCalendar.china()
    laws = case_laws(scenario, calendar, seed=1, replication=replication)
    population = build_population(scenario, seed=1)
    filings = Filings(scenario, population, calendar, seed=1, replication=replication)
    filings.begin(laws, window_of(scenario)[0])
    return [filings.rows_of_day(laws, day).tobytes() for day in asked]


def test_kept_days_are_those_that_would_be_drawn(days: KeptDays):
    """Days from the store and days drawn after them are the same to the last bit, wherever the store ends."""
    scenario = load_scenario("one-court")
    drawn = rows_of(scenario, 0, range(28))
    assert kept(days) == []
    assert rows_of(scenario, 0, range(9)) == drawn[:9]
    assert kept(days) == list(range(9))
    assert rows_of(scenario, 0, range(28)) == drawn
    assert kept(days) == list(range(28))


def test_a_run_by_itself_keeps_nothing(days: KeptDays):
    """Replications of one scenario never meet a demand again, and take no memory for it."""
    for replication in range(3):
        run_measures(load_scenario("one-court"), seed=1, replication=replication)
        assert kept(days) == []


def test_pairs_are_kept_from_the_second_demand_on(days: KeptDays, monkeypatch: pytest.MonkeyPatch):
    """Two scenarios under the same replications draw each but the first demand once, and come to the same."""
    base = load_scenario("one-court")
    pair = (base, with_changes(base, {"policy.name": "random"}))
    jobs = list(itertools.product(range(4), pair))
    shared = [run_measures(scenario, seed=1, replication=number).measures for number, scenario in jobs]
    assert kept(days) == list(range(28))

    none = KeptDays(filings_max=0)
    monkeypatch.setattr(history, "_DAYS", none)
    assert [run_measures(scenario, seed=1, replication=number).measures for number, scenario in jobs] == shared
    assert none._filings == 0


def test_no_more_filings_are_kept_than_the_bound():
    """What does not fit is drawn again each time, and what another run left does not count."""
    days, rows = KeptDays(filings_max=10), np.ones((4, 16), np.int64)
    then = history.first_cursor(1, 0, 2)
    for _ in range(2):
        days.meet(("a",))
    for day in range(4):
        days.keep(("a",), day, rows, then)
    days.keep(("b",), 9, rows, then)
    assert kept(days) == [0, 1]
    assert days.find(("b",), 0) is None

    for _ in range(2):
        days.meet(("b",))
    assert kept(days) == []
    days.keep(("b",), 3, rows, then)
    assert kept(days) == [3]
