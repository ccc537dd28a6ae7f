"""`onestop sim validate` as a user runs it."""

import csv
import json

import pytest

from tests.cli.command import onestop, onestop_process, visible


def test_cases_are_answered_in_json_and_in_files(tmp_path):
    """One object with a record a comparison; a Chinese page and tables lie in the folder named after the seed."""
    done = onestop(
        "sim", "validate", "--case", "No chance", "--case", "mm2-3", "--seed", "3", "--lang", "zh", "--json",
        cwd=tmp_path,
    )  # fmt: skip
    told = json.loads(done.stdout)
    rows = list(csv.DictReader((tmp_path / "runs/validation-3/scoreboard.csv").read_text("utf-8-sig").splitlines()))

    assert (done.returncode, done.stderr) == (0, "")
    assert (told["agrees"], told["differing"], told["scenarios"]) == (True, 0, 4)
    assert {"name", "backend", "measure", "exact", "estimate", "interval", "z", "relative_error", "verdict"} <= set(
        told["cases"][0]
    )
    assert len(rows) == len(told["cases"]) == 42
    assert "模拟与理论对照" in (tmp_path / "runs/validation-3/scoreboard.html").read_text(encoding="utf-8")
    assert {"scoreboard-run.csv", "scoreboard.csv", "scoreboard.html", "scoreboard.json"} == {
        path.rsplit("/", 1)[-1] for path in visible(tmp_path) if "scoreboard" in path
    }


@pytest.mark.full
def test_the_result_does_not_depend_on_the_workers(tmp_path):
    """One process and two find the same numbers."""
    command = ("sim", "validate", "--case", "mm2-3", "--backend", "fast", "--json")
    one = json.loads(onestop(*command, cwd=tmp_path).stdout)["cases"]
    two = json.loads(onestop_process(*command, "--workers", "2", cwd=tmp_path).stdout)["cases"]

    assert one == two


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--case", "nowhere"), "case = nowhere: must be one of"),
        (("--backend", "abacus"), "backend = abacus: must be one of fast, simpy"),
        (("--quick", "--case", "mln1"), "case = mln1: must be among the cases of --quick"),
        (("--case", "mm1", "--out", "/dev/null/x"), "out = /dev/null/x: must be a folder that can be made"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path, arguments, message):
    """What cannot be asked is refused in one line, and nothing is written."""
    done = onestop("sim", "validate", *arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert visible(tmp_path) == []


@pytest.mark.full
def test_everything_agrees(tmp_path):
    """The whole scoreboard exits 0: every measure agrees, the intervals cover, every change does what it must."""
    done = onestop_process("sim", "validate", "--workers", "2", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)

    assert done.returncode == 0, [case for case in told["cases"] if case["verdict"] == "differs"]
    assert told["measures"] >= 40
    assert told["scenarios"] >= 20
    assert told["coverage"]["inside"]
    assert all(check["holds"] for check in told["metamorphic"])
