"""The JSON Schema of a scenario file, for editors and for error messages."""

from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from sim.scenario.scenario import Scenario

BASE_KEY: Final = "base"
"""Key that names the preset a file starts from; the loader takes it out before the scenario is checked."""


def scenario_json_schema() -> dict[str, Any]:
    """Describe scenario files to editors that complete and check TOML by JSON Schema.

    A file with `base` may leave out any key, so only a file without it is held to the full list of sections.

    Returns
    -------
    dict[str, Any]
        JSON Schema, draft 2020-12, with a description, unit and bounds of every key.

    Examples
    --------
    >>> schema = scenario_json_schema()
    >>> schema["$defs"]["Window"]["properties"]["days"]["description"]
    'Length; unit: calendar days.'

    """
    schema = Scenario.model_json_schema()
    sections = schema.pop("required")
    for definition in schema["$defs"].values():
        definition.pop("required", None)
    schema["properties"][BASE_KEY] = {
        "type": "string",
        "description": "Preset to start from; this file then holds name, title and what differs.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "onestop scenario",
        "required": ["name", "title"],
        "anyOf": [{"required": [BASE_KEY]}, {"required": sections}],
    }


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def node_at(path: tuple[str | int, ...], model: type[BaseModel] = Scenario) -> dict[str, Any]:
    """Find the schema of one key.

    Parameters
    ----------
    path
        Keys and list positions as pydantic reports them, the kinds chosen among several tables too.
    model
        The kind of scenario.

    Returns
    -------
    dict[str, Any]
        The schema there; empty if there is no such key.

    """
    node: dict[str, Any] = _schema(model)
    for part in path:
        node = _below(node, part, model)
    return node


def without_kinds(path: tuple[str | int, ...], model: type[BaseModel] = Scenario) -> tuple[str | int, ...]:
    """Drop from a path the kinds that pydantic names where a table is one of several.

    Examples
    --------
    >>> without_kinds(("population", "csv", "mediators_file"))
    ('population', 'mediators_file')

    """
    kept: list[str | int] = []
    node: dict[str, Any] = _schema(model)
    for part in path:
        if part not in kinds_at(node, model):
            kept.append(part)
        node = _below(node, part, model)
    return tuple(kept)


def kinds_at(node: dict[str, Any], model: type[BaseModel] = Scenario) -> list[str]:
    """List the kinds of a table that is one of several; empty for any other node."""
    return sorted(_resolved(node, model).get("discriminator", {}).get("mapping", {}))


def _below(node: dict[str, Any], part: str | int, model: type[BaseModel]) -> dict[str, Any]:
    node = _resolved(node, model)
    if isinstance(part, int):
        return node.get("items", {})
    if "discriminator" in node:
        return {"$ref": node["discriminator"]["mapping"].get(part, "")}
    more = node.get("additionalProperties")
    return node.get("properties", {}).get(part, more if isinstance(more, dict) else {})


def keys_below(path: tuple[str | int, ...], model: type[BaseModel] = Scenario) -> list[str]:
    """List the keys a table may hold; of the whole file, `base` among them.

    Examples
    --------
    >>> keys_below(("window",))
    ['starts_on', 'days', 'history_days']

    """
    keys = list(_resolved(node_at(path, model), model).get("properties", {}))
    return keys if path else [BASE_KEY, *keys]


def _resolved(node: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """Follow a reference to the definition it names, its own description kept; what may be left out counts as given."""
    while "anyOf" in node or "$ref" in node:
        if "anyOf" in node:
            given = next(choice for choice in node["anyOf"] if choice.get("type") != "null")
            rest = {key: value for key, value in node.items() if key != "anyOf"}
        else:
            given = _schema(model)["$defs"].get(node["$ref"].rpartition("/")[2], {})
            rest = {key: value for key, value in node.items() if key != "$ref"}
        node = {**given, **rest}
    return node
