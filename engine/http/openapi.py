"""The description of the surface (OpenAPI 3.1), made of the endpoints and of msgspec's schemas of their types."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from engine.http.endpoint import JSON, NDJSON, Endpoint, KeyRule
from engine.http.problem import Problem
from engine.http.problem_types import KINDS, URN
from engine.service.keys import WINDOW_US

_REF: Final = "#/components/schemas/{name}"
_MAX: Final = 2**63 - 1
_HOURS: Final = WINDOW_US // 3_600_000_000
_OF_ALL: Final = ("bad-request", "failed")
_WITH_TOKEN: Final = ("unauthorised", "forbidden", "too-many-requests", "keys-unavailable", "busy", "stopping")
_WITH_BODY: Final = ("too-large", "unsupported-media-type", "invalid")
_OF_WRITES: Final = ("read-only", "outcome-unknown", "storage-full")
_WITH_KEY: Final = ("in-flight", "key-reused")
DESCRIPTION: Final = f"""\
Disputes, mediation, meetings and the doors beyond, over one assignment core whose every decision can be checked.

Times are whole microseconds since 1970-01-01T00:00:00Z, amounts hundredths of a yuan, parties bits of a number.

A request that changes something ends in one of three ways. *Done*: a 2xx answer, stored before it was sent. *Not done*:
a 4xx answer, or 429, 503 or 507 with Retry-After. *Unknown*: 504 `outcome-unknown`, or no answer at all; ask again with
the same Idempotency-Key, and it is done at most once. A key is remembered for {_HOURS} hours of logged time; a repeated
answer has the header Idempotency-Replayed. A request that was refused is tried again.

Problems are `application/problem+json` (RFC 9457); their `type` never changes.
"""


def problems_of(endpoint: Endpoint) -> list[str]:
    """Return the kinds of problems an endpoint may answer, in order of status."""
    kinds = {*_OF_ALL, *endpoint.problems}
    if not endpoint.is_open:
        kinds.update(_WITH_TOKEN)
    if "{" in endpoint.path:
        kinds.add("not-found")
    if endpoint.body is not None:
        kinds.update(_WITH_BODY)
    if endpoint.method == "POST":
        kinds.update(_OF_WRITES)
    if endpoint.key is not KeyRule.NONE:
        kinds.update(_WITH_KEY)
    if endpoint.key is KeyRule.REQUIRED:
        kinds.add("key-missing")
    return [name for name in KINDS if name in kinds]


def document(endpoints: Sequence[Endpoint], *, title: str, version: str) -> dict[str, Any]:
    """Return the description as plain data.

    Parameters
    ----------
    endpoints
        Everything that is served.
    title, version
        Of the surface.
    """
    types = list(_types(endpoints))
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    schema_of = {id(kind): schema for kind, schema in zip(types, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.template, {})[endpoint.method.lower()] = _operation(endpoint, schema_of)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": title, "version": version, "description": DESCRIPTION},
        "tags": [{"name": tag} for tag in dict.fromkeys(endpoint.tag for endpoint in endpoints)],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "at+jwt (RFC 9068)"}},
        },
    }


def _types(endpoints: Iterable[Endpoint]) -> Iterable[Any]:
    seen: dict[int, Any] = {id(Problem): Problem}
    for endpoint in endpoints:
        own = (endpoint.body, endpoint.query, *(one.type for one in endpoint.answers.values()))
        seen.update((id(kind), kind) for kind in own if kind not in (None, str))
    return seen.values()


def _operation(endpoint: Endpoint, schema_of: Mapping[int, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint), *_headers(endpoint)],
        "responses": {**_answers(endpoint, schema_of), **_problems(endpoint, schema_of)},
        "security": [] if endpoint.is_open else [{"token": []}],
    }
    if endpoint.description:
        operation["description"] = endpoint.description
    if endpoint.body is not None:
        content = {"schema": schema_of[id(endpoint.body)], "example": endpoint.body_example}
        if endpoint.body_media == NDJSON:
            content = {"schema": {"type": "string"}, "itemSchema": schema_of[id(endpoint.body)]}
            content["example"] = msgspec.json.encode(endpoint.body_example).decode() + "\n"
        operation["requestBody"] = {"required": True, "content": {endpoint.body_media: content}}
    return operation


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = [part.split(":")[0] for part in endpoint.path.split("{")[1:]]
    schema = {"type": "integer", "minimum": 0, "maximum": _MAX}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema, "example": endpoint.path_example.get(name, 1)}
        for name in names
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    (schema,), components = msgspec.json.schema_components([endpoint.query], ref_template=_REF)
    fields: dict[str, Any] = components[schema["$ref"].rpartition("/")[2]]["properties"]
    found: list[dict[str, Any]] = []
    for name, field in fields.items():
        one: dict[str, Any] = {"name": name, "in": "query", "required": False, "schema": _without_null(field)}
        if name in endpoint.query_example:
            text = endpoint.query_example[name]
            one["example"] = int(text) if text.isdigit() else text
        found.append(one)
    return found


def _without_null(field: Mapping[str, Any]) -> dict[str, Any]:
    """A query has no null: a parameter that is not wanted is left out."""
    plain = {name: value for name, value in field.items() if not (name == "default" and value is None)}
    choices = [one for one in plain.pop("anyOf", []) if one != {"type": "null"}]
    return {**plain, **choices[0]} if len(choices) == 1 else plain


def _headers(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.key is KeyRule.NONE:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!#-~]+$"}
    return [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": endpoint.key is KeyRule.REQUIRED,
            "description": f"New for every new request; the first answer comes again for {_HOURS} hours.",
            "schema": schema,
            "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
        }
    ]


def _answers(endpoint: Endpoint, schema_of: Mapping[int, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, one in endpoint.answers.items():
        schema = {"type": "string"} if one.type is str else schema_of[id(one.type)]
        content: dict[str, Any] = {"schema": schema, "example": one.example}
        if one.media == NDJSON:
            text = msgspec.json.encode(one.example).decode() + "\n"
            content = {"schema": {"type": "string"}, "itemSchema": schema, "example": text}
        found[str(status)] = {"description": one.description, "content": {one.media: content}}
    return found


def _problems(endpoint: Endpoint, schema_of: Mapping[int, Any]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for name in problems_of(endpoint):
        by_status.setdefault(KINDS[name].status, []).append(name)
    found: dict[str, Any] = {}
    for status, names in by_status.items():
        examples = {name: {"value": _example(name)} for name in names}
        problem = {"schema": schema_of[id(Problem)], "examples": examples}
        content: dict[str, Any] = {"application/problem+json": problem}
        if status in endpoint.answers:
            own = endpoint.answers[status]
            content[JSON] = {"schema": schema_of[id(own.type)], "example": own.example}
        found[str(status)] = {"description": "; ".join(KINDS[name].title for name in names), "content": content}
    return found


def _example(name: str) -> dict[str, Any]:
    status, title = KINDS[name]
    return {"type": URN + name, "title": title, "status": status, "detail": title + ".", "request_id": "1-42"}


__all__ = ["DESCRIPTION", "document", "problems_of"]
