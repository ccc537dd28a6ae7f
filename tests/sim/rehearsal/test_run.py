"""A run with the full lifecycle leaves the same cases and measures as one without, and says what was rehearsed."""

import duckdb
import msgspec
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.errors import BackendError
from sim.run import run_scenario
from sim.scenario.load import load_scenario, with_changes


@pytest.fixture(scope="module")
def scenario():
    """A week of one court."""
    return with_changes(load_scenario("one-court"), {"window.days": 7})


def run(scenario, folder, **options):
    """Run a scenario into a new folder."""
    folder.mkdir()
    return run_scenario(scenario, folder, seed=3, calendar=WorkCalendar.china(), **options)


def test_cases_and_measures_do_not_notice(scenario, tmp_path):
    """Case table and measures are equal, although the event file holds the lifecycle besides."""
    plain = run(scenario, tmp_path / "plain", backend="simpy")
    full = run(scenario, tmp_path / "full", full_lifecycle=True)
    tables = [duckdb.read_parquet(str(tmp_path / name / "cases.parquet")).fetchall() for name in ("plain", "full")]

    assert tables[0] == tables[1]
    assert msgspec.to_builtins(plain.measures) == msgspec.to_builtins(full.measures)
    assert full.summary["backend"] == "simpy"
    assert full.summary["events"] == plain.summary["events"] + full.summary["lifecycle_events"]
    assert full.summary["refusals"] == 0


def test_its_numbers_are_among_the_assumptions_used(scenario, tmp_path):
    """A rehearsal prints what it takes for granted, and a plain run does not."""
    full = run(scenario, tmp_path / "full", full_lifecycle=True)

    assert "lifecycle.no_show_share" in {record["key"] for record in full.assumptions}


@pytest.mark.parametrize("options", [{"backend": "fast"}, {"verifiable": True}])
def test_what_cannot_be_rehearsed_is_refused(scenario, tmp_path, options):
    """The fast loop and keyed draws are refused by name."""
    with pytest.raises(BackendError, match=next(iter(options))):
        run(scenario, tmp_path / "full", full_lifecycle=True, **options)
