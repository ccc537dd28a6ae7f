"""`onestop load`, as a user runs it, and the profile that it takes from the nation."""

from pathlib import Path

import pytest

from cli.load import national_profile
from sim.population.build import build_population
from sim.scenario.load import load_scenario
from tests.cli.command import onestop_process


def test_the_national_profile_is_the_scenario_s():
    """Courts, mix and answers are those of the scenario; twenty working minutes are 1,320 filings."""
    scenario = load_scenario("national-2020")
    population = build_population(scenario, seed=1)
    profile = national_profile(scenario, population, factor=20)
    assert profile.filings_per_minute == pytest.approx(1_320)
    assert [court.share for court in profile.mix.courts] == population.court_share.tolist()
    assert profile.mix.dispute_types["finance"] == 0.14
    assert profile.mix.channels["court_window"] == 0.45
    assert (profile.course.accept_share, profile.course.lapse_share) == (0.92, 0.03)
    assert {language for court in profile.mix.courts for language in court.languages} > {"tibetan", "uyghur"}


def test_an_unknown_profile_is_refused(tmp_path: Path):
    """A profile that there is none of is refused in one line, and nothing is left behind."""
    done = onestop_process("load", "run", "galactic", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "onestop: profile = 'galactic': must be national\n"
    assert list(tmp_path.iterdir()) == []
