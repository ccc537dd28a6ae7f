"""A run with outages, surges and changes of policy is a run like any other: measured, audited, written by either."""

import re
from datetime import date
from math import sqrt

import numpy as np
import polars as pl
import pytest

from engine.audit.roster_file import ROSTER_FILE, read_roster_file
from engine.audit.verify import verify
from engine.calendar.calendar import WorkCalendar
from engine.events.parquet import content_hash, read_events
from engine.events.records import NO_CASE, Filed, OpenedInProgress, PolicyAdopted, Returned, WentAbsent
from engine.proof.key_book import KeyBook
from sim.event_file import EVENTS_FILE, KEYS_FILE, write_events
from sim.experiments.job import load_any
from sim.experiments.platform_run import run_platform
from sim.fast.backend import simulate_fast
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.run import CASES_FILE, run_scenario
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario
from tests.project.sources import ROOT
from tests.sim.fast.worlds import random_world

CALENDAR = WorkCalendar.china()


@pytest.fixture(scope="module")
def court() -> Scenario:
    """Two weeks of one court: twice the filings for three days, half of the mediators away, another policy."""
    changes = {
        "window.days": 14,
        "arrivals.surge": [{"starts_on": date(2020, 8, 26), "ends_on": date(2020, 8, 28), "factor": 2.0}],
        "change": [
            {"on": date(2020, 8, 27), "kind": "outage", "share": 0.5, "until": date(2020, 9, 2), "court": 0},
            {"on": date(2020, 8, 28), "kind": "policy", "name": "least_loaded"},
        ],
    }
    return with_changes(load_scenario("one-court"), changes)


def test_a_verifiable_run_verifies(court, tmp_path):
    """The audit replays departures, returns and policies, makes every draw again and finds nothing wrong."""
    run_scenario(court, tmp_path, seed=1, calendar=CALENDAR, verifiable=True)
    book = KeyBook.from_json((tmp_path / KEYS_FILE).read_bytes())
    roster = read_roster_file(tmp_path / ROSTER_FILE)
    report = verify(tmp_path / EVENTS_FILE, roster, used_key=lambda day: book.of(day).used).report
    kinds = [type(event) for event in read_events(tmp_path / EVENTS_FILE)]

    assert report.finding is None
    assert report.has_words
    assert report.bases["drawn"] > 20
    assert [kinds.count(kind) for kind in (WentAbsent, Returned, PolicyAdopted)] == [6, 6, 1]


def test_matching_goes_on_around_an_outage(court, tmp_path):
    """Under `batch_optimal` whoever is away is matched with nothing, and whoever is back with what waits then."""
    matching = with_changes(court, {"policy.name": "batch_optimal", "change": [court.change[0].model_dump()]})
    run_scenario(matching, tmp_path, seed=1, calendar=CALENDAR)
    roster = read_roster_file(tmp_path / ROSTER_FILE)
    report = verify(tmp_path / EVENTS_FILE, roster, used_key=None).report
    kinds = [type(event) for event in read_events(tmp_path / EVENTS_FILE)]

    assert report.finding is None
    assert (report.bases["freed"], report.bases["matched"]) == (0, report.offers)
    assert (kinds.count(WentAbsent), kinds.count(Returned)) == (6, 6)


@pytest.mark.parametrize("number", [0, 1, 3, 6])
def test_both_backends_write_what_the_audit_accepts(tmp_path, number):
    """In random worlds with changes both files are equal in content, and every draw in them is as it must be."""
    world = random_world(number)
    people = build_population(world, seed=2)
    hashes = set()
    for name, backend in (("fast", simulate_fast), ("simpy", simulate)):
        folder = tmp_path / name
        folder.mkdir()
        write_events(backend, world, people, CALENDAR, folder, 2, verifiable=False, on_progress=None)
        hashes.add(content_hash(folder / EVENTS_FILE))
    report = verify(tmp_path / "fast" / EVENTS_FILE, people.roster, used_key=None).report

    assert world.change
    assert len(hashes) == 1
    assert report.finding is None


def test_cases_and_measures_pass_the_changes_over(court, tmp_path):
    """The case table holds every case once and nothing else, and the measures count those cases."""
    result = run_scenario(court, tmp_path, seed=1, calendar=CALENDAR)
    events = list(read_events(tmp_path / EVENTS_FILE))
    filed = sum(isinstance(event, Filed) for event in events)
    opened = sum(isinstance(event, OpenedInProgress) for event in events)
    cases = pl.read_parquet(tmp_path / CASES_FILE)["case_id"]

    assert sum(event.case_id == NO_CASE for event in events) == 13
    assert (len(cases), cases.n_unique()) == (filed + opened, filed + opened)
    assert (cases > NO_CASE).all()
    assert (result.summary["cases"], result.summary["cases_opened_in_progress"]) == (filed, opened)
    assert {used["key"] for used in result.assumptions} >= {"arrivals.surge.1.factor", "change.1.share"}


def test_a_written_scenario_with_changes_gives_the_same_run(court, tmp_path):
    """The scenario that a run leaves in its folder loads to an equal one."""
    path = tmp_path / "again.toml"
    path.write_text(court.to_toml().replace('"one-court"', '"again"', 1), encoding="utf-8")
    again = load_scenario(str(path))

    assert again.change == court.change
    assert again.arrivals.surge == court.arrivals.surge


def test_the_planners_example_answers(tmp_path):
    """The guide's files load, and losing mediators either way makes cases wait longer: the paired z is above 3."""
    guide = (ROOT / "docs" / "planner.md").read_text(encoding="utf-8")
    waits = {}
    for text in ("", *re.findall(r"^```toml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        scenario = load_any(str(path) if text else "one-court")
        if not isinstance(scenario, Scenario) or scenario.name == "my-plan":
            continue  # a queue, and the whole nation
        runs = (run_platform(scenario, seed=1, replication=number, by_court=False) for number in range(20))
        waits[scenario.name] = np.array([run["room_wait_mean_hours"] for run in runs])

    assert list(waits) == ["one-court", "half-leave", "quarter-leave"]
    for name in ("half-leave", "quarter-leave"):
        longer = waits[name] - waits["one-court"]
        assert longer.mean() > 3.0 * longer.std(ddof=1) / sqrt(20)
