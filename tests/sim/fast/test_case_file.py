"""The case table that a run of the loop writes as it goes."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.case_table import build_case_table
from analytics.measure import measure
from engine.calendar.calendar import WorkCalendar
from sim.backends import CASES_FILE, Order, write_tables
from sim.errors import BackendError
from sim.event_file import EVENTS_FILE
from sim.population.build import build_population
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario
from tests.sim.fast.worlds import random_world

CALENDAR = WorkCalendar.china()


def order(scenario: Scenario, folder: Path) -> Order:
    return Order(scenario, build_population(scenario, seed=1), CALENDAR, folder, 1, None)


@pytest.mark.parametrize("number", [0, 3, 7])
def test_it_is_what_the_events_come_to(tmp_path: Path, number: int):
    """In a random world the table folded from rows equals, row by row, the one that SQL makes of the events."""
    simulated, file = write_tables(order(random_world(number), tmp_path), "fast", events=True, verifiable=False)
    assert file is not None
    period = {"period_starts_at": simulated.starts_at, "period_ends_at": simulated.ends_at}
    build_case_table(tmp_path / EVENTS_FILE, tmp_path / "by_sql.parquet", **period)

    folded, by_sql = (pl.read_parquet(tmp_path / name).sort("case_id") for name in (CASES_FILE, "by_sql.parquet"))
    assert_frame_equal(folded, by_sql)
    assert folded.height == simulated.filed + simulated.opened_in_progress


def test_measures_are_the_same_either_way(tmp_path: Path):
    """A run without events has the measures of the SimPy model's, whose cases are counted from events."""
    court, measures = load_scenario("one-court"), []
    for backend, events in (("fast", False), ("simpy", None)):
        folder = tmp_path / backend
        folder.mkdir()
        _, file = write_tables(order(court, folder), backend, events=events, verifiable=False)
        assert (file is None) == (events is False)
        measures.append(measure(folder / CASES_FILE, calendar=CALENDAR))

    assert measures[0] == measures[1]


def test_windows_of_more_than_a_month_have_no_events_unasked(tmp_path: Path):
    """Events are written for a month, and for longer only on request."""
    court = load_scenario("one-court")
    kept = {}
    for days in (31, 32):
        folder = tmp_path / str(days)
        folder.mkdir()
        write_tables(order(with_changes(court, {"window.days": days}), folder), "fast", events=None, verifiable=False)
        kept[days] = (folder / EVENTS_FILE).exists()

    assert kept == {31: True, 32: False}


def test_the_simpy_model_cannot_do_without_events(tmp_path: Path):
    """Cases of the SimPy model are counted from its events: asking for none is refused."""
    with pytest.raises(BackendError, match="events = false: must be true for the simpy backend"):
        write_tables(order(load_scenario("one-court"), tmp_path), "simpy", events=False, verifiable=False)


def test_an_unknown_backend_is_named(tmp_path: Path):
    """A backend that there is none of is refused with those there are."""
    with pytest.raises(BackendError, match="backend = quick: must be fast or simpy"):
        write_tables(order(load_scenario("one-court"), tmp_path), "quick", events=None, verifiable=False)


def test_a_failed_run_leaves_no_case_table(tmp_path: Path):
    """The table gets its name only when it is whole."""
    with pytest.raises(BackendError, match="verifiable"):
        write_tables(order(load_scenario("one-court"), tmp_path), "fast", events=True, verifiable=True)

    assert not (tmp_path / CASES_FILE).exists()
