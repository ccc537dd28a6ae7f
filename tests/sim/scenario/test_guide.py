"""What the guide to scenarios shows is what happens."""

import re
import tomllib
from datetime import date
from math import sqrt

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.events.enums import Channel
from engine.events.records import Filed
from sim.errors import ScenarioError
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.population.build import build_population
from sim.population.csv_courts import COURT_COLUMNS
from sim.population.csv_mediators import MEDIATOR_COLUMNS
from sim.scenario.fraction import fraction_of
from sim.scenario.load import load_scenario, preset_names
from sim.scenario.scenario import Scenario
from tests.project.sources import ROOT

GUIDE = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The guide's examples in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The guide's files, in a folder of their own."""
    for text in blocks("toml"):
        (tmp_path / text.split()[1]).write_text(text, encoding="utf-8")
    for name, text in zip(("courts.csv", "mediators.csv"), blocks("csv"), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_scenario_of_the_guide_loads(folder):
    """The shown files load under the names they are shown with."""
    names = sorted(path.name for path in folder.glob("*.toml"))

    assert {name: load_scenario(name).name for name in names} == {
        "more-mediators.toml": "more-mediators",
        "our-channels.toml": "our-channels",
        "ten-per-cent.toml": "ten-per-cent",
        "two-years.toml": "two-years",
        "next-year.toml": "next-year",
        "bad-week.toml": "bad-week",
        "own.toml": "own-rosters",
    }


def test_the_rosters_of_the_guide_build(folder):
    """The shown rosters make a population."""
    population = build_population(load_scenario(str(folder / "own.toml")), seed=1)

    assert (population.roster.courts, population.roster.mediators, population.organisation_count) == (3, 4, 2)
    assert population.court_share.tolist() == [0.125, 0.625, 0.25]


def test_the_mistakes_of_the_guide_are_real(folder):
    """A file with the shown mistakes is answered with the shown lines."""
    path = folder / "more-mediators.toml"
    text = path.read_text(encoding="utf-8").replace("days = 14", "dayz = 14")
    path.write_text(f"{text}[arrivals]\noff_day_share = 0.3\n", encoding="utf-8")

    with pytest.raises(ScenarioError) as caught:
        load_scenario(path.name)
    assert str(caught.value).splitlines() == blocks("text")[0].splitlines()


@pytest.mark.usefixtures("folder")
def test_the_code_of_the_guide_runs(tmp_path):
    """The shown code writes rosters that the shown scenario reads."""
    for code in blocks("python"):
        exec(compile(code, "docs/scenario.md", "exec"), {})  # noqa: S102 - our own guide
    scenario = load_scenario("own.toml")

    assert build_population(scenario, seed=1).roster.mediators == 12
    assert (tmp_path / "courts.csv").read_text(encoding="utf-8").startswith("court_id,")


def test_the_guide_names_every_column_and_word():
    """No column, dispute type or language is missing from the table."""
    words = (*COURT_COLUMNS, *MEDIATOR_COLUMNS, *DISPUTE_TYPES, *LANGUAGES)

    assert [word for word in words if f"`{word}`" not in GUIDE] == []


def test_the_guide_lists_every_preset():
    """No preset of the platform is missing from the table."""
    assert [name for name in preset_names() if f"| `{name}` |" not in GUIDE] == []


def test_what_the_guide_says_of_the_rest_is_true(folder):
    """In the example of channels, online filing has 36 % outside working hours."""
    scenario = load_scenario(str(folder / "our-channels.toml"))
    shares = scenario.cases.channel
    lawyers = scenario.arrivals.profile.lawyers_site
    assert lawyers is not None

    rest = scenario.arrivals.off_hours_share - shares[Channel.LAWYERS_SITE] * lawyers.off_hours_share
    assert rest / shares[Channel.ONLINE_FILING] == pytest.approx(0.36)


@pytest.mark.parametrize(("name", "off_hours", "off_days"), [("ten-per-cent", 0.10, 0.05), ("national-2020", 0.2, 0.1)])
def test_the_share_outside_working_hours_can_be_switched(folder, name, off_hours, off_days):
    """Over a year of a two-hundredth of the nation, filings are off-hours as either reading says (|z| below 4)."""
    scenario = load_scenario(str(folder / f"{name}.toml") if name == "ten-per-cent" else name)
    year = {"window.starts_on": date(2020, 1, 1), "window.days": 366, "window.history_days": 0}
    steady = {"arrivals.court_day_variation": 0.0}
    filed = np.array([event.occurred_at for event in filings_of(fraction_of(scenario, 0.005, year | steady))])
    calendar = WorkCalendar.china()

    for seen, share in (
        (~calendar.is_working_many(filed), off_hours),
        (~calendar.is_workday_many(filed), off_days),
    ):
        assert abs(seen.mean() - share) / sqrt(share * (1 - share) / len(filed)) < 4.0


def filings_of(scenario: Scenario) -> list[Filed]:
    """The filings of a run of the compiled loop."""
    people = build_population(scenario, seed=1)
    read, filed = RowEvents(people.mediator_organisation).events, list[Filed]()
    run_fast(
        scenario,
        people,
        WorkCalendar.china(),
        lambda rows: filed.extend(event for event in read(rows) if isinstance(event, Filed)),
        seed=1,
    )
    return filed


def test_ten_per_cent_more_is_ten_per_cent_more():
    """The title of the first example is true."""
    mediators = tomllib.loads(blocks("toml")[0])["population"]["mediators"]

    assert mediators == round(1.1 * 165333)
