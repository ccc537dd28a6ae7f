"""What the guide to scenarios shows is what happens."""

import re
import tomllib

import pytest

from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from sim.errors import ScenarioError
from sim.population.build import build_population
from sim.population.csv_courts import COURT_COLUMNS
from sim.population.csv_mediators import MEDIATOR_COLUMNS
from sim.scenario.load import load_scenario
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


def test_ten_per_cent_more_is_ten_per_cent_more():
    """The title of the first example is true."""
    mediators = tomllib.loads(blocks("toml")[0])["population"]["mediators"]

    assert mediators == round(1.1 * 165333)
