"""The JSON Schema of a scenario file, for editors and for error messages."""

from functools import cache
from typing import Any, Final

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
def _schema() -> dict[str, Any]:
    return Scenario.model_json_schema()


def node_at(path: tuple[str | int, ...]) -> dict[str, Any]:
    """Find the schema of one key.

    Parameters
    ----------
    path
        Keys and list positions as pydantic reports them, the kind of population among them.

    Returns
    -------
    dict[str, Any]
        The schema there; empty if there is no such key.

    """
    node: dict[str, Any] = _schema()
    for part in path:
        node = _resolved(node)
        if isinstance(part, int):
            node = node.get("items", {})
        elif "discriminator" in node:
            node = {"$ref": node["discriminator"]["mapping"].get(part, "")}
        else:
            node = node.get("properties", {}).get(part, {})
    return node


def keys_below(path: tuple[str | int, ...]) -> list[str]:
    """List the keys a table may hold; of the whole file, `base` among them.

    Examples
    --------
    >>> keys_below(("window",))
    ['starts_on', 'days', 'history_days']

    """
    keys = list(_resolved(node_at(path)).get("properties", {}))
    return keys if path else [BASE_KEY, *keys]


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference to the definition it names, its own description kept."""
    if "$ref" not in node:
        return node
    definition = _schema()["$defs"].get(node["$ref"].rpartition("/")[2], {})
    return {**definition, **{key: value for key, value in node.items() if key != "$ref"}}
