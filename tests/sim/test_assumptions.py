"""Every number of a scenario is documented, and nothing assumed passes for a fact."""

import json
from dataclasses import asdict

import pytest

from sim.assumptions import Assumption, assumptions_used, numbers
from sim.errors import AssumptionError
from sim.scenario.load import load_scenario, preset_names, scenario_from, with_changes


def by_key(name: str, changes: dict[str, object] | None = None) -> dict[str, Assumption]:
    scenario = with_changes(load_scenario(name), changes or {})
    return {assumption.key: assumption for assumption in assumptions_used(scenario)}


@pytest.mark.parametrize("name", preset_names())
def test_every_number_of_a_preset_is_documented(name):
    """Each number, or list of numbers, has one entry whose documented value is the preset's own."""
    values = load_scenario(name).model_dump(mode="json", exclude_none=True)
    used = by_key(name)

    assert [key for key, _ in numbers(values)] == list(used)
    assert [key for key, entry in used.items() if entry.source["en"].startswith("This scenario's own")] == []


def test_no_number_escapes_the_walk():
    """Whatever is a number in the file is found by the walk, however deep it lies."""
    values = load_scenario("national-2020").model_dump(mode="json", exclude_none=True)
    found = sum(len(value) if isinstance(value, list) else 1 for _, value in numbers(values))

    assert found - 1 == count(values)  # the provinces' name is documented too, and is no number


def count(value: object) -> int:
    """How many numbers there are in a value."""
    if isinstance(value, dict):
        return sum(map(count, value.values()))
    if isinstance(value, list):
        return sum(map(count, value))
    return isinstance(value, int | float)


@pytest.mark.parametrize("name", preset_names())
def test_defaults_lie_within_their_ranges(name):
    """No default lies outside the range stated for it, nor does any entry of a list."""
    records = [asdict(entry) for entry in by_key(name).values()]
    outside = [
        record["key"]
        for record in records
        for value in (record["value"] if isinstance(record["value"], list) else [record["value"]])
        if record["low"] is not None and not record["low"] <= value <= record["high"]
    ]

    assert outside == []


@pytest.mark.parametrize("name", preset_names())
def test_every_entry_speaks_both_languages(name):
    """Title, unit and source are there in English and Chinese."""
    silent = [
        key
        for key, entry in by_key(name).items()
        for text in (entry.title, entry.unit, entry.source)
        if not (text.get("en") and text.get("zh"))
    ]

    assert silent == []


def test_published_numbers_are_tagged_found_and_quotients_derived():
    """What a source states is found, what arithmetic gives is derived, the rest is assumed."""
    used = by_key("national-2020")

    assert {used[key].tag for key in ("population.mediators", "cases.settled_share", "durations.mean_days")} == {
        "found"
    }
    assert used["arrivals.cases_per_year"].tag == "derived"
    assert {used[key].tag for key in ("offers.accept_share", "arrivals.season", "closing.code_shares")} == {"assumed"}


def test_a_value_of_the_users_own_is_assumed():
    """A changed value loses the tag and the source of the documented one and keeps its range."""
    documented = by_key("national-2020")["durations.mean_days"]
    own = by_key("national-2020", {"durations.mean_days": 25.0})["durations.mean_days"]

    assert (own.value, own.tag) == (25.0, "assumed")
    assert own.source["en"] == "This scenario's own; documented is 23.33"
    assert (own.low, own.high) == (documented.low, documented.high)


def test_a_value_documented_for_another_year_keeps_its_source():
    """The mean of 2022 is as well documented as that of 2020."""
    years = {name: by_key(name)["durations.mean_days"] for name in ("national-2020", "one-court")}

    assert {name: (entry.value, entry.tag) for name, entry in years.items()} == {
        "national-2020": (23.33, "found"),
        "one-court": (12.0, "found"),
    }


def test_records_are_plain_json():
    """What a run writes down survives a JSON file."""
    records = [asdict(assumption) for assumption in assumptions_used(load_scenario("one-court"))]

    assert json.loads(json.dumps(records, ensure_ascii=False)) == records
    assert set(records[0]) == {"key", "title", "value", "unit", "tag", "low", "high", "source"}


def test_own_rosters_leave_the_assumptions_about_people_out(tmp_path):
    """What comes from the user's files is not assumed."""
    for name in ("c.csv", "m.csv"):
        (tmp_path / name).touch()
    values = load_scenario("one-court").model_dump()
    values["population"] = {"kind": "csv", "courts_file": "c.csv", "mediators_file": "m.csv"}
    used = assumptions_used(scenario_from(values, file="own.toml", folder=tmp_path))

    assert [entry.key for entry in used if entry.key.startswith("population")] == []


def test_an_undocumented_key_is_named(monkeypatch):
    """A number that nobody documented stops the run instead of passing unseen."""
    monkeypatch.setattr("sim.assumptions.numbers", lambda _: [("window.moons", 3)])

    with pytest.raises(AssumptionError, match=r"key = window.moons: must be documented in assumptions.toml"):
        assumptions_used(load_scenario("one-court"))
