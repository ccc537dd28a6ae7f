"""Changes as people write them, sweeps over them, and what matters among them."""

import csv
import json
import zipfile
from datetime import date

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.experiments.changes import change_label, read_changes, read_levels, read_range
from sim.experiments.errors import ExperimentError
from sim.experiments.job import load_any
from sim.experiments.runner import Runner
from sim.experiments.sensitivity import sensitivity, value_at
from sim.experiments.sweep import factorial, hypercube, one_at_a_time, sweep
from sim.experiments.tables import write_tables
from sim.output.errors import OutputError
from tests.sim.experiments.queues import mmc

RATE, SERVICE, SERVERS = "class.callers.arrivals.rate", "class.callers.service.mean", "pool.agents.servers"


def linear(job):
    """A measure that is 3 rate + 1 service and nothing of servers, with noise that all settings share."""
    noise = np.random.Generator(np.random.Philox(key=[job.seed, job.replication])).normal()
    value = 3.0 * value_at(job.scenario, RATE) + value_at(job.scenario, SERVICE) + noise
    return {"wait_mean": float(value)}


RANGES = {RATE: (4.0, 5.0), SERVICE: (1.0, 3.0), SERVERS: (10, 14)}


def bars(method, **setting):
    """Bars by key."""
    with Runner(run=linear) as runner:
        found = sensitivity(mmc(12), RANGES, method=method, seed=1, runner=runner, **setting)
    return {bar.key: bar.parts for bar in found.bars}


def test_a_tornado_finds_each_effect():
    """One key at a time moves a linear measure by its slope times the distance to the base, without noise."""
    found = bars("tornado", replications=3)

    assert list(found) == [RATE, SERVICE, SERVERS]
    assert found[RATE]["at_low"].value == pytest.approx(3.0 * (4.0 - 4.2))
    assert found[RATE]["at_high"].value == pytest.approx(3.0 * (5.0 - 4.2))
    assert found[SERVICE]["swing"].value == pytest.approx(2.0)
    assert found[SERVICE]["swing"].interval is None  # a range of means has no interval, rather than one of no width
    assert found[SERVICE]["at_low"].interval is not None
    assert found[SERVERS]["swing"].value == pytest.approx(0.0, abs=1e-9)


def test_screening_finds_each_effect():
    """Morris's mean effect of a linear measure is its slope times the range, and it never varies."""
    found = bars("morris", replications=1)

    assert found[RATE]["strength"].value == pytest.approx(3.0)
    assert found[RATE]["deviation"].value == pytest.approx(0.0, abs=1e-9)
    assert found[SERVERS]["strength"].value == pytest.approx(0.0, abs=1e-9)


def test_shares_of_the_variance_are_those_of_theory():
    """Of 3 x + 1 y with x over 1 and y over 2, theory gives 9 and 4 thirteenths of the variance."""
    found = bars("sobol", replications=1, points=256)

    assert found[RATE]["total"].value == pytest.approx(9 / 13, abs=0.03)
    assert found[SERVICE]["first"].value == pytest.approx(4 / 13, abs=0.03)
    assert found[SERVERS]["total"].value == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize(("points", "rule"), [(4, "is below 8"), (7, "is below 8"), (12, "is not a power of two")])
def test_points_that_sobol_cannot_take_are_refused_by_their_name(points, rule):
    """Base points are a power of two, eight at least; the message has the option's name."""
    with pytest.raises(OutputError, match=f"^points: {points} {rule}"):
        bars("sobol", replications=1, points=points)


@pytest.mark.parametrize(
    ("ranges", "message"),
    [
        ({}, "vary: must be given at least once"),
        ({"pool.agents.name": (1, 2)}, "vary = pool.agents.name: must be a key of mmc that holds a number"),
        ({RATE: (5.0, 6.0)}, r"vary = class.callers.arrivals.rate=5..6: must hold the scenario's own 4.2"),
    ],
)
def test_ranges_that_ask_nothing_are_refused(ranges, message):
    """No key, a key without a number and a range beside the base are refused before anything runs."""
    with Runner(run=linear) as runner, pytest.raises(ExperimentError, match=message):
        sensitivity(mmc(12), ranges, method="tornado", seed=1, runner=runner)


def test_a_sweep_runs_every_combination():
    """A factorial of two and three values has six settings, each with the mean of its own runs."""
    settings = factorial({SERVERS: [11, 12], RATE: [4.0, 4.5, 5.0]})
    with Runner(run=linear) as runner:
        found = sweep(mmc(12), settings, design="factorial", seed=1, replications=2, runner=runner)
    means = {(row.changes[SERVERS], row.changes[RATE]): row.estimates["wait_mean"].mean for row in found.settings}

    assert len(means) == 6
    assert means[11, 5.0] - means[12, 4.0] == pytest.approx(3.0)


def test_a_wrong_setting_is_refused_before_any_run():
    """One setting that makes no scenario stops a sweep before its first run."""
    ran = []
    with Runner(run=lambda job: ran.append(job) or {"a": 1.0}) as runner, pytest.raises(ScenarioError):
        sweep(mmc(12), [{SERVERS: 12}, {SERVERS: 0}], design="factorial", seed=1, runner=runner)

    assert ran == []


def test_a_hypercube_fills_every_part():
    """Of ten points over a range of ten whole numbers each number comes once; real numbers stay in their range."""
    points = hypercube({SERVERS: (10, 19), RATE: (4.0, 5.0)}, points=10, seed=2)

    assert {point[SERVERS] for point in points} == set(range(10, 20))
    assert all(4.0 <= float(str(point[RATE])) <= 5.0 for point in points)


def test_one_at_a_time_begins_as_it_is():
    """The first setting changes nothing, every other one key."""
    assert [len(changes) for changes in one_at_a_time({SERVERS: [11, 13], RATE: [4.0]})] == [0, 1, 1, 1]


def test_changes_are_read_as_toml():
    """Numbers, words, lists and dates are what they look like; commas inside brackets part nothing."""
    text = 'a.b=1_000, name=deck, steps=[1, 2], on=2020-08-24, said="x, y"'

    assert read_changes(text) == {
        "a.b": 1000,
        "name": "deck",
        "steps": [1, 2],
        "on": date(2020, 8, 24),
        "said": "x, y",
    }
    assert read_levels("steps=[1, 2],[3, 4]") == ("steps", [[1, 2], [3, 4]])


@pytest.mark.parametrize("text", ["", "a", "a=", "=3", "a=1,b"])
def test_changes_that_change_nothing_are_refused(text):
    """A change without a key or a value is refused as it was written."""
    with pytest.raises(ExperimentError, match="must be key=value"):
        read_changes(text)


@pytest.mark.parametrize("text", ["a=1", "a=2..1", "a=x..y", "a=1..2..3", "a=true..false"])
def test_ranges_that_are_none_are_refused(text):
    """What is not two numbers, the lower first, is no range."""
    with pytest.raises(ExperimentError, match=r"must be key=low\.\.high"):
        read_range(text)


def test_labels_stay_apart():
    """Short names of changes keep the table where the last word says nothing or comes twice."""
    assert change_label({"policy.name": "deck", "offers.accept_share": 0.9}) == "policy.name=deck, accept_share=0.9"
    assert change_label({"a.x": 1, "b.x": 2}) == "a.x=1, b.x=2"


def test_both_kinds_of_scenarios_hold_numbers():
    """A number is found below tables and below names in lists."""
    assert value_at(load_any("one-court"), "population.mediators") == 12
    assert value_at(mmc(13), SERVERS) == 13


ROWS = {"answer": [{"unit": "=1+1", "value": 0.5}, {"unit": "中", "value": float("nan")}], "more": [{"n": 1}]}


def test_tables_come_back_from_csv_and_json(tmp_path):
    """What was written is read back: Chinese too, what is no number left empty, one CSV file a table."""
    files = write_tables(ROWS, tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    write_tables(ROWS, tmp_path / "a.json")

    assert [path.name for path in files] == ["a.csv", "a-more.csv"]
    assert rows == [["unit", "value"], ["=1+1", "0.5"], ["中", ""]]
    assert json.loads((tmp_path / "a.json").read_text())["answer"][1] == {"unit": "中", "value": None}


def test_a_workbook_has_a_sheet_a_table_and_no_formula(tmp_path):
    """A workbook has one sheet a table, and text that looks like a formula is text."""
    write_tables(ROWS, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.read("xl/workbook.xml").decode()

    assert ('name="answer"' in names, 'name="more"' in names) == (True, True)
    assert "<f>" not in sheet


@pytest.mark.parametrize("name", ["a.txt", "missing/a.csv"])
def test_files_that_cannot_be_written_are_refused(tmp_path, name):
    """An ending nobody reads and a folder that is not there are one clear line each."""
    with pytest.raises(ExperimentError, match=r"^out = .*: must"):
        write_tables(ROWS, tmp_path / name)
