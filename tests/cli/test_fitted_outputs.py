"""One run of `sim calibrate`, `sim validate` and `sim run` says the same in every form that it writes."""

import json
import tomllib
from itertools import pairwise

import polars as pl
import pytest

from dashboards.planner.words import value
from sim.scenario.toml_text import toml_text
from tests.cli.command import onestop
from tests.cli.written_forms import PageForm, csv_rows, same_cell
from tests.sim.calibration.lookalike import MAPPING, write_log


def told(*command, cwd):
    """The printed object of a command that did what it was asked."""
    done = onestop("sim", *command, "--json", cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory):
    """A calibration as printed, its page and its scenario."""
    folder = tmp_path_factory.mktemp("calibrated")
    write_log(folder / "log.csv", days=7)
    (folder / "map.toml").write_text(toml_text(MAPPING), encoding="utf-8")
    command = ("calibrate", "log.csv", "--mapping", "map.toml", "--out", "s.toml", "--page", "p.html")
    found = told(*command, "--replications", "3", "--seed", "7", cwd=folder)
    return found, PageForm(folder / "p.html"), tomllib.loads((folder / "s.toml").read_text(encoding="utf-8"))


def test_the_scenario_is_what_was_fitted(calibrated):
    """Service, patience, staff and name of the scenario file are those that are printed."""
    found, _, scenario = calibrated
    (customers,), (pool,) = scenario["class"], scenario["pool"]
    fitted = found["fitted"]
    short, law = customers["service"]["parts"]
    rows = fitted["service"]["short_rows"], fitted["service"]["rows"]

    assert (scenario["name"], scenario["time_unit"]) == ("look-alike", "seconds")
    assert law["law"].pop("kind") == fitted["service"]["law"] == "lognormal"
    assert law["law"] == pytest.approx(fitted["service"]["parameters"], abs=1e-6)
    assert short["share"] == pytest.approx(rows[0] / rows[1], abs=1e-6)
    assert customers["patience"]["mean"] == pytest.approx(fitted["patience"]["mean_exponential"], rel=1e-5)
    assert max(shift["servers"] for shift in pool["shifts"]) == fitted["staff"]["servers_max"]
    edges, rates = customers["arrivals"]["edges"], customers["arrivals"]["rates"]
    weekly = sum(rate * (end - begin) for rate, (begin, end) in zip(rates, pairwise(edges), strict=True))
    assert weekly == pytest.approx(fitted["arrivals"]["customers"], rel=1e-5)


def test_the_page_of_a_calibration_shows_what_is_printed(calibrated):
    """Observed, simulated, interval, difference, spread and margin of each measure are the printed ones, rounded."""
    found, page, _ = calibrated
    shown = page.tables["Every measure, times in seconds; those with a margin are judged"]
    told = [
        [
            measure,
            value(observed),
            value(simulated["mean"]),
            f"{value(simulated['low'])} to {value(simulated['high'])}",
            value(found["differences"][measure]),
        ]
        for measure, observed in found["observed"].items()
        for simulated in [found["simulated"][measure]]
    ]
    judged = {row["Measure"]: (row["Spread"], row["Margin"]) for row in shown if row["Margin"] != "–"}

    assert [list(row.values())[:5] for row in shown] == told
    assert judged == {
        measure: (value(each["spread"]), value(each["margin"])) for measure, each in found["tolerance"].items()
    }
    assert (page.facts["Seed"], page.facts["Simulated runs"]) == (str(found["seed"]), str(found["replications"]))
    assert page.answer.startswith("Within") == found["met"]


@pytest.fixture(scope="module")
def validated(tmp_path_factory):
    """A validation as printed, and its folder."""
    folder = tmp_path_factory.mktemp("validated")
    found = told("validate", "--case", "No chance", "--case", "mm2-3", "--seed", "3", "--out", "v", cwd=folder)
    return found, folder / "v"


def test_the_tables_of_a_validation_hold_what_is_printed(validated):
    """Every comparison stands in CSV and JSON with the printed figures, and so do seed and verdict."""
    found, folder = validated
    tables = json.loads((folder / "scoreboard.json").read_text(encoding="utf-8"))
    renamed = {"replications": "runs"}
    rows = [
        {renamed.get(key, key): held for key, held in case.items() if key != "interval"}
        | dict(zip(("low", "high"), case["interval"], strict=True))
        for case in found["cases"]
    ]
    run = {row["what"]: row["value"] for row in tables["run"]}

    assert [{key: held for key, held in row.items() if key != "theory"} for row in tables["cases"]] == rows
    assert run == {key: found[key] for key in ("agrees", "seed", "measures", "scenarios", "differing")}
    for name, file in (("cases", "scoreboard.csv"), ("run", "scoreboard-run.csv")):
        read = csv_rows(folder / file)
        pairs = [(row[key], line[key]) for row, line in zip(tables[name], read, strict=True) for key in row]
        assert [pair for pair in pairs if not same_cell(*pair)] == []


def test_the_page_of_a_validation_shows_what_is_printed(validated):
    """Each comparison stands on the page with the printed figures, rounded, and the facts at the foot are the same."""
    found, folder = validated
    page = PageForm(folder / "scoreboard.html")
    rows = [list(row.values()) for name, each in page.tables.items() if ": exact and" in name for row in each]
    told = [
        [case["backend"], value(case["exact"]), value(case["estimate"]), " to ".join(map(value, case["interval"]))]
        for case in found["cases"]
    ]

    assert sorted(row[1:5] for row in rows) == sorted(told)
    assert all(row[-1].endswith("agrees") for row in rows) == found["agrees"]
    assert [page.facts[name] for name in ("Seed", "Scenarios", "Measures")] == ["3", "4", str(found["measures"])]


def test_a_run_folder_holds_what_is_printed(tmp_path):
    """Printed, run.json, measures.json and the rows of the Parquet tables agree on the counts, seed and window."""
    found = told("run", "one-court", "--days", "7", "--seed", "5", "--out", "r", cwd=tmp_path)
    folder = tmp_path / "r"
    kept, measures = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("run.json", "measures.json"))
    cases, events = (pl.read_parquet(folder / f"{name}.parquet") for name in ("cases", "events"))
    filed = cases.filter(pl.col("observed_from") == pl.col("filed_at"))

    assert kept == found
    assert (found["seed"], found["window"]["days"], measures["period"]["calendar_days"]) == (5, 7, 7.0)
    assert found["cases"] == measures["cases_filed"] == filed.height
    assert found["cases_opened_in_progress"] == cases.height - filed.height
    assert found["events"] == events.height
    assert measures["volume"]["accepted"]["count"] == (events["kind"] == "accepted").sum()
    assert measures["open_at_end"] == cases["closed_at"].is_null().sum()
