"""The schema of queue scenarios: whole, described, and of one mind with the loader."""

import copy
import json
import tomllib
from typing import Any

import pytest

from sim.errors import ScenarioError
from sim.queueing.load import load_queue, queue_from, queue_names
from sim.queueing.schema import queue_json_schema
from sim.scenario.reading import PRESETS

SCENARIO = {
    "kind": "queue",
    "name": "counter",
    "title": {"en": "Counter", "zh": "窗口"},
    "time_unit": "minutes",
    "run": {"length": 100.0, "warm_up": 5},
    "class": [
        {
            "name": "visitors",
            "arrivals": {"kind": "poisson", "rate": 0.8},
            "service": {"kind": "mixture", "parts": [{"share": 1.0, "law": {"kind": "exponential", "mean": 3.0}}]},
        }
    ],
    "pool": [{"name": "clerks", "shifts": [{"starts": 0, "ends": 100, "servers": 4}]}],
    "station": [{"name": "desk", "capacity": 50, "routes": {"desk": 0.1}}],
}
ABSENT = object()


@pytest.fixture(scope="module")
def validator():
    """The schema as a validator of others understands it."""
    jsonschema = pytest.importorskip("jsonschema", reason="no validator of JSON Schema on this machine")
    schema = json.loads(json.dumps(queue_json_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def changed(path: str, value: object) -> dict[str, Any]:
    """The scenario with one key set or taken out; places in lists are counted from 0."""
    values = copy.deepcopy(SCENARIO)
    *above, last = path.split(".")
    table: Any = values
    for part in above:
        table = table[int(part) if part.isdigit() else part]
    if value is ABSENT:
        del table[last]
    else:
        table[last] = value
    return values


@pytest.mark.parametrize("name", queue_names())
def test_every_preset_is_valid(validator, name):
    """Each shipped file passes as it is written, and as the loader writes it out with its defaults."""
    written = tomllib.loads((PRESETS / f"{name}.toml").read_text(encoding="utf-8"))
    complete = tomllib.loads(load_queue(name).to_toml())

    assert [error.message for error in validator.iter_errors(written)] == []
    assert [error.message for error in validator.iter_errors(complete)] == []


def test_the_scenario_of_these_tests_is_good(validator):
    """What the mistakes below are made of is refused by neither."""
    assert validator.is_valid(SCENARIO)
    assert queue_from(SCENARIO, file="counter").name == "counter"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("classes", []),
        ("run.lenght", 3.0),
        ("class.0.arival", {}),
        ("class.0.arrivals.rates", [1.0]),
        ("station.0.routes.a b", 0.1),
        ("class.0.arrivals.rate", -0.8),
        ("class.0.arrivals.rate", 0),
        ("class.0.arrivals.rate", "0.8"),
        ("class.0.arrivals.kind", "poison"),
        ("class.0.service.parts.0.law.kind", "mixture"),
        ("class.0.service.parts.0.share", 1.5),
        ("class.0.priority", 0.5),
        ("class.0.name", "two words"),
        ("pool.0.shifts.0.servers", -1),
        ("pool.0.shifts", []),
        ("pool.0.leave_policy", "vanish"),
        ("station.0.capacity", 0),
        ("time_unit", "fortnights"),
        ("kind", "platform"),
        ("name", "Counter"),
        ("run.warm_up", -1.0),
        ("run", ABSENT),
        ("run.length", ABSENT),
        ("class", ABSENT),
        ("pool", ABSENT),
        ("title", ABSENT),
        ("title.zh", ABSENT),
        ("kind", ABSENT),
        ("class.0.arrivals", ABSENT),
        ("class.0.arrivals.rate", ABSENT),
        ("class.0.arrivals.kind", ABSENT),
        ("pool.0.name", ABSENT),
    ],
)
def test_schema_and_loader_refuse_the_same_mistakes(validator, path, value):
    """Unknown keys, wrong values and missing sections are mistakes to both."""
    values = changed(path, value)

    assert not validator.is_valid(values)
    with pytest.raises(ScenarioError):
        queue_from(values, file="counter")


def test_a_file_with_a_base_may_leave_out_what_the_base_has(validator):
    """Sections and keys of `run` may be missing; an entry of a list, and name and title, may not."""
    own = {"base": "textbook/mm1", "name": "mine", "title": {"en": "Mine", "zh": "我的"}}

    assert validator.is_valid(own | {"run": {"warm_up": 3.0}, "pool": [{"name": "server", "servers": 2}]})
    assert not validator.is_valid(own | {"class": [{"name": "customers"}]})
    assert not validator.is_valid({"base": "textbook/mm1", "name": "mine"})


def test_every_key_has_a_description():
    """No table and no key is left without a word on what it means."""
    schema = queue_json_schema()
    tables = {"the file": schema, **schema["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, table in tables.items()
        for key, value in table["properties"].items()
        if not (value.get("description") or schema["$defs"][value["$ref"].rpartition("/")[2]]["description"])
    ]

    assert silent == []


def test_bounds_and_units_are_the_records_own():
    """Numbers have their least and largest values, words their choices, and nothing may be null."""
    schema = queue_json_schema()
    tables = {name: table["properties"] for name, table in schema["$defs"].items()}

    assert tables["Erlang"]["phases"]["minimum"] == 1
    assert tables["Poisson"]["rate"]["maximum"] == 1e9
    assert tables["Station"]["capacity"]["minimum"] == 1
    assert tables["Pool"]["takes"]["enum"] == ["oldest", "preference"]
    assert "null" not in json.dumps(schema)
