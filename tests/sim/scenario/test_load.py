"""Scenarios are found, read and laid over a preset; files that cannot be read say why in one line."""

import pickle
import re

import pytest
from pydantic import ValidationError

from sim.errors import ScenarioError
from sim.scenario.load import load_scenario, preset_names, scenario_from, with_changes
from sim.scenario.population import CsvPopulation, SyntheticPopulation
from sim.scenario.scenario import Scenario
from tests.sim.scenario.broken import lines_of_file

OWN = 'name = "own"\ntitle = { en = "Own", zh = "自定" }\nbase = "one-court"\n'
PRESETS_THERE = f"({', '.join(preset_names())})"


@pytest.fixture
def file(tmp_path):
    def write(text: str | bytes):
        path = tmp_path / "own.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_file_over_a_base_changes_what_it_says_and_nothing_else(file):
    """Keys of the file win, all other keys are the preset's."""
    own = load_scenario(str(file(f"{OWN}[window]\ndays = 3\n")))
    base = load_scenario("one-court")

    assert own.window.days == 3
    assert own.model_dump(exclude={"name", "title", "window"}) == base.model_dump(exclude={"name", "title", "window"})
    assert own.window.starts_on == base.window.starts_on


def test_name_and_title_are_never_inherited(file):
    """A scenario cannot pass for the preset it changes."""
    keys = [line.split(":")[0] for line in lines_of_file(file('base = "one-court"\n'))]

    assert keys == ["name", "title"]


def test_shares_of_one_whole_replace_those_of_the_base(file):
    """A table of shares is never mixed from two files."""
    own = load_scenario(str(file(f"{OWN}[cases.channel]\nonline_filing = 1.0\n")))

    assert own.cases.channel == {"online_filing": 1.0}


def test_own_provinces_replace_those_of_the_base(file):
    """Listing provinces over a preset that names China's is no contradiction."""
    text = (
        OWN.replace("one-court", "national-2020")
        + '[[population.province]]\ncode = "1"\nzh = "甲"\nen = "A"\nweight = 1\n'
    )

    section = load_scenario(str(file(text))).population

    assert isinstance(section, SyntheticPopulation)
    assert [province.en for province in section.jurisdictions] == ["A"]


def test_rosters_are_found_beside_the_scenario(file, tmp_path):
    """Paths of own rosters start at the scenario's folder, and replace the base's population whole."""
    for name in ("c.csv", "m.csv"):
        (tmp_path / name).touch()
    own = load_scenario(
        str(file(f'{OWN}[population]\nkind = "csv"\ncourts_file = "c.csv"\nmediators_file = "m.csv"\n'))
    )

    assert own.population == CsvPopulation(
        kind="csv", courts_file=tmp_path / "c.csv", mediators_file=tmp_path / "m.csv"
    )


def test_rosters_that_are_not_there_are_reported(file, tmp_path):
    """A missing roster is a mistake of the scenario, found before anything runs, beside its other mistakes."""
    text = f'{OWN}[population]\nkind = "csv"\ncourts_file = "c.csv"\n[window]\ndays = 0\n'

    assert lines_of_file(file(text)) == [
        f'population.courts_file = "{tmp_path / "c.csv"}": must be the path of an existing file',
        "window.days = 0: must be at least 1",
        "population.mediators_file: must be given: CSV of mediators; a path relative to the scenario's own folder.",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\n[window\n", "line 2, column 8: must be valid TOML (expected ']' at the end of a table declaration)"),
        ('a = "', "end of file: must be valid TOML (unterminated string)"),
        (b"a = \xff", "must be UTF-8 text (byte 4 is not)"),
        ('base = "one-cort"\n', f'base = "one-cort": must be a preset {PRESETS_THERE} (nearest: one-court)'),
        ("base = 3\n", f"base = 3: must be a preset {PRESETS_THERE}"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(file, text, line):
    """Broken TOML is reported by line and column, broken text by byte, an unknown base by the presets there are."""
    assert lines_of_file(file(text)) == [line]


def test_a_byte_order_mark_is_passed_over(file):
    """Files from editors that write a byte-order mark load."""
    assert load_scenario(str(file(b"\xef\xbb\xbf" + OWN.encode()))).name == "own"


@pytest.mark.parametrize("name", ["natonal-2020", "missing.toml", "", "\0"])
def test_an_unknown_name_lists_the_presets(name):
    """What is neither preset nor file is answered with the presets there are."""
    with pytest.raises(ScenarioError, match=rf"must be a preset {re.escape(PRESETS_THERE)} or the path of a TOML file"):
        load_scenario(name)


def test_a_near_miss_is_guessed():
    """A misspelt preset comes with the one that was meant."""
    with pytest.raises(ScenarioError, match=r"nearest: national-2020"):
        load_scenario("natonal-2020")


def test_changes_are_checked_and_leave_the_original_alone():
    """A changed scenario is a new one, checked like a file."""
    scenario = load_scenario("one-court")

    assert with_changes(scenario, {"window.days": 3, "arrivals.season": [2.0] * 12}).window.days == 3
    assert scenario == load_scenario("one-court")
    with pytest.raises(ScenarioError, match=r"^one-court: window.days = 0: must be at least 1$"):
        with_changes(scenario, {"window.days": 0})


@pytest.mark.parametrize(
    ("key", "above"),
    [("cases.dispute_type.family.share", "dispute_type"), ("change.1.share", "change"), ("name.x", "name")],
)
def test_a_change_below_what_is_no_table_is_refused(key, above):
    """A key that leads through a list or a value is named, with what stands in its way."""
    with pytest.raises(ScenarioError, match=rf"^one-court: {key}: must lead to a key of a table \({above} is none"):
        with_changes(load_scenario("one-court"), {key: 0.3})


def test_a_scenario_built_directly_is_checked_as_well():
    """Rules between keys hold for whoever builds a scenario, not only for files."""
    values = load_scenario("one-court").model_dump()
    values["offers"]["lapse_share"] = 0.5

    with pytest.raises(ValidationError, match=r"offers.lapse_share must be at most 1 - offers.accept_share"):
        Scenario.model_validate(values)


def test_a_scenario_cannot_be_changed_in_place():
    """Sections are frozen."""
    with pytest.raises(ValidationError, match="frozen"):
        load_scenario("one-court").window.days = 2


def test_mistakes_survive_the_way_from_a_worker():
    """An error can be pickled with all its lines."""
    with pytest.raises(ScenarioError) as caught:
        scenario_from({}, file="empty.toml")

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes


def test_a_changed_scenario_cannot_pass_for_a_preset(tmp_path):
    """A file that takes a preset's name is refused if it differs from the preset, and welcome if it does not."""
    copy, changed = tmp_path / "copy.toml", tmp_path / "changed.toml"
    text = load_scenario("one-court").to_toml()
    copy.write_text(text, encoding="utf-8")
    changed.write_text(text.replace("days = 28", "days = 27"), encoding="utf-8")

    assert load_scenario(str(copy)) == load_scenario("one-court")
    with pytest.raises(ScenarioError, match="must be another name"):
        load_scenario(str(changed))
