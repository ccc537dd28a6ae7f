"""The JSON Schema of a filings scenario file, for editors; made of the records that the loader checks."""

from typing import Any

from sim.channels.scenario import FilingsScenario
from sim.scenario.schema import BASE_KEY

_OWN_KEYS = ("name", "title")
"""Keys that no file inherits from its base."""


def filings_json_schema() -> dict[str, Any]:
    """Describe files of filings scenarios to editors that complete and check TOML by JSON Schema.

    A file with `base` may leave out any key, so only a file without it is held to the full list of sections.

    Returns
    -------
    dict[str, Any]
        JSON Schema, draft 2020-12, with a description, unit and bounds of every key.

    Examples
    --------
    >>> schema = filings_json_schema()
    >>> schema["$defs"]["Span"]["properties"]["days"]["description"]
    'Length; unit: calendar days.'

    """
    schema = FilingsScenario.model_json_schema()
    sections = schema.pop("required")
    for definition in schema["$defs"].values():
        definition.pop("required", None)
    filings = schema["$defs"]["FilingChannel"]["properties"]["filings"]
    # TOML cannot write null.
    given = next(choice for choice in filings.pop("anyOf") if choice != {"type": "null"})
    filings.update(given)
    del filings["default"]
    schema["properties"][BASE_KEY] = {
        "type": "string",
        "description": "Preset to start from; this file then holds name, title and what differs.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "onestop filings scenario",
        "description": schema["description"].partition("\n")[0],
        "required": list(_OWN_KEYS),
        "anyOf": [{"required": [BASE_KEY]}, {"required": sections}],
    }
