"""The wire form, written down for whoever builds the other side: a table for people, a JSON Schema for programs.

Both are made of the types that encode and decode, so neither can say anything else than what is sent and taken.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any, Final, get_args

import msgspec

from engine.linked.answers import Answer
from engine.linked.network.wire import NUMBER_MAX
from engine.linked.requests import AnyRequest, Request
from engine.linked.words import System

REQUESTS: Final[tuple[type[Request], ...]] = get_args(AnyRequest)
"""Every kind of request, in the order of its systems."""


def wire_table() -> str:
    """Return a Markdown table of every request and its answer; words of a field stand behind it.

    Examples
    --------
    >>> print(wire_table().splitlines()[2])
    | `identity_authentication` | `purpose` = `verify_identity`, `dispute_id`, `ordinal`, `subject` | `answer` = \
`identity_verified`, `result`: `matched` or `not_matched` |
    """
    rows = [
        f"| `{kind.system.value}` | {_cells('purpose', kind)} | {_cells('answer', kind.answer_type)} |"
        for kind in REQUESTS
    ]
    return "\n".join(["| system | request | answer |", "| --- | --- | --- |", *rows])


def wire_schema() -> dict[str, Any]:
    """Return the JSON Schema of every request and answer, by system and purpose.

    Examples
    --------
    >>> wire_schema()["$defs"]["CaseFiled"]["required"]
    ['answer', 'filing_number']
    """
    kinds = [*REQUESTS, *(kind.answer_type for kind in REQUESTS)]
    references, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    del references
    for kind in kinds:
        _close(definitions[kind.__name__], is_answer=issubclass(kind, Answer))
    systems = {
        system.value: {
            kind.purpose: {"request": _reference(kind), "answer": _reference(kind.answer_type)}
            for kind in REQUESTS
            if kind.system is system
        }
        for system in System
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What is posted to linked systems, and what they answer",
        "systems": systems,
        "$defs": definitions,
    }


def _reference(kind: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _close(schema: dict[str, Any], *, is_answer: bool) -> None:
    """Say of a record what its schema leaves open: every field is always there, and no other."""
    schema["required"] = list(schema["properties"])
    schema["additionalProperties"] = False
    for field in schema["properties"].values():
        field.pop("default", None)
        if is_answer and field.get("type") == "integer":
            field.update(minimum=0, maximum=NUMBER_MAX)


def _cells(tag: str, kind: type[Request] | type[Answer]) -> str:
    fields = [f"`{tag}` = `{kind.__struct_config__.tag}`"]
    for field in msgspec.structs.fields(kind):
        words = " or ".join(_words(field.type))
        fields.append(f"`{field.name}`: {words}" if words else f"`{field.name}`")
    return ", ".join(fields)


def _words(of: Any) -> Iterator[str]:
    if isinstance(of, type) and issubclass(of, Enum):
        for member in of:
            meaning = f" ({member.name.lower().replace('_', ' ')})" if isinstance(member.value, int) else ""
            yield f"`{member.value}`{meaning}"
