"""The exported schema describes every key, with its bounds, so that an editor can complete and check."""

import json

from sim.scenario.load import load_scenario, preset_names
from sim.scenario.schema import keys_below, node_at, scenario_json_schema


def test_the_schema_is_plain_json():
    """It can be written to a file and says which draft it follows."""
    schema = json.loads(json.dumps(scenario_json_schema()))

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "onestop scenario"


def test_every_key_has_a_description():
    """No section and no key is left without a word on what it means."""
    schema = scenario_json_schema()
    sections = {"the file": schema, **schema["$defs"]}
    described = {f"#/$defs/{name}" for name, section in schema["$defs"].items() if section.get("description")}
    silent = [
        f"{name}.{key}"
        for name, section in sections.items()
        for key, value in section.get("properties", {}).items()
        if not value.get("description") and value.get("$ref") not in described
    ]

    assert silent == []


def test_every_key_of_every_preset_is_known_to_the_schema():
    """What a preset says, the schema offers."""
    for name in preset_names():
        values = load_scenario(name).model_dump(exclude_none=True)
        for section, table in values.items():
            tag = (table["kind"],) if section == "population" else ()
            known = keys_below((section, *tag))
            assert not isinstance(table, dict) or set(table) <= set(known)


def test_numbers_have_bounds():
    """The bounds of a number are the model's."""
    days = node_at(("window", "days"))

    assert (days["type"], days["minimum"], days["maximum"]) == ("integer", 1, 3660)
    assert node_at(("population", "synthetic", "mediators"))["minimum"] == 1
    assert node_at(("cases", "dispute_type", 3, "settled_share"))["exclusiveMinimum"] == 0


def test_shares_by_word_offer_the_words():
    """An editor can complete the ways in and the channels."""
    routes = node_at(("cases", "entry_route"))

    assert list(routes["properties"]) == ["party_application", "delegated", "entrusted", "judge_led"]
    assert routes["additionalProperties"] is False


def test_a_path_that_leads_nowhere_has_no_schema():
    """Asking beyond the schema is answered with nothing, not with an error."""
    assert node_at(("window", "nothing", "there")) == {}
    assert keys_below(("population", "neither")) == []
