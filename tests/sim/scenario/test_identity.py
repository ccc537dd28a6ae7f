"""A scenario written out loads to an equal one, and its digest tells scenarios apart."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.identity import scenario_hash
from sim.scenario.load import load_scenario, preset_names, scenario_from, with_changes
from sim.scenario.toml_text import toml_text

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_PLAIN = st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), _TEXT, st.dates())
_KEYS = st.text("abz_09", min_size=1, max_size=6)
_VALUES = st.recursive(
    _PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_survives_being_written(name):
    """Written as TOML and read back, a scenario is equal, and so is its digest."""
    scenario = load_scenario(name)
    back = scenario_from(tomllib.loads(scenario.to_toml()), file="back")

    assert back == scenario
    assert scenario_hash(back) == scenario_hash(scenario)


@given(st.dictionaries(_KEYS, _VALUES, max_size=5))
def test_any_tables_survive_being_written(values):
    """Whatever TOML can hold comes back from its text."""
    assert tomllib.loads(toml_text(values)) == values


def test_what_toml_cannot_hold_is_refused():
    """A value without a TOML form is named with its type."""
    with pytest.raises(TypeError, match="must be text, number, date, list or table, not complex"):
        toml_text({"a": 1j})


def test_the_digest_is_short_and_tells_scenarios_apart():
    """Sixteen hexadecimal digits, other ones as soon as one key differs."""
    scenario = load_scenario("one-court")
    changes = [
        {"window.days": 7},
        {"window.starts_on": date(2020, 8, 25)},
        {"population.mediators": 13},
        {"policy.name": "random"},
    ]
    digests = {scenario_hash(scenario), *(scenario_hash(with_changes(scenario, change)) for change in changes)}

    assert len(digests) == 5
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in digests)


def test_the_digest_does_not_depend_on_the_folder(tmp_path):
    """The same scenario with the same roster names in another folder has the same digest."""
    digests = set()
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        for name in ("c.csv", "m.csv"):
            (folder / name).touch()
        values = load_scenario("one-court").model_dump()
        values["population"] = {"kind": "csv", "courts_file": "c.csv", "mediators_file": "m.csv"}
        digests.add(scenario_hash(scenario_from(values, file="x", folder=folder)))

    assert len(digests) == 1
