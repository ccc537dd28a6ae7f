"""Years that the working calendar does not know, on the command line."""

import json
from datetime import date
from pathlib import Path

import pytest

from engine.calendar.year import china_years
from tests.cli.command import onestop

NEXT = max(china_years()) + 1
RUN = ["sim", "run", "one-court", "--starts-on", f"{NEXT}-03-01", "--days", "7"]
ALLOWED = f"calendar.provisional_until={NEXT}"


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week of the year after the last that is known, simulated."""
    folder = tmp_path_factory.mktemp("next")
    done = onestop(*RUN, "--set", ALLOWED, "--out", "week", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert f"warning: nobody has announced the days off of {NEXT}:" in done.stdout
    return folder


def test_next_year_is_refused_until_it_is_asked_for(tmp_path: Path):
    """A planner is told where to name the year, and nothing is written."""
    done = onestop(*RUN, "--out", "week", cwd=tmp_path)
    assert done.returncode != 0
    assert "name later ones in [calendar]" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_changed_once(tmp_path: Path):
    """Said twice, by an option and by --set, it is refused with both values."""
    done = onestop(*RUN, "--set", f"window.days=3,{ALLOWED}", cwd=tmp_path)
    assert done.returncode != 0
    assert "window.days = 7: must be changed once, and is 3 already" in done.stderr


def test_a_year_file_lets_workdays_be_counted(next_year: Path):
    """Without it a table of an unknown year has no workdays; with it, those that the file leaves."""
    off = next(day for day in (date(NEXT, 3, number) for number in range(1, 8)) if day.weekday() == 2)
    text = f"year = {NEXT}\nholidays = [{NEXT}-01-01, {off}]\nworkdays = []\n"
    (next_year / "year.toml").write_text(text, encoding="utf-8")
    measure = ["analytics", "measure", "week", "--json"]
    without = json.loads(onestop(*measure, cwd=next_year).stdout)
    counted = json.loads(onestop(*measure, "--year-file", "year.toml", cwd=next_year).stdout)
    assert (without["period"]["workdays"], counted["period"]["workdays"]) == (None, 4)
