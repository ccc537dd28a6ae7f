"""The default run keeps its promises: published figures, Little's law, one content a seed."""

import json
from pathlib import Path

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from sim.run import RunResult, run_scenario
from sim.scenario.load import load_scenario

CALENDAR = WorkCalendar.china()
VERDICTS = {
    **dict.fromkeys("abcdm", "reproduced"),
    "f": "contradicts e",
    "g": "contradicts a",
    "h": "contradicts b",
    "i": "contradicts c",
    "j": "contradicts c",
}


def national_week(folder: Path, seed: int) -> RunResult:
    """Run the default scenario."""
    return run_scenario(load_scenario("national-2020"), folder, seed=seed, calendar=CALENDAR)


def assert_promises_kept(run: RunResult) -> None:
    """Every figure has its verdict, rates are within 3 %, and pending obeys Little's law within 3 %."""
    figures = {figure.id: figure for figure in run.figures}
    assert {name: figure.verdict for name, figure in figures.items()} == VERDICTS
    achieved = {name: figures[name].achieved for name in "abcdm"}
    assert achieved["a"] == pytest.approx(66.0, rel=0.03)
    assert achieved["b"] == pytest.approx(17_000.0, rel=0.03)
    assert 0.0 < achieved["c"] <= 2.0
    assert achieved["d"] == pytest.approx(0.6504, rel=0.03)
    assert achieved["m"] == 3_502
    stock = run.measures.stock
    assert stock.pending_mean == pytest.approx(stock.little_pending, rel=0.03)


@pytest.mark.national
def test_the_default_week_reproduces_the_published_figures(tmp_path):
    """Seed 1 of the national week reproduces a, b, c, d and m, contradicts f to j, and obeys Little's law."""
    run = national_week(tmp_path, seed=1)

    assert_promises_kept(run)
    assert run.summary["cases"] == pytest.approx(158_000, rel=0.02)
    assert json.loads((tmp_path / "run.json").read_bytes())["content_hash"] == run.summary["content_hash"]


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(2, 11))
def test_every_seed_reproduces_the_published_figures(tmp_path, seed):
    """So do the seeds 2 to 10."""
    assert_promises_kept(national_week(tmp_path, seed))


@pytest.mark.full
@pytest.mark.timeout(900)
def test_one_seed_has_one_content(tmp_path):
    """The national week of one seed has the same content hash twice, and another seed another."""
    hashes = []
    for name, seed in (("first", 1), ("second", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        hashes.append(national_week(tmp_path / name, seed).summary["content_hash"])

    assert hashes[0] == hashes[1] != hashes[2]


def test_the_default_week_is_an_ordinary_one():
    """Five workdays in seven days from a Monday, no holiday within two weeks, season and national day factor 1."""
    scenario = load_scenario("national-2020")
    start = local_midnight_us(scenario.window.starts_on)
    weeks = [start + week * 7 * DAY_US for week in (-2, -1, 0, 1, 2)]

    assert (scenario.window.starts_on.weekday(), scenario.window.days) == (0, 7)
    assert [CALENDAR.workdays(week, week + 7 * DAY_US) for week in weeks] == [5] * 5
    assert scenario.arrivals.season[scenario.window.starts_on.month - 1] == 1.0
    assert scenario.arrivals.national_day_variation == 0.0
