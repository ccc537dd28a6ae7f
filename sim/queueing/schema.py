"""The JSON Schema of a queue scenario file, for editors; made of the records that the loader checks."""

from typing import Any, cast

from sim.queueing.scenario import QueueScenario
from sim.scenario.schema import BASE_KEY

_OWN_KEYS = ("name", "title")
"""Keys that no file inherits from its base."""


def queue_json_schema() -> dict[str, Any]:
    """Describe files of queue scenarios to editors that complete and check TOML by JSON Schema.

    A file with `base` may leave out sections, and keys of the tables that are merged with the base's; the entries of a
    list such as `[[class]]` take the place of the base's and are held to all their keys. What must hold between keys,
    such as either `servers` or `shifts`, is checked by the loader alone.

    Returns
    -------
    dict[str, Any]
        JSON Schema, draft 2020-12, with a description, unit and bounds of every key.

    Examples
    --------
    >>> schema = queue_json_schema()
    >>> schema["$defs"]["Run"]["properties"]["length"]["description"]
    "End of what is measured; unit: the scenario's."

    """
    schema = cast("dict[str, Any]", _for_toml(QueueScenario.model_json_schema()))
    for definition in schema["$defs"].values():
        _say_kind(definition)
    whole = {"required": schema["required"], "properties": _merged_sections(schema)}
    schema["properties"][BASE_KEY] = {
        "type": "string",
        "description": "Preset to start from; this file then holds name, title and what differs.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "onestop queue scenario",
        "description": schema["description"].partition("\n")[0],
        "required": list(_OWN_KEYS),
        "if": {"required": [BASE_KEY]},
        "else": whole,
    }


def _for_toml(node: object) -> object:
    """Leave out null, which TOML cannot write, and close tables whose keys are names to anything else."""
    if isinstance(node, list):
        return [_for_toml(entry) for entry in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    table = {key: _for_toml(value) for key, value in cast("dict[str, object]", node).items()}
    choices = table.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        given = next(choice for choice in cast("list[dict[str, object]]", choices) if choice != {"type": "null"})
        table = {**given, **{key: value for key, value in table.items() if key not in ("anyOf", "default")}}
    if "patternProperties" in table:
        table["additionalProperties"] = False
    return table


def _say_kind(definition: dict[str, Any]) -> None:
    """Describe the key that chooses a table by what the chosen table is."""
    chosen = definition["properties"].get("kind")
    if chosen is not None:
        chosen.setdefault("description", f'"{chosen["const"]}": {definition["description"]}')


def _merged_sections(schema: dict[str, Any]) -> dict[str, Any]:
    """Take the required keys out of tables that a file shares with its base, and return them by section."""
    found: dict[str, Any] = {}
    for key, section in schema["properties"].items():
        if "$ref" in section and key not in _OWN_KEYS:
            definition = schema["$defs"][section["$ref"].rpartition("/")[2]]
            found[key] = {"required": definition.pop("required")}
    return found
