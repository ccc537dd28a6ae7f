"""`onestop sim reproduce` and `onestop sim filings`: what they print, and when they fail."""

import json

import pytest
import typer

from cli.errors import CliError
from cli.filings import filings
from cli.reproduce import OffHours, reproduce
from sim.errors import ScenarioError
from tests.cli.command import onestop, visible

RECORD = {
    "id",
    "preset",
    "title",
    "unit",
    "published",
    "achieved",
    "relative_error",
    "tolerance",
    "at_most",
    "reading",
    "note",
    "source",
    "expected",
    "verdict",
}


def test_presets_are_held_against_what_they_claim(tmp_path):
    """`sim reproduce --json` prints one object: figures, each with its record, and what each preset hits and cannot."""
    done = onestop("sim", "reproduce", "court-filings-2020", "national-2022", "--json", cwd=tmp_path)
    found = json.loads(done.stdout)
    filings, other = found["presets"]

    assert (done.returncode, done.stderr) == (0, "")
    assert [figure["id"] for figure in found["figures"]] == ["k", "k-civil", "l", "l-fifth", "l-hours", "m-mobile", "n"]
    assert all(set(figure) == RECORD for figure in found["figures"])
    assert (filings["hits"], filings["missed"]) == (["k", "l", "l-fifth", "m-mobile", "n"], [])
    assert filings["cannot"] == {"k-civil": "k", "l-hours": "l"}
    assert (other["preset"], other["hits"], other["cannot"]) == ("national-2022", [], {})
    assert visible(tmp_path) == []


def test_the_off_hours_reading_is_a_switch(capsys):
    """`--off-hours hours` turns the verdicts of the two readings round, and is no failure."""
    reproduce(["court-filings-2020"], off_hours=OffHours.HOURS, as_json=True)
    verdicts = {figure["id"]: figure["verdict"] for figure in json.loads(capsys.readouterr().out)["figures"]}

    assert (verdicts["l"], verdicts["l-hours"]) == ("contradicts l-hours", "reproduced")


def test_each_preset_says_what_it_hits_and_what_it_cannot(capsys):
    """For people, each preset begins with a line of both; notes carry the denominators."""
    reproduce(["court-filings-2020", "one-court", "national-2020-year"])
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == (
        "court-filings-2020: hits k, l, l-fifth, m-mobile, n; cannot k-civil (against k), l-hours (against l)"
    )
    assert any("a workday of 32" in line for line in lines)
    assert "one-court: no published figure speaks of it" in lines
    assert "onestop run national-2020-year shows its figures" in lines


def stored_run(folder, expected):
    """A run's folder with one figure that contradicts itself."""
    figure = dict.fromkeys(RECORD) | {
        "id": "l",
        "published": 0.1,
        "achieved": 0.3,
        "relative_error": 2.0,
        "tolerance": 0.03,
        "at_most": False,
        "title": {"en": "Off-hours", "zh": "非工作时间"},
        "expected": expected,
        "verdict": "contradicts l",
    }
    (folder / "run.json").write_text(json.dumps({"scenario": "mine", "figures": [figure]}), encoding="utf-8")
    return folder


def test_a_figure_that_misses_its_own_reading_fails(tmp_path, capsys):
    """A stored run whose figure was to be reproduced and is not exits with 1, after printing it."""
    with pytest.raises(typer.Exit) as left:
        reproduce(run_folder=stored_run(tmp_path, "reproduced"))

    assert left.value.exit_code == 1
    assert "contradicts l" in capsys.readouterr().out


def test_a_contradiction_that_is_meant_does_not_fail(tmp_path, capsys):
    """The same record passes where the preset is there to show the contradiction."""
    reproduce(run_folder=stored_run(tmp_path, "contradicts l"))

    assert "contradicts l" in capsys.readouterr().out


def test_an_unknown_preset_is_named():
    """One line names the preset and those there are."""
    with pytest.raises(CliError, match=r"preset = atlantis: must be one of national-2020,"):
        reproduce(["atlantis"])


def test_filings_are_printed_by_channel(capsys):
    """`sim filings` prints every assumption with its tag, then each channel with its denominators."""
    filings(as_json=True)
    found = json.loads(capsys.readouterr().out)
    filings()
    lines = capsys.readouterr().out.splitlines()

    printed = [line.split()[1] for line in lines if line.startswith(("assumed ", "found ", "derived "))]
    assert printed == [entry["key"] for entry in found["assumptions"]]
    channels = [
        line.split()[0] for line in lines if line.startswith(("online_", "court_window", "mobile_", "lawyers_"))
    ]
    assert channels == [each["channel"] for each in found["channels"]]
    assert lines[-2] == "mobile court: 3,501 courts; mediation platform: 3,502"


def test_a_platform_scenario_is_no_filings_scenario():
    """A preset of another kind is refused with the one there is."""
    with pytest.raises(ScenarioError, match="court-filings-2020"):
        filings("one-court")
