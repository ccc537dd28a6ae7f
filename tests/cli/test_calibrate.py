"""`onestop sim calibrate` as a user runs it."""

import json

import pytest

from sim.scenario.toml_text import toml_text
from tests.cli.command import onestop, visible
from tests.sim.calibration.lookalike import MAPPING, write_log


@pytest.fixture
def folder(tmp_path):
    """A folder with a log and its mapping."""
    write_log(tmp_path / "log.csv", days=7)
    (tmp_path / "map.toml").write_text(toml_text(MAPPING), encoding="utf-8")
    return tmp_path


def test_calibrate_writes_a_scenario_that_runs(folder):
    """One object is printed, and scenario and (Chinese) page are written; the scenario replicates."""
    done = onestop(
        "sim", "calibrate", "log.csv", "--mapping", "map.toml", "--out", "s.toml", "--page", "p.html",
        "--replications", "3", "--lang", "zh", "--json", cwd=folder,
    )  # fmt: skip
    told = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert {"fitted", "observed", "simulated", "differences", "tolerance", "met"} <= set(told)
    assert told["files"] == ["s.toml", "p.html"]
    assert "模型与 log.csv 有多接近？" in (folder / "p.html").read_text(encoding="utf-8")
    assert told["fitted"]["service"]["law"] == "lognormal"
    again = onestop("sim", "replicate", "s.toml", "--precision", "0.9", "--measure", "served", "--json", cwd=folder)
    assert (again.returncode, again.stderr) == (0, "")


def test_without_a_check_nothing_is_simulated(folder):
    """With --no-check the scenario is written, and no verdict is given."""
    done = onestop("sim", "calibrate", "log.csv", "--mapping", "map.toml", "--out", "s.toml", "--no-check", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert "lognormal" in done.stdout
    assert "tolerance" not in done.stdout
    assert "s.toml" in visible(folder)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("log.csv", "--mapping", "none.toml"), "mapping = none.toml: must be one of anonymous-bank or the path"),
        (("log.csv", "--mapping", "map.toml", "--out", "s.txt"), "out = s.txt: must end in .toml"),
        (("log.csv", "--mapping", "map.toml", "--page", "p.html", "--no-check"), "must not be asked for with"),
        (("log.csv", "--mapping", "map.toml", "--roster", "r.csv"), "r.csv: must be a CSV file that can be read"),
    ],
)
def test_what_cannot_be_calibrated_is_refused(folder, arguments, message):
    """A mistaken request is one line that names it, and nothing is written."""
    done = onestop("sim", "calibrate", *arguments, cwd=folder)

    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert visible(folder) == ["log.csv", "map.toml"]
