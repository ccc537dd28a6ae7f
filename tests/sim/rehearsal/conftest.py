"""One rehearsed stretch of a five-hundredth of the nation, shared by the tests that look at it."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from engine.calendar.calendar import WorkCalendar
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.rehearsal.rehearsal import Rehearsal
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.load import with_changes
from tests.sim.model.nation import Collector

at = datetime.fromisoformat
OUTAGES = [
    {"system": "identity_authentication", "starts_at": at("2020-08-24 10:00"), "ends_at": at("2020-08-24 11:00")},
    {"system": "case_handling", "starts_at": at("2020-08-25 14:00"), "ends_at": at("2020-08-25 15:00")},
]


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal recorded, what the fast loop records of the same scenario, and the summary."""

    events: list
    fast: list
    summary: dict
    rehearsal: Rehearsal


@pytest.fixture(scope="session")
def rehearsed():
    """Three days, with an hour's outage of two linked systems."""
    changes = {
        "window.days": 3,
        "lifecycle": {"outage": OUTAGES, "returned_share": 0.2},
        "withdrawal": {"share": 0.3, "patience_mean_days": 1.0},
    }
    scenario = with_changes(fraction_of_the_nation(0.002, **{"population.mediators": 250}), changes)
    calendar, population = WorkCalendar.china(), build_population(scenario, seed=1)
    rows, sink = [], Collector()
    run_fast(scenario, population, calendar, lambda part: rows.append(part.copy()), seed=1)
    loop = RowEvents(population.mediator_organisation)
    rehearsal = Rehearsal(scenario, population, calendar, seed=1)
    simulate(scenario, population, calendar, sink, seed=1, companion=rehearsal)
    fast = [event for part in rows for event in loop.events(part)]
    return Rehearsed(sink.events, fast, rehearsal.summary(), rehearsal)
